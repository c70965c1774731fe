/** The databases that the site will use: in, facts, the contract and what was given; out, each alias with its kind and where it is. */

import type { GivenNames } from '../model/given.ts';
import type { Problem } from '../model/problem.ts';
import type { DatabaseFact, Project } from '../model/project.ts';
import { findServiceByEngine, findServiceByScheme } from '../services/list.ts';
import type { ServiceKind } from '../services/service.ts';
import { checkKind, findUnreadAddress, tellUnreadAddress } from './database-address.ts';
import {
  type DatabaseVariable,
  describeMissing,
  describeUnknown,
  warnOfEngine,
  warnOfFallback,
  warnOfWords,
} from './database-problems.ts';
import { roleOf } from './role.ts';

export interface PlannedDatabase {
  readonly alias: string;
  readonly kind: ServiceKind;
  /** Where nuages keeps a SQLite file; null for a server, and for a file that the user placed by an absolute path. */
  readonly sqlite: string | null;
  /** Name of the secret URL whose parts take the place of what the settings have; null when they read it themselves. */
  readonly urlSecret: string | null;
}

export interface Databases {
  readonly list: readonly PlannedDatabase[];
  /** Aliases of which nothing says what or where they are; their variables need no problem of their own. */
  readonly missing: readonly string[];
  readonly problems: readonly Problem[];
}

interface Sighting {
  /** A scheme or the last word of an engine. */
  readonly word: string;
  /** The URL when it is no secret. */
  readonly url: string | null;
  readonly given: boolean;
}

/**
 * Decides for each alias what it is. A server without an address, and a URL that nobody gave, are problems.
 *
 * @param off names of the rules that the user switched off
 */
export function planDatabases(project: Project, given: GivenNames, off: readonly string[]): Databases {
  const facts = project.databases.value;
  const known = facts.length > 0 ? facts : [{ alias: 'default', engines: [], backends: [] }];
  const judged = known.map((fact) => judgeDatabase(project, fact, given, off.includes('databases')));
  return {
    list: judged.flatMap(({ planned }) => planned ?? []),
    missing: judged.flatMap(({ alias, problems }) => (problems.some(({ level }) => level === 'error') ? [alias] : [])),
    problems: judged.flatMap(({ problems }) => problems),
  };
}

interface Judgement {
  readonly alias: string;
  readonly planned?: PlannedDatabase;
  readonly problems: readonly Problem[];
}

function judgeDatabase(project: Project, fact: DatabaseFact, given: GivenNames, isOff: boolean): Judgement {
  const { alias } = fact;
  const { at } = project.databases;
  const variables = variablesOf(project, alias);
  const seen = sight(fact, variables, given);
  const kind = seen && kindOf(seen.word);
  if (kind === undefined && seen) return { alias, problems: [warnOfEngine(alias, seen.word, at)] };
  if (kind === undefined) {
    const isUsed = project.databases.value.length > 0 || variables.length > 0;
    return { alias, problems: isUsed ? [describeUnknown(fact, variables, at)] : [] };
  }
  if (kind === 'sqlite') {
    const planned = { alias, kind, sqlite: placeSqlite(alias, variables, given, seen?.url ?? null), urlSecret: null };
    return { alias, planned, problems: seen?.given ? [] : warnOfFallback(fact, variables) };
  }
  const unread = findUnreadAddress(urlNames(alias, []), variables, given);
  const planned = { alias, kind, sqlite: null, urlSecret: isOff ? null : (unread?.secret ?? null) };
  if (!isReachable(variables, given))
    return { alias, planned, problems: [describeMissing(alias, kind, variables, at)] };
  const choosesEngine = variables.some(({ role }) => role.kind === 'database-part' && role.part === 'engine');
  const wrong = unread && !isOff && !choosesEngine ? checkKind(unread, kind, fact, at) : [];
  if (wrong.length > 0) return { alias, planned, problems: wrong };
  const told = unread ? [tellUnreadAddress(unread, at, isOff)] : [];
  return { alias, planned, problems: [...warnOfWords(alias, variables, given), ...told] };
}

function variablesOf(project: Project, alias: string): readonly DatabaseVariable[] {
  return project.environment.flatMap((variable) => {
    const role = roleOf(variable);
    const isOfAlias = (role.kind === 'database-url' || role.kind === 'database-part') && role.alias === alias;
    return isOfAlias ? [{ ...variable, role }] : [];
  });
}

/** Names under which a database's URL may be given: the project's own, and for the default database the canonical ones. */
export function urlNames(alias: string, variables: readonly { readonly name: string }[]): readonly string[] {
  const own = variables.map(({ name }) => name);
  return alias === 'default' ? [...new Set([...own, 'DATABASE_URL', 'DEFAULT_DATABASE_DSN'])] : own;
}

/** A given URL decides, then a given engine, then what the settings fall back to, then the engines that were seen. */
function sight(fact: DatabaseFact, variables: readonly DatabaseVariable[], given: GivenNames): Sighting | undefined {
  const urls = variables.filter(({ role }) => role.kind === 'database-url');
  for (const name of variables.length > 0 ? urlNames(fact.alias, urls) : []) {
    const plain = given.plain.get(name);
    const scheme = plain ? schemeOf(plain.value) : given.secrets.get(name)?.url?.scheme;
    if (scheme !== undefined) return { word: scheme, url: plain?.value ?? null, given: true };
  }
  const engine = variables.find(({ role }) => role.kind === 'database-part' && role.part === 'engine');
  const said = engine && (given.plain.get(engine.name)?.value ?? engine.default);
  if (said) return { word: said.split('.').at(-1) ?? '', url: null, given: true };
  const fallback = urls.find((url) => url.default !== null)?.default;
  if (fallback) return { word: schemeOf(fallback) ?? '', url: null, given: false };
  return sightEngine(fact, variables, given);
}

function sightEngine(
  { engines }: DatabaseFact,
  variables: readonly DatabaseVariable[],
  given: GivenNames,
): Sighting | undefined {
  const some = variables.some(({ name }) => given.plain.has(name) || given.secrets.has(name));
  const server = engines.find((engine) => kindOf(engine) !== 'sqlite');
  const word = some && server ? server : (engines.find((engine) => kindOf(engine) === 'sqlite') ?? engines[0]);
  return word === undefined ? undefined : { word, url: null, given: false };
}

function schemeOf(url: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
}

function kindOf(word: string): ServiceKind | undefined {
  return (findServiceByScheme(word) ?? findServiceByEngine(word))?.kind;
}

/** A file that the user placed by an absolute path stays there; all others live with the site, where a release cannot take them away. */
function placeSqlite(
  alias: string,
  variables: readonly DatabaseVariable[],
  given: GivenNames,
  url: string | null,
): string | null {
  const named = variables.find(({ role }) => role.kind === 'database-part' && role.part === 'name');
  const path = url?.replace(/^[a-z0-9]+:\/\/\/?/i, '') ?? (named && given.plain.get(named.name)?.value);
  return path?.startsWith('/') ? null : `{site}/data/${alias === 'default' ? 'db' : alias}.sqlite3`;
}

/** A server's address is given when a URL or one of its parts is, or when the settings need none. */
function isReachable(variables: readonly DatabaseVariable[], given: GivenNames): boolean {
  if (variables.length === 0) return true;
  const names = [...variables.map(({ name }) => name), ...urlNames(variables[0]?.role.alias ?? '', [])];
  return names.some((name) => given.plain.has(name) || given.secrets.has(name));
}
