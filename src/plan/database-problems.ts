/** What is wrong with a database's address, in words: in, facts, variables and what was given; out, problems. */

import type { GivenNames } from '../model/given.ts';
import type { Place, Problem } from '../model/problem.ts';
import type { DatabaseFact, Variable } from '../model/project.ts';
import { findServiceByEngine, serviceOf } from '../services/list.ts';
import type { ServiceKind } from '../services/service.ts';
import type { Role } from './role.ts';

/** A variable that says what or where a database is. */
export type DatabaseVariable = Variable & {
  readonly role: Extract<Role, { readonly kind: 'database-url' | 'database-part' }>;
};

export function describeMissing(
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

export function describeUnknown(fact: DatabaseFact, variables: readonly DatabaseVariable[], at: Place | null): Problem {
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

/** An engine that nuages has no rules for: the settings are left to say everything. */
export function warnOfEngine(alias: string, engine: string, at: Place | null): Problem {
  const message = `the ${alias} database uses ${engine}, which nuages does not know; it is left as the settings have it`;
  const fix = 'install its driver with the project, and see to its backups yourself';
  return { level: 'warning', code: 'engine-unknown', message, at: at ?? undefined, fix };
}

/** The settings fall back to SQLite, while the project also knows a server: an empty site must not come as a surprise. */
export function warnOfFallback(fact: DatabaseFact, variables: readonly DatabaseVariable[]): Problem[] {
  const url = variables.find(({ role }) => role.kind === 'database-url');
  const server = fact.engines
    .flatMap((engine) => findServiceByEngine(engine) ?? [])
    .find(({ kind }) => kind !== 'sqlite');
  if (!url || !server) return [];
  const message = `${url.name} is not given, so the ${fact.alias} database is a SQLite file that nuages keeps, not ${server.title}`;
  const fix = `put ${url.name}=${server.urlTemplate} into .env.production if it should be ${server.title}`;
  return [{ level: 'warning', code: 'database-fallback', message, at: url.at, fix }];
}

/** The settings compare an engine with words of their own, and nobody said one. */
export function warnOfWords(alias: string, variables: readonly DatabaseVariable[], given: GivenNames): Problem[] {
  const engine = variables.find(({ role }) => role.kind === 'database-part' && role.part === 'engine');
  const isSaid = !engine || engine.feeds?.endsWith('.ENGINE') || given.plain.has(engine.name);
  return isSaid ? [] : [warnOfWord(alias, engine)];
}

function warnOfWord(alias: string, { name, at }: DatabaseVariable): Problem {
  const message = `${name} chooses the ${alias} database by a word of the project's own, and is not given`;
  const fix = `put ${name}=... into .env.production, with the word that the settings compare it with`;
  return { level: 'warning', code: 'database-engine-variable', message, at, fix };
}
