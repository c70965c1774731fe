/** What plan may know of the values: in, values with the contract; out, plain values, and secrets by name alone. */

import type { GivenNames, GivenPlain, GivenSecret, GivenValues } from '../model/given.ts';
import type { UrlPart } from '../model/plan.ts';
import type { Variable } from '../model/project.ts';
import { isSecret } from './secret-name.ts';
import { readScheme, readUrlPart } from './url-parts.ts';

const parts: readonly UrlPart[] = ['engine', 'user', 'password', 'host', 'port', 'name'];

/** Sorts the values by whether they are secret: by the contract, by their name, or by a password in a URL. */
export function nameGivenValues(values: GivenValues, contract: readonly Variable[]): GivenNames {
  const secretNames = new Set(contract.filter((variable) => variable.secret).map((variable) => variable.name));
  const plain = new Map<string, GivenPlain>();
  const secrets = new Map<string, GivenSecret>();
  for (const [name, { secret, from, at }] of values) {
    const value = secret.reveal();
    if (!isSecret(name, value) && !isMarkedSecret(secretNames, name, value)) plain.set(name, { value, from, at });
    else secrets.set(name, { from, at, url: describeUrl(value) });
  }
  return { plain, secrets };
}

/** A SQLite URL is no secret though its variable could hold one. */
function isMarkedSecret(secretNames: ReadonlySet<string>, name: string, value: string): boolean {
  return secretNames.has(name) && !/^(sqlite3?|spatialite|file):/i.test(value);
}

function describeUrl(value: string): GivenSecret['url'] {
  const scheme = readScheme(value);
  return scheme === undefined ? null : { scheme, parts: parts.filter((part) => readUrlPart(value, part) !== '') };
}
