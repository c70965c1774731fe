/** Database addresses: in, the text of a URL; out, what libraries make of it for DATABASES. */

import { demand, type Machine } from './machine.ts';
import { dict, likeliest, text, unknown, type Value } from './value.ts';

const engines: Readonly<Record<string, string>> = {
  sqlite: 'django.db.backends.sqlite3',
  sqlite3: 'django.db.backends.sqlite3',
  postgres: 'django.db.backends.postgresql',
  postgresql: 'django.db.backends.postgresql',
  psql: 'django.db.backends.postgresql',
  pgsql: 'django.db.backends.postgresql',
  postgis: 'django.contrib.gis.db.backends.postgis',
  spatialite: 'django.contrib.gis.db.backends.spatialite',
  mysql: 'django.db.backends.mysql',
  mysql2: 'django.db.backends.mysql',
  mysqlgis: 'django.contrib.gis.db.backends.mysql',
  oracle: 'django.db.backends.oracle',
  cockroach: 'django_cockroachdb',
  cockroachdb: 'django_cockroachdb',
  mssql: 'mssql',
};

/** The dotted engine of a database URL, or undefined for an unknown scheme. */
function engineOfUrl(url: string): string | undefined {
  const scheme = /^([a-z0-9]+)(?:\+[a-z0-9]+)?:/i.exec(url)?.[1];
  return scheme === undefined ? undefined : engines[scheme.toLowerCase()];
}

/**
 * The dictionary that a database URL becomes. A variable without default that is parsed all the same is
 * required: the libraries refuse an address that is not there.
 */
export function databaseFromUrl(machine: Machine, url: Value): Value {
  const plain = likeliest(url);
  if (url.kind === 'environment') {
    for (const reading of url.readings) reading.type = 'database-url';
    if (url.assumed.kind === 'none') demand(machine, url.readings);
  }
  const engine = plain.kind === 'text' ? engineOfUrl(plain.text) : undefined;
  const parsed = dict([['ENGINE', engine === undefined ? unknown(url.at) : text(engine, url.at)]], false, url.at);
  return url.kind === 'environment' ? { ...url, assumed: parsed } : parsed;
}
