/** The environment contract: in, all readings of an evaluation and the settings in force; out, one entry per variable. */

import type { Variable } from '../model/project.ts';
import type { Reading } from './evaluate/reading.ts';
import { likeliest, readingsOf, type Value } from './evaluate/value.ts';

const secretName =
  /(^|_)(SECRET|SECRETS|PASSWORD|PASSWD|PASS|PWD|TOKEN|DSN|CREDENTIALS?|PRIVATE|SALT|PEPPER|API_?KEY|ACCESS_KEY|AUTH_KEY|SIGNING_KEY|ENCRYPTION_KEY|HASHKEY|KEY)(_|$|\d)/i;
const notSecret =
  /(KEY_ID|KEY_NAME|KEY_PREFIX|PUBLIC_KEY|PUBLISHABLE_KEY|SITE_?KEY|\w+_PATH|\w+_FILE|\w+_DIR|_MIN_|_LENGTH|_TTL|_TIMEOUT|_EXPIR\w*|_LIFETIME|_AGE|_HEADER|_URL_NAME)$/i;
const addressName =
  /(^|_)(DATABASE|DB|REDIS|BROKER|CACHE|EMAIL|AMQP|RABBITMQ|CLOUDAMQP|MONGO|MONGODB|ELASTICSEARCH|CELERY_BROKER|RESULT_BACKEND|STORAGE|SMTP|POSTGRES|MYSQL|CHANNELS?)(_\w+)?_(URL|URI|DSN)$|^(CELERY_BROKER_URL|CELERY_RESULT_BACKEND)$/i;

/** True for a variable whose value must never be shown, told by its name and type. */
export function isSecretName(name: string, type: Variable['type'] = 'str'): boolean {
  if (type === 'path' || type === 'bool' || type === 'int' || type === 'float') return false;
  if (type === 'database-url' || type === 'cache-url' || type === 'email-url') return true;
  if (addressName.test(name)) return true;
  return secretName.test(name) && !notSecret.test(name);
}

/** A default that may be shown although the variable is secret: nothing, or an address without a password. */
function isHarmless(value: string | null): boolean {
  return value === null || value === '' || /^[a-z][a-z0-9+.-]*:\/\/(?![^/@\s]*:[^/@\s]+@)\S*$/i.test(value);
}

/** The order in which settings are asked what feeds them: Django's own, and those that matter most, first. */
const knownSettings = [
  'SECRET_KEY',
  'DEBUG',
  'ALLOWED_HOSTS',
  'CSRF_TRUSTED_ORIGINS',
  'DATABASES',
  'CACHES',
  'STATIC_ROOT',
  'STATIC_URL',
  'MEDIA_ROOT',
  'MEDIA_URL',
  'EMAIL_HOST',
  'EMAIL_HOST_PASSWORD',
  'EMAIL_HOST_USER',
  'STORAGES',
];

/** Merges the readings of each variable. Sorted by the place of the first reading. */
export function makeContract(readings: readonly Reading[], names: ReadonlyMap<string, Value>): readonly Variable[] {
  const feeds = feedsOf(names);
  const emptyKey = emptyKeyOf(names.get('SECRET_KEY'));
  const groups = new Map<string, Reading[]>();
  for (const reading of readings) {
    if (reading.name === 'DJANGO_SETTINGS_MODULE' || reading.name === '') continue;
    groups.set(reading.name, [...(groups.get(reading.name) ?? []), reading]);
  }
  const contract = [...groups].flatMap(([name, group]) => {
    const [first] = group;
    return first === undefined ? [] : [makeVariable(name, first, group, feeds, emptyKey)];
  });
  return contract.map((variable) => askForValue(variable, contract));
}

/** Where NAME or a file named by NAME_FILE will do, the value itself is asked for: nuages hands secrets over by their names. */
function askForValue(variable: Variable, contract: readonly Variable[]): Variable {
  const twin = (name: string): Variable | undefined => contract.find((other) => other.name === name);
  if (variable.name.endsWith('_FILE') && twin(variable.name.slice(0, -5))) return { ...variable, required: false };
  const isNeeded = twin(`${variable.name}_FILE`)?.required ?? false;
  return isNeeded && !variable.required ? { ...variable, required: true, default: null } : variable;
}

/** The variable whose absence leaves SECRET_KEY empty. */
function emptyKeyOf(value: Value | undefined): string | undefined {
  const plain = likeliest(value);
  const empty = plain.kind === 'none' || (plain.kind === 'text' && plain.text === '');
  return value !== undefined && empty ? readingsOf(value)[0]?.name : undefined;
}

function makeVariable(
  name: string,
  first: Reading,
  group: readonly Reading[],
  feeds: ReadonlyMap<string, string>,
  emptyKeyReading: string | undefined,
): Variable {
  const needed = group.find((reading) => reading.required);
  const stated = group.filter((reading) => reading.default !== undefined);
  const given = stated.find((reading) => !reading.conditional) ?? stated[0];
  const type = group.find((reading) => reading.type !== 'str')?.type ?? 'str';
  const fed = feeds.get(name) ?? null;
  const emptyKey = fed === 'SECRET_KEY' && emptyKeyReading === name;
  const separator = group.find((reading) => reading.separator !== undefined)?.separator;
  const trueWord = group.find((reading) => reading.trueWord !== undefined)?.trueWord;
  const required = needed !== undefined || emptyKey;
  const secret = isSecretName(name, type);
  const shown = given?.default ?? null;
  return {
    name,
    // Django refuses to work with an empty SECRET_KEY, whoever reads it first.
    required,
    default: required || (secret && !isHarmless(shown)) ? null : shown,
    type,
    secret,
    at: (needed ?? first).at,
    feeds: fed,
    ...(separator === undefined ? {} : { separator }),
    ...(trueWord === undefined ? {} : { trueWord }),
  };
}

/** For each variable the first setting that it reaches, entries of dictionaries by their path. */
function feedsOf(names: ReadonlyMap<string, Value>): ReadonlyMap<string, string> {
  const feeds = new Map<string, string>();
  const settings = [...names.keys()].filter((name) => /^[A-Z][A-Z0-9_]*$/.test(name));
  const ordered = [...knownSettings.filter((name) => names.has(name)), ...settings];
  for (const name of ordered) follow(names.get(name), name, feeds, 0);
  return feeds;
}

function follow(value: Value | undefined, path: string, feeds: Map<string, string>, depth: number): void {
  if (value === undefined || depth > 6) return;
  if (value.kind === 'dict') {
    for (const [key, inner] of value.entries) follow(inner, `${path}.${key}`, feeds, depth + 1);
    return;
  }
  if (value.kind === 'either') {
    for (const option of value.options) follow(option, path, feeds, depth + 1);
    return;
  }
  // Entries set on top of what an address gave have sources of their own.
  if (value.kind === 'environment' && value.assumed.kind === 'dict') {
    for (const reading of value.readings) if (!feeds.has(reading.name)) feeds.set(reading.name, path);
    follow(value.assumed, path, feeds, depth + 1);
    return;
  }
  for (const reading of readingsOf(value)) {
    // A variable that names a file feeds a setting that is a place, not what was read from the file.
    const fits = reading.type !== 'path' || /ROOT|DIR|PATH|FILE|NAME|LOCATION/.test(path);
    if (fits && !feeds.has(reading.name)) feeds.set(reading.name, path);
  }
}
