/** The parts of a service's URL: in, the URL; out, what single variables such as POSTGRES_HOST get. */

import type { UrlPart } from '../model/plan.ts';

/** Django's backend for a scheme, as dj-database-url and django-environ map them. */
const backends: Readonly<Record<string, string>> = {
  postgres: 'django.db.backends.postgresql',
  postgresql: 'django.db.backends.postgresql',
  pgsql: 'django.db.backends.postgresql',
  psql: 'django.db.backends.postgresql',
  postgis: 'django.contrib.gis.db.backends.postgis',
  mysql: 'django.db.backends.mysql',
  mysql2: 'django.db.backends.mysql',
  mariadb: 'django.db.backends.mysql',
  sqlite: 'django.db.backends.sqlite3',
  sqlite3: 'django.db.backends.sqlite3',
};

const pattern =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:\/([^?#]*))?/i;

/** The scheme of a URL in lower case, or undefined for a text that is none. */
export function readScheme(url: string): string | undefined {
  return pattern.exec(url)?.[1]?.toLowerCase();
}

/** One part, percent-decoded; empty when the URL does not have it, or is none. */
export function readUrlPart(url: string, part: UrlPart): string {
  if (part === 'whole') return url;
  const [, scheme = '', user = '', password = '', host = '', port = '', name = ''] = pattern.exec(url) ?? [];
  if (part === 'engine') return backends[scheme.toLowerCase()] ?? '';
  const said = decode({ user, password, host: host.replace(/^\[|\]$/g, ''), port, name }[part]);
  return said || readQuery(url, part === 'name' ? 'dbname' : part);
}

/** libpq takes parts from the query as well: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS */
function readQuery(url: string, key: string): string {
  if (!/^postg/i.test(url)) return '';
  return new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '').get(key) ?? '';
}

/** A stray percent sign stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
