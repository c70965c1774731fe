/** The databases that the site will use: in, facts, the contract and what was given; out, each alias with its kind and where it is. */

import type { GivenNames } from '../model/given.ts';
import type { Place, Problem } from '../model/problem.ts';
import type { DatabaseFact, Project, Variable } from '../model/project.ts';
import { findServiceByEngine, findServiceByScheme, serviceOf } from '../services/list.ts';
import type { ServiceKind } from '../services/service.ts';
import { type Role, roleOf } from './role.ts';

export interface PlannedDatabase {
  readonly alias: string;
  readonly kind: ServiceKind;
  /** Where nuages keeps a SQLite file; null for a server, and for a file that the user placed by an absolute path. */
  readonly sqlite: string | null;
}

export interface Databases {
  readonly list: readonly PlannedDatabase[];
  readonly problems: readonly Problem[];
}

interface Sighting {
  /** A scheme or the last word of an engine. */
  readonly word: string;
  /** The URL when it is no secret. */
  readonly url: string | null;
  readonly given: boolean;
}

/** Decides for each alias what it is. A server without an address, and a URL that nobody gave, are problems. */
export function planDatabases(project: Project, given: GivenNames): Databases {
  const list: PlannedDatabase[] = [];
  const problems: Problem[] = [];
  const facts = project.databases.value;
  const known = facts.length > 0 ? facts : [{ alias: 'default', engines: [], backends: [] }];
  for (const fact of known) {
    const variables = variablesOf(project, fact.alias);
    const seen = sight(fact, variables, given);
    const kind = seen && kindOf(seen.word);
    if (kind === undefined) {
      if (facts.length > 0 || variables.length > 0)
        problems.push(describeUnknown(fact, variables, project.databases.at));
    } else if (kind === 'sqlite') {
      list.push({ alias: fact.alias, kind, sqlite: placeSqlite(fact.alias, variables, given, seen?.url ?? null) });
    } else {
      list.push({ alias: fact.alias, kind, sqlite: null });
      if (!isReachable(variables, given))
        problems.push(describeMissing(fact.alias, kind, variables, project.databases.at));
    }
  }
  return { list, problems };
}

type DatabaseVariable = Variable & {
  readonly role: Extract<Role, { readonly kind: 'database-url' | 'database-part' }>;
};

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

function describeMissing(
  alias: string,
  kind: ServiceKind,
  variables: readonly DatabaseVariable[],
  at: Place | null,
): Problem {
  const { title, urlTemplate } = serviceOf(kind);
  const names = variables.map(({ name }) => name).join(', ');
  const place = variables[0]?.at ?? at;
  return {
    level: 'error',
    code: 'missing-database',
    message: `the ${alias} database is ${title}, and nothing says where it is (the settings read ${names})`,
    at: place ?? undefined,
    fix: `put ${alias === 'default' ? 'DATABASE_URL' : names}=${urlTemplate} into .env.production, or export it`,
  };
}

function describeUnknown(fact: DatabaseFact, variables: readonly DatabaseVariable[], at: Place | null): Problem {
  const name = variables.find(({ role }) => role.kind === 'database-url')?.name ?? 'DATABASE_URL';
  const seen = fact.engines.length > 0 ? ` (${fact.engines.join(', ')})` : '';
  const templates = `${name}=${serviceOf('postgresql').urlTemplate} or, for a file that nuages keeps, ${name}=sqlite:///db.sqlite3`;
  return {
    level: 'error',
    code: 'missing-database',
    message: `nothing says which database ${fact.alias} is${seen}`,
    at: variables[0]?.at ?? at ?? undefined,
    fix: `put ${templates} into .env.production, or export it`,
  };
}
