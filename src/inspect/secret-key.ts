/** Where does SECRET_KEY come from? In, the settings in force; out, the kind of its source, never a word of the key. */

import type { Fact, SecretKeySource } from '../model/project.ts';
import { isCertain, type Value } from './evaluate/value.ts';
import { fact } from './place.ts';
import { placeOfSetting, type SettingsView } from './settings-view.ts';

/** The same measure as the runtime's rule `secret-key`, which decides when the site starts. */
const known = /django-insecure|change[-_ ]?(me|this|it)|insecure|placeholder|your[-_ ]secret/i;
const shortest = 32;
const fewestDifferent = 5;
const random =
  /(^|\.)(get_random_secret_key|get_random_string|token_hex|token_urlsafe|token_bytes|urandom|uuid1|uuid4|choices?)$/;

/** Null when no key is set, or when reading cannot tell. */
export function findSecretKey(view: SettingsView): Fact<SecretKeySource | null> {
  const value = view.names.get('SECRET_KEY');
  if (value === undefined) return fact(null, null, view.whole);
  const source = sourceOf(value);
  const sure = source !== null && (source === 'variable' || isCertain(value) || value.kind === 'made');
  return fact(source, placeOfSetting(view, 'SECRET_KEY'), sure);
}

function sourceOf(value: Value): SecretKeySource | null {
  if (value.kind === 'environment') return 'variable';
  if (value.kind === 'either') {
    const sources = value.options.map(sourceOf);
    return sources.find((source) => source === 'variable') ?? sources[0] ?? null;
  }
  if (value.kind === 'made') return random.test(value.dotted) ? 'random' : null;
  if (value.kind !== 'text') return null;
  return isWeak(value.text) ? 'insecure' : 'literal';
}

function isWeak(key: string): boolean {
  return known.test(key) || key.length < shortest || new Set(key).size < fewestDifferent;
}
