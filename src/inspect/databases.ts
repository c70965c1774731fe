/** Which databases do the settings use? In, the settings in force and the installed drivers; out, engines per alias. */

import type { DatabaseFact, Fact } from '../model/project.ts';
import { isCertain, likeliest, type Value } from './evaluate/value.ts';
import { fact } from './place.ts';
import { placeOfSetting, type SettingsView } from './settings-view.ts';

const drivers: readonly (readonly [RegExp, string])[] = [
  [/^(psycopg|psycopg2|psycopg2-binary|psycopg2cffi|psycopg-binary|psycopg-c)$/, 'django.db.backends.postgresql'],
  [/^(mysqlclient|pymysql|mysql-connector-python)$/, 'django.db.backends.mysql'],
  [/^(oracledb|cx-oracle)$/, 'django.db.backends.oracle'],
];

/** The databases by alias, the engines of each in the order of likelihood. */
export function findDatabases(view: SettingsView, installed: readonly string[]): Fact<readonly DatabaseFact[]> {
  const value = view.names.get('DATABASES');
  if (value === undefined) return fact([], null, view.whole);
  const options = value.kind === 'either' ? value.options : [value];
  const found = new Map<string, string[]>();
  let sure = view.whole && isCertain(value);
  for (const option of options) {
    const plain = likeliest(option);
    if (plain.kind !== 'dict' || !plain.complete) sure = false;
    for (const [alias, database] of plain.kind === 'dict' ? plain.entries : []) {
      const backends = backendsOf(database, installed);
      if (!backends.sure) sure = false;
      const known = found.get(alias) ?? [];
      found.set(alias, [...new Set([...known, ...backends.names])]);
    }
  }
  const databases = [...found].map(([alias, backends]) => ({
    alias,
    engines: [...new Set(backends.map(shortEngine))],
    backends,
  }));
  return fact(databases, placeOfSetting(view, 'DATABASES'), sure && databases.length > 0);
}

interface Backends {
  readonly names: readonly string[];
  readonly sure: boolean;
}

function backendsOf(database: Value, installed: readonly string[]): Backends {
  if (database.kind === 'either') {
    const each = database.options.map((option) => backendsOf(option, installed));
    return { names: each.flatMap((one) => one.names), sure: false };
  }
  const fromUrl =
    database.kind === 'environment' && database.readings.some((reading) => reading.type === 'database-url');
  const plain = likeliest(database);
  const engine = plain.kind === 'dict' ? plain.entries.get('ENGINE') : undefined;
  const named = engineTexts(engine);
  const open = fromUrl || engine === undefined || isUrlEngine(engine);
  if (!open) return { names: named, sure: isCertain(database) && isCertain(engine) && named.length === 1 };
  return { names: [...new Set([...named, ...driverEngines(installed)])], sure: false };
}

function isUrlEngine(engine: Value): boolean {
  if (engine.kind === 'either') return engine.options.some(isUrlEngine);
  return engine.kind === 'environment' && likeliest(engine).kind === 'unknown';
}

function engineTexts(engine: Value | undefined): readonly string[] {
  if (engine === undefined) return [];
  if (engine.kind === 'either') return engine.options.flatMap(engineTexts);
  const plain = likeliest(engine);
  return plain.kind === 'text' && plain.text !== '' ? [plain.text] : [];
}

function driverEngines(installed: readonly string[]): readonly string[] {
  return drivers.flatMap(([pattern, engine]) => (installed.some((name) => pattern.test(name)) ? [engine] : []));
}

const families = ['postgis', 'spatialite', 'postgresql', 'mysql', 'oracle', 'sqlite3', 'cockroachdb', 'mssql'];

/** Django's own last word for a backend; a wrapper counts as what it wraps. */
function shortEngine(backend: string): string {
  const lower = backend.toLowerCase();
  const family = families.find((name) => lower.includes(name));
  if (family !== undefined) return family;
  if (lower.includes('postgres')) return 'postgresql';
  if (lower.includes('sqlite')) return 'sqlite3';
  return backend.slice(backend.lastIndexOf('.') + 1);
}
