/** What reader libraries give: in, a method or a conversion; out, the type of the variable. */

import type { VariableType } from '../../model/project.ts';
import type { Declared, Library, Value } from './value.ts';

/** Methods of reader objects and the type they give. */
export const methodTypes: Readonly<Record<string, VariableType>> = {
  __call__: 'str',
  str: 'str',
  bytes: 'str',
  unicode: 'str',
  bool: 'bool',
  int: 'int',
  float: 'float',
  decimal: 'float',
  timedelta: 'int',
  list: 'list',
  tuple: 'list',
  dict: 'dict',
  json: 'json',
  url: 'url',
  path: 'path',
  db: 'database-url',
  db_url: 'database-url',
  dj_db_url: 'database-url',
  cache: 'cache-url',
  cache_url: 'cache-url',
  dj_cache_url: 'cache-url',
  channels: 'cache-url',
  channels_url: 'cache-url',
  email: 'email-url',
  email_url: 'email-url',
  dj_email_url: 'email-url',
  search_url: 'url',
  get_value: 'str',
  enum: 'str',
  date: 'str',
  datetime: 'str',
  uuid: 'str',
  log_level: 'str',
};

/** The variable that a method reads when it is called without a name. */
export const implicitNames: Readonly<Record<string, string>> = {
  db: 'DATABASE_URL',
  db_url: 'DATABASE_URL',
  cache: 'CACHE_URL',
  cache_url: 'CACHE_URL',
  channels: 'CHANNELS_URL',
  channels_url: 'CHANNELS_URL',
  email: 'EMAIL_URL',
  email_url: 'EMAIL_URL',
  search_url: 'SEARCH_URL',
};

export function castIsSecond(library: Library, method: string): boolean {
  return library === 'django-environ' && /^(__call__|list|tuple|dict|get_value)$/.test(method);
}

/** The type that a conversion function gives. */
export function typeOfCast(cast: Value | null | undefined): VariableType {
  if (!cast) return 'str';
  if (cast.kind === 'list') return 'list';
  if (cast.kind === 'dict') return 'dict';
  if (cast.kind === 'lambda') return 'list';
  if (cast.kind === 'method' && cast.object.kind === 'reader') return methodTypes[cast.name] ?? 'str';
  const dotted = cast.kind === 'external' || cast.kind === 'made' ? cast.dotted : '';
  const last = dotted.slice(dotted.lastIndexOf('.') + 1);
  if (/^dj_database_url\.|^dj_database_url$/.test(dotted)) return 'database-url';
  if (/^(bool|int|float|list|dict|json)$/.test(last)) return last as VariableType;
  if (/^(Csv|tuple|set|split)$/.test(last)) return 'list';
  if (/strtobool|literal_eval/.test(last)) return 'bool';
  if (/^json\.loads$/.test(dotted)) return 'json';
  return last === 'Path' ? 'path' : 'str';
}

/** What `environ.Env(DEBUG=(bool, False), NAME=str)` declares. */
export function declaredBy(named: ReadonlyMap<string, Value>): ReadonlyMap<string, Declared> {
  return new Map(
    [...named].map(([name, value]) => {
      if (value.kind !== 'list') return [name, { type: value, default: null }];
      return [name, { type: value.items[0] ?? null, default: value.items[1] ?? null }];
    }),
  );
}
