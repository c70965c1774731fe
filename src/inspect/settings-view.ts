/** The settings in force as facts: in, the names of an evaluated module; out, plain values with their places. */

import type { Place } from '../model/problem.ts';
import type { Fact } from '../model/project.ts';
import { displayText } from './evaluate/operators.ts';
import { insideSource, joinPaths } from './evaluate/paths.ts';
import { isCertain, likeliest, sourceRoot, type Value } from './evaluate/value.ts';
import { fact } from './place.ts';

/** What production's settings hold. `whole` is false when part of them could not be followed. */
export interface SettingsView {
  readonly names: ReadonlyMap<string, Value>;
  readonly whole: boolean;
  /** manage.py's folder, `` at the root. */
  readonly folder: string;
  /** Where each setting was last assigned. */
  readonly places: ReadonlyMap<string, Place>;
}

/** The line that decided a setting. */
export function placeOfSetting(view: SettingsView, name: string): Place | null {
  return view.places.get(name) ?? view.names.get(name)?.at ?? null;
}

/** A setting as text; null when unset, computed or from the environment without default. */
export function textFact(view: SettingsView, name: string): Fact<string | null> {
  const value = view.names.get(name);
  if (value === undefined) return fact(null, null, view.whole);
  const plain = likeliest(value);
  const shown = plain.kind === 'none' || plain.kind === 'bool' ? null : displayText(plain);
  return fact(shown, placeOfSetting(view, name), isCertain(value) && (shown !== null || plain.kind === 'none'));
}

/** A setting that is a list of texts. Items that are not known are left out and make it unsure. */
export function textListFact(view: SettingsView, name: string): Fact<readonly string[]> {
  const value = view.names.get(name);
  if (value === undefined) return fact([], null, view.whole);
  const plain = likeliest(value);
  if (plain.kind !== 'list') return fact([], placeOfSetting(view, name), false);
  const texts = plain.items.flatMap(textsOf);
  return fact(texts, placeOfSetting(view, name), isCertain(value) && texts.length === plain.items.length);
}

function textsOf(item: Value): readonly string[] {
  const plain = likeliest(item);
  if (plain.kind === 'list') return plain.items.flatMap(textsOf);
  const shown = displayText(plain);
  return plain.kind === 'text' && shown !== null ? [shown] : [];
}

/** A setting that is a list of hosts or origins: null when it comes from the environment without default. */
export function hostsFact(view: SettingsView, name: string): Fact<readonly string[] | null> {
  const value = view.names.get(name);
  if (value === undefined) return fact(null, null, view.whole);
  const whole = textListFact(view, name);
  const fromEnvironment = value.kind === 'environment' && whole.value.filter((host) => host !== '').length === 0;
  return fromEnvironment
    ? fact(null, placeOfSetting(view, name), true)
    : fact(
        whole.value.filter((host) => host !== ''),
        placeOfSetting(view, name),
        whole.sure,
      );
}

/** A setting that is a path: relative to the source where it lies in it, absolute else, null when unknown. */
export function pathOf(view: SettingsView, value: Value | undefined): string | null {
  const plain = likeliest(value);
  if (plain.kind !== 'text' && plain.kind !== 'path') return null;
  if (plain.text === '') return null;
  // A relative path is relative to the folder that the server starts in: manage.py's.
  const inside = insideSource(joinPaths([sourceRoot, view.folder, plain.text]));
  return inside ?? (plain.text.startsWith(sourceRoot) ? null : plain.text);
}

/** One entry of a dictionary, followed through nested dictionaries. */
export function entryOf(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  let inner = value;
  for (const key of keys) {
    const plain = likeliest(inner);
    inner = plain.kind === 'dict' ? plain.entries.get(key) : undefined;
  }
  return inner;
}

/** A plain text, or undefined. */
export function plainText(value: Value | undefined): string | undefined {
  const plain = likeliest(value);
  return plain.kind === 'text' ? plain.text : undefined;
}
