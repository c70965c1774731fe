/** What a variable is for: in, a variable of the environment contract; out, its role, by what it feeds and by its name. */

import type { UrlPart } from '../model/plan.ts';
import type { Variable } from '../model/project.ts';

/** What nuages can fill by itself, or from a value given under another name. */
export type Role =
  | { readonly kind: 'secret-key' | 'debug' | 'hosts' | 'domain' | 'domain-aliases' | 'csrf-origins' }
  | { readonly kind: 'static-root' | 'media-root' | 'home' | 'storage-url' | 'ssl-redirect' | 'environment' | 'boot' }
  | { readonly kind: 'database-url'; readonly alias: string }
  | { readonly kind: 'database-part'; readonly alias: string; readonly part: UrlPart }
  | { readonly kind: 'redis-url' }
  | { readonly kind: 'redis-part'; readonly part: UrlPart }
  | { readonly kind: 'other' };

const roleOfSetting: Readonly<Record<string, Role>> = {
  SECRET_KEY: { kind: 'secret-key' },
  DEBUG: { kind: 'debug' },
  ALLOWED_HOSTS: { kind: 'hosts' },
  CSRF_TRUSTED_ORIGINS: { kind: 'csrf-origins' },
  STATIC_ROOT: { kind: 'static-root' },
  MEDIA_ROOT: { kind: 'media-root' },
  SECURE_SSL_REDIRECT: { kind: 'ssl-redirect' },
};

/** By name, where what it feeds is not plain to see. The first pattern that fits counts. */
const roleOfName: readonly (readonly [RegExp, Role])[] = [
  [/^DJANGO_(SETTINGS_MODULE|CONFIGURATION)$/, { kind: 'boot' }],
  [/^((DJANGO|APP|SITE)_)?SECRET_?KEY$/, { kind: 'secret-key' }],
  [/^((DJANGO|APP)_)?DEBUG$/, { kind: 'debug' }],
  [/^((DJANGO|APP)_)?(ALLOWED_)?HOSTS$/, { kind: 'hosts' }],
  [/^((DJANGO|APP)_)?CSRF_(TRUSTED_)?ORIGINS$/, { kind: 'csrf-origins' }],
  [/^((DJANGO|SITE|APP)_)?DOMAIN(_NAME)?$/, { kind: 'domain' }],
  [/^((DJANGO|SITE|APP)_)?DOMAIN_ALIASES$/, { kind: 'domain-aliases' }],
  [/^((DJANGO|APP)_)?STATIC_ROOT$/, { kind: 'static-root' }],
  [/^((DJANGO|APP)_)?MEDIA_ROOT$/, { kind: 'media-root' }],
  [/^((DJANGO|APP)_)?SECURE_SSL_REDIRECT$/, { kind: 'ssl-redirect' }],
  [/^(HOMEAPP|(APP|PROJECT)_HOME)$/, { kind: 'home' }],
  [/^(DEFAULT_|MEDIA_)?STORAGE_(DSN|URL)$/, { kind: 'storage-url' }],
  [/^((DJANGO|APP)_)?ENV(IRONMENT)?$|^STAGE$/, { kind: 'environment' }],
  [
    /^(REDIS_(URL|DSN)|CACHE_(URL|LOCATION)|REDIS_CACHE_URL|CELERY_(BROKER|RESULT_BACKEND)(_URL)?)$/,
    { kind: 'redis-url' },
  ],
  [/^REDIS_HOST(NAME)?$/, { kind: 'redis-part', part: 'host' }],
  [/^REDIS_PORT$/, { kind: 'redis-part', part: 'port' }],
  [/^REDIS_PASS(WORD)?$/, { kind: 'redis-part', part: 'password' }],
];

/** The role of a variable. What it feeds decides; its name decides where that is not known, or where ALLOWED_HOSTS is fed by one name. */
export function roleOf(variable: Variable): Role {
  const byName = findByName(variable);
  if (byName.kind === 'boot') return byName;
  const { feeds } = variable;
  if (feeds === null) return byName;
  // A folder or file that the key is read from feeds it too, yet is no key itself.
  if (feeds === 'SECRET_KEY' && namesPlace(variable)) return byName;
  if (feeds === 'ALLOWED_HOSTS' && byName.kind.startsWith('domain')) return byName;
  if (/^(STATIC|MEDIA)_ROOT$/.test(feeds) && byName.kind === 'home') return byName;
  return roleOfSetting[feeds] ?? findServiceRole(variable, feeds) ?? byName;
}

function namesPlace({ name, type }: Variable): boolean {
  return type === 'path' || /_(FILE|DIR|PATH|FOLDER|ROOT|LOGS?|DATA)$/.test(name);
}

function findByName(variable: Variable): Role {
  return roleOfName.find(([pattern]) => pattern.test(variable.name))?.[1] ?? findDatabaseByName(variable);
}

const partOfKey: Readonly<Record<string, UrlPart>> = {
  ENGINE: 'engine',
  NAME: 'name',
  USER: 'user',
  PASSWORD: 'password',
  HOST: 'host',
  PORT: 'port',
};

function findServiceRole({ type, name }: Variable, feeds: string): Role | undefined {
  const [setting, alias = 'default', key] = feeds.split('.');
  if (setting === 'DATABASES') {
    // POSTGRES_USER is a user, though it may also be what the name of the database falls back to.
    const part = partOfWord[partName.exec(name)?.[1] ?? ''] ?? partOfKey[key ?? ''];
    if (part) return { kind: 'database-part', alias, part };
    const isUrl = type === 'database-url' || (key === undefined && /_(URL|DSN)$/.test(name));
    return isUrl ? { kind: 'database-url', alias } : undefined;
  }
  if (setting === 'CACHES' && key === 'LOCATION' && /(URL|DSN|LOCATION|REDIS)$/.test(name))
    return { kind: 'redis-url' };
  return undefined;
}

const urlName = /^(?:(.+)_)?(?:DATABASE|DB)_(?:URL|DSN)$/;
const partName =
  /^(?:DJANGO_)?(?:POSTGRES(?:QL)?|PG|MYSQL|MARIADB|DB|DATABASE|SQL|RDS)_?(?:DB_)?(DB|DATABASE|NAME|USER|USERNAME|PASSWORD|PASS|HOST|HOSTNAME|PORT|ENGINE)$/;
const partOfWord: Readonly<Record<string, UrlPart>> = {
  ...partOfKey,
  DB: 'name',
  DATABASE: 'name',
  USERNAME: 'user',
  PASS: 'password',
  HOSTNAME: 'host',
};

/** DATABASE_URL, DEFAULT_DATABASE_DSN, POSTGRES_PASSWORD, DB_HOST, PGUSER and their like. */
function findDatabaseByName({ name, type }: Variable): Role {
  const url = urlName.exec(name);
  const prefix = url?.[1]?.toLowerCase() ?? 'default';
  const alias = /^(default|django|app)$/.test(prefix) ? 'default' : prefix;
  if (url || type === 'database-url') return { kind: 'database-url', alias: url ? alias : 'default' };
  const part = partOfWord[partName.exec(name)?.[1] ?? ''];
  return part ? { kind: 'database-part', alias: 'default', part } : { kind: 'other' };
}
