/** What the processes get: in, the contract, what was given and the rest of the plan; out, each variable with where its value comes from. */

import type { GivenNames } from '../model/given.ts';
import type { PlannedVariable, UrlPart } from '../model/plan.ts';
import type { Variable } from '../model/project.ts';
import type { PlannedDatabase } from './databases.ts';
import { urlNames } from './databases.ts';
import { listOrigins, localNames } from './http.ts';
import { type Role, roleOf } from './role.ts';
import { isTrueWord, readList, spellFalse, spellList, spellTrue } from './spelling.ts';

/** What the variables are filled from. */
export interface Filling {
  readonly given: GivenNames;
  readonly environment: string;
  readonly domains: readonly string[];
  readonly https: boolean;
  readonly databases: readonly PlannedDatabase[];
  readonly staticRoot: string;
  readonly mediaRoot: string;
  /** True when the user switched the override of DEBUG off. */
  readonly debugAllowed: boolean;
}

const keyNames = ['SECRET_KEY', 'DJANGO_SECRET_KEY'];

/**
 * Plans every variable that the site's processes get: those of the contract that have a value, and whatever else was
 * given. A key that nobody gave is made; without a variable for it, it is made as SECRET_KEY all the same.
 */
export function planVariables(contract: readonly Variable[], filling: Filling): readonly PlannedVariable[] {
  const own = contract.flatMap((variable) => planVariable(variable, roleOf(variable), filling) ?? []);
  const names = new Set(own.map(({ name }) => name));
  const read = new Set(contract.map(({ name }) => name));
  const addresses = listAddresses(filling).filter(({ name }) => !names.has(name));
  const isAddress = (name: string) => addresses.some((address) => address.name === name);
  const rest = listRest(filling.given).filter(
    ({ name }) => !names.has(name) && !read.has(name) && !isConsumed(name, own) && !isAddress(name),
  );
  const hasKey =
    [...own, ...rest].some(({ name, feed }) => keyNames.includes(name) || keyNames.includes(feed?.from ?? '')) ||
    contract.some((variable) => roleOf(variable).kind === 'secret-key');
  const key: PlannedVariable = {
    name: 'SECRET_KEY',
    value: null,
    secret: true,
    source: 'made',
    required: true,
    at: null,
  };
  return [...own, ...addresses, ...rest, ...(hasKey ? [] : [key])];
}

/** URLs of databases that the runtime reads in place of the settings. */
function listAddresses({ databases, given }: Filling): readonly PlannedVariable[] {
  const names = new Set(databases.flatMap(({ urlSecret }) => urlSecret ?? []));
  return [...names].map((name) => {
    const at = given.secrets.get(name)?.at ?? null;
    return { name, value: null, secret: true, source: 'given', required: true, at };
  });
}

/**
 * What was given beyond the contract: packages read variables that no settings file shows. From the person's own
 * environment only a key counts here: a DATABASE_URL there may be meant for something else.
 */
function listRest(given: GivenNames): readonly PlannedVariable[] {
  const shared = { source: 'given', required: false } as const;
  const isMeant = (name: string, from: string): boolean =>
    (from !== 'environment' || keyNames.includes(name)) && !overriddenNames.test(name);
  return [
    ...[...given.plain].flatMap(([name, { value, from, at }]) =>
      isMeant(name, from) ? [{ ...shared, name, value, secret: false, at }] : [],
    ),
    ...[...given.secrets].flatMap(([name, { from, at }]) =>
      isMeant(name, from) ? [{ ...shared, name, value: null, secret: true, at }] : [],
    ),
  ];
}

/** Decided by the plan, whatever a file says. */
const overriddenNames = /^DJANGO_(SETTINGS_MODULE|CONFIGURATION)$|^(DJANGO_)?DEBUG$|^(DJANGO_)?ALLOWED_HOSTS$/;

/** A canonical value that went into the project's own variable need not be there twice. */
function isConsumed(name: string, own: readonly PlannedVariable[]): boolean {
  return own.some(({ feed }) => feed?.from === name);
}

function planVariable(variable: Variable, role: Role, filling: Filling): PlannedVariable | undefined {
  if (role.kind === 'boot') return undefined;
  if (role.kind === 'debug') return derive(variable, spellDebug(variable, filling));
  if (role.kind === 'hosts') return derive(variable, spellList(variable, listHosts(variable, filling)));
  if (role.kind === 'database-url' || role.kind === 'database-part') {
    const placed = derive(variable, spellSqlite(role, filling));
    if (placed) return placed;
  }
  return (
    copyGiven(variable, filling.given) ??
    planFeed(variable, role, filling.given) ??
    planDerived(variable, role, filling)
  );
}

function derive(variable: Variable, value: string | undefined): PlannedVariable | undefined {
  if (value === undefined) return undefined;
  const { name, required, at } = variable;
  return { name, value, secret: false, source: 'derived', required, at };
}

/** The value that was given under the variable's own name. */
function copyGiven({ name, required }: Variable, given: GivenNames): PlannedVariable | undefined {
  const plain = given.plain.get(name);
  if (plain) return { name, value: plain.value, secret: false, source: 'given', required, at: plain.at };
  const secret = given.secrets.get(name);
  return secret && { name, value: null, secret: true, source: 'given', required, at: secret.at };
}

/** The value, or the part of it, that was given under a canonical name or a synonym. */
function planFeed(variable: Variable, role: Role, given: GivenNames): PlannedVariable | undefined {
  const { sources, part } = listSources(variable, role);
  for (const from of sources) {
    const plain = part === 'whole' ? given.plain.get(from) : undefined;
    const { name, required } = variable;
    if (plain) return { name, value: plain.value, secret: false, source: 'given', required, at: plain.at };
    const secret = given.secrets.get(from);
    if (secret && (part === 'whole' || secret.url?.parts.includes(part))) {
      return { name, value: null, secret: true, source: 'given', required, at: secret.at, feed: { from, part } };
    }
  }
  return undefined;
}

function listSources(variable: Variable, role: Role): { readonly sources: readonly string[]; readonly part: UrlPart } {
  if (role.kind === 'secret-key') return { sources: keyNames, part: 'whole' };
  if (role.kind === 'database-url') return { sources: urlNames(role.alias, []), part: 'whole' };
  if (role.kind === 'database-part') {
    // An engine that is only compared (`== 'postgres'`) has words of the project's own.
    const isWord = role.part === 'engine' && !variable.feeds?.endsWith('.ENGINE');
    return { sources: isWord ? [] : urlNames(role.alias, []), part: role.part };
  }
  if (role.kind === 'redis-url') return { sources: ['REDIS_URL'], part: 'whole' };
  if (role.kind === 'redis-part') return { sources: ['REDIS_URL'], part: role.part };
  return { sources: [], part: 'whole' };
}

function planDerived(variable: Variable, role: Role, filling: Filling): PlannedVariable | undefined {
  const { name, required, at } = variable;
  if (role.kind === 'secret-key') return { name, value: null, secret: true, source: 'made', required, at };
  return derive(variable, spellDerived(variable, role, filling));
}

function spellDerived(variable: Variable, role: Role, filling: Filling): string | undefined {
  const { domains, https, staticRoot, mediaRoot } = filling;
  const names = domains.length > 0 ? domains : localNames;
  switch (role.kind) {
    case 'domain':
      return names[0];
    case 'domain-aliases':
      return spellList(variable, names.slice(1));
    case 'csrf-origins':
      return variable.required || domains.length > 0 ? spellList(variable, listOrigins(names, https)) : undefined;
    case 'static-root':
      return staticRoot;
    case 'media-root':
      return mediaRoot;
    case 'home':
      return variable.required ? '{site}/data' : undefined;
    case 'storage-url':
      return `file://${mediaRoot}/?url=%2Fmedia%2F`;
    case 'ssl-redirect':
      return https ? spellTrue(variable) : (spellFalse(variable) ?? (variable.default === null ? 'False' : undefined));
    case 'environment':
      return variable.required || /^(dev|develop|development|local|debug)$/i.test(variable.default ?? '')
        ? filling.environment
        : undefined;
    default:
      return undefined;
  }
}

/** Off, whatever a developer's `.env` says; a yes counts only when the user switched the override off by name. */
function spellDebug(variable: Variable, { given, debugAllowed }: Filling): string | undefined {
  const said = given.plain.get(variable.name) ?? given.plain.get('DJANGO_DEBUG');
  return debugAllowed && said && isTrueWord(said.value) ? spellTrue(variable) : spellFalse(variable);
}

/** The site's names and those that were given, without the wildcard. */
export function listHosts(
  variable: { readonly name: string } | null,
  { given, domains }: Pick<Filling, 'given' | 'domains'>,
): readonly string[] {
  const said = (variable && given.plain.get(variable.name)) ?? given.plain.get('ALLOWED_HOSTS');
  const extra = readList(said?.value ?? '').filter((host) => host !== '*');
  const names = domains.length > 0 ? domains : localNames;
  return [...new Set([...names, ...extra])];
}

/** A path or URL of a SQLite file that nuages placed. */
function spellSqlite(role: Extract<Role, { readonly alias: string }>, { databases }: Filling): string | undefined {
  const database = databases.find(({ alias }) => alias === role.alias);
  if (!database?.sqlite) return undefined;
  if (role.kind === 'database-url') return `sqlite:///${database.sqlite}`;
  return role.part === 'name' ? database.sqlite : undefined;
}
