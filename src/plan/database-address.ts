/** A server's address that the settings do not read: in, variables and what was given; out, which URL says what is written there otherwise. */

import type { GivenNames } from '../model/given.ts';
import type { UrlPart } from '../model/plan.ts';
import type { Place, Problem } from '../model/problem.ts';
import type { DatabaseFact } from '../model/project.ts';
import { findServiceByEngine, serviceOf } from '../services/list.ts';
import type { ServiceKind } from '../services/service.ts';
import type { DatabaseVariable } from './database-problems.ts';

const wanted: readonly UrlPart[] = ['user', 'password', 'host', 'port', 'name'];

/** A URL of a database, by name, and the parts of it that no variable of the settings takes. */
export interface UnreadAddress {
  readonly secret: string;
  readonly parts: readonly UrlPart[];
}

/**
 * Finds the URL that says where a server is though the settings read some of that from nowhere but themselves.
 *
 * @param names under which the database's URL may be given, the first that is given counts
 */
export function findUnreadAddress(
  names: readonly string[],
  variables: readonly DatabaseVariable[],
  given: GivenNames,
): UnreadAddress | undefined {
  if (variables.some(({ role }) => role.kind === 'database-url')) return undefined;
  const secret = names.find((name) => given.secrets.get(name)?.url);
  if (secret === undefined) return undefined;
  const said = given.secrets.get(secret)?.url?.parts ?? [];
  const read = variables.flatMap(({ role }) => (role.kind === 'database-part' ? [role.part] : []));
  const parts = wanted.filter((part) => said.includes(part) && !read.includes(part));
  return parts.length === 0 ? undefined : { secret, parts };
}

/** The address can be taken from a URL, the backend cannot: code of the project may need just that one. */
export function checkKind(
  { secret }: UnreadAddress,
  kind: ServiceKind,
  { alias, engines, backends }: DatabaseFact,
  at: Place | null,
): Problem[] {
  const kinds = engines.flatMap((engine) => findServiceByEngine(engine)?.kind ?? []);
  if (kinds.length === 0 || kinds.includes(kind)) return [];
  const message = `${secret} is the URL of a ${serviceOf(kind).title} server, but the settings give the ${alias} database the engine ${backends.join(', ')}`;
  const fix = `give a ${secret} of the same kind, or change ENGINE`;
  return [{ level: 'error', code: 'database-kind', message, at: at ?? undefined, fix }];
}

/** Tells that the URL counts, not what the settings have; or, with the rule `databases` off, that it does not. */
export function tellUnreadAddress({ secret, parts }: UnreadAddress, at: Place | null, isOff: boolean): Problem {
  const keys = parts.map((part) => part.toUpperCase());
  const reason = `the settings read no variable for ${keys.join(', ')}`;
  const place = at ?? undefined;
  if (isOff) {
    const message = `${secret} says ${parts.join(', ')}, but ${reason}, and off keeps what is written there`;
    const fix = 'take "databases" out of off, and the site connects to where the URL says';
    return { level: 'warning', code: 'database-part-unread', message, at: place, fix };
  }
  const message = `${reason}; what is written there is replaced by what ${secret} says`;
  const fix = 'nothing has to be done; with off = ["databases"] in nuages.toml the settings would be left as they are';
  return { level: 'note', code: 'database-address', message, at: place, fix };
}
