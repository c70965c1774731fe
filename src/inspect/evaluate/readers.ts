/** The libraries and calls that read environment variables: in, what is called with which arguments; out, the value read. */

import type { Place } from '../../model/problem.ts';
import type { VariableType } from '../../model/project.ts';
import { databaseFromUrl } from './database-url.ts';
import type { Machine } from './machine.ts';
import { displayText } from './operators.ts';
import { castIsSecond, implicitNames, methodTypes, typeOfCast } from './reader-types.ts';
import { isDebugName, type Reading, refineType } from './reading.ts';
import {
  bool,
  type Declared,
  dict,
  type Library,
  likeliest,
  list,
  none,
  number,
  sourceRoot,
  text,
  unknown,
  type Value,
} from './value.ts';

/** One variable to read, gathered from whatever way the code asks for it. */
export interface Request {
  readonly name: string;
  readonly at: Place;
  /** Undefined when the code gives none. */
  readonly default: Value | undefined;
  readonly type: VariableType;
  /** True when reading fails without a value and a default. */
  readonly strict: boolean;
}

/** Variables that the operating system sets: they are no input of the project. */
const systemNames = new Set([
  'PATH',
  'HOME',
  'PWD',
  'USER',
  'LANG',
  'SHELL',
  'TMPDIR',
  'HOSTNAME',
  'LOGNAME',
  'PYTHONPATH',
]);

/** Records the reading of one variable and gives its value. */
export function readVariable(machine: Machine, request: Request): Value {
  const preset = machine.presets.get(request.name);
  const given = preset ?? request.default;
  const conditional = machine.uncertain > 0 || machine.dead > 0;
  const strict = request.strict && given === undefined;
  const reading: Reading = {
    name: request.name,
    at: request.at,
    default: defaultText(given),
    type: request.type,
    required: strict && !conditional && machine.caught === 0,
    conditional,
  };
  if (!systemNames.has(request.name)) machine.readings.push(reading);
  if (given?.kind === 'bool') refineType([reading], 'bool');
  if (given?.kind === 'number') refineType([reading], 'int');
  if (given?.kind === 'list') refineType([reading], 'list');
  const debug = isDebugName(request.name);
  const told = machine.given.get(request.name);
  if (told !== undefined && !debug) {
    const assumed = convertText(told, request.type, request.at) ?? text(told, request.at);
    return { kind: 'environment', readings: [reading], assumed, settled: true, at: request.at };
  }
  const assumed = debug ? ({ kind: 'off', at: request.at } as const) : assume(given, request);
  const inner = given?.kind === 'environment' && !debug ? given.readings : [];
  return { kind: 'environment', readings: [reading, ...inner], assumed, settled: debug, at: request.at };
}

function assume(given: Value | undefined, request: Request): Value {
  if (given === undefined) return request.strict ? unknown(request.at) : none(request.at);
  const plain = given.kind === 'environment' ? given.assumed : given;
  if (plain.kind === 'text') return convertText(plain.text, request.type, request.at) ?? plain;
  return plain;
}

/** A default written as text is converted just as the variable would be. */
function convertText(content: string, type: VariableType, at: Place): Value | undefined {
  if (type === 'bool') return bool(/^(1|true|yes|on|y|t|ok)$/i.test(content.trim()), at);
  if (type === 'int' || type === 'float') return number(Number(content), at);
  if (type === 'list') {
    const pieces = content.split(',').filter((piece) => piece.trim() !== '');
    return list(
      pieces.map((piece) => text(piece.trim(), at)),
      true,
      at,
    );
  }
  if (type === 'path') return { kind: 'path', text: content, at };
  return undefined;
}

function defaultText(value: Value | undefined): string | null | undefined {
  if (value === undefined || value.kind === 'none') return undefined;
  const plain = likeliest(value);
  // A variable read in place of another's absence gives its own default.
  if (plain.kind === 'none') return undefined;
  if (plain.kind === 'list' && plain.complete) {
    const items = plain.items.map((item) => displayText(likeliest(item)));
    return items.includes(null) ? null : items.join(',');
  }
  const shown = displayText(plain);
  // A path inside the project is computed: it says nothing outside of it.
  return shown?.startsWith(sourceRoot) ? null : shown;
}

/**
 * Calls a method of a reader object (`env('X')`, `env.bool('X', default=False)`, `config('X', cast=int)`).
 * Undefined when the method reads nothing.
 */
export function callReader(
  machine: Machine,
  reader: { readonly library: Library; readonly declared: ReadonlyMap<string, Declared> },
  method: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
  at: Place,
): Value | undefined {
  const type = methodTypes[method];
  if (type === undefined) return undefined;
  const given = likeliest(args[0] ?? named.get('var') ?? named.get('name') ?? named.get('option'));
  const implicit = args.length === 0 ? implicitNames[method] : undefined;
  const plainName = given.kind === 'text' ? given.text : implicit;
  if (plainName === undefined) return undefined;
  const name = given.kind === 'text' ? machine.prefix + plainName : plainName;
  const declared = reader.declared.get(plainName);
  const cast = named.get('cast') ?? (castIsSecond(reader.library, method) ? args[1] : undefined) ?? declared?.type;
  const request: Request = {
    name,
    at: nameplace(machine, given, at),
    default:
      stated(named.get('default') ?? args[castIsSecond(reader.library, method) ? 2 : 1]) ??
      declared?.default ??
      undefined,
    type: type === 'str' ? typeOfCast(cast) : type,
    strict: true,
  };
  return finish(readVariable(machine, request), request.type, cast, machine);
}

/** The libraries' own marks for "no default". */
function stated(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  return value.kind === 'external' && /(NOTSET|NoValue|undefined|missing)$/i.test(value.dotted) ? undefined : value;
}

/** The place of a reading: inside a wrapper function, where the name was written. */
export function nameplace(machine: Machine, name: Value, at: Place): Place {
  return machine.depth > 0 && name.at !== null ? name.at : at;
}

/** What a database or cache address expands to; other types are what was read. */
function finish(value: Value, type: VariableType, cast: Value | null | undefined, machine: Machine): Value {
  if (type === 'database-url') return databaseFromUrl(machine, value);
  if (type === 'cache-url') return cacheFromUrl(value);
  if (type === 'email-url' && value.kind === 'environment') {
    return { ...value, assumed: dict([], false, value.at) };
  }
  if (cast?.kind === 'function') return machine.call(cast, [value], new Map());
  return value;
}

const cacheBackends: Readonly<Record<string, string>> = {
  locmem: 'django.core.cache.backends.locmem.LocMemCache',
  locmemcache: 'django.core.cache.backends.locmem.LocMemCache',
  dummycache: 'django.core.cache.backends.dummy.DummyCache',
  dbcache: 'django.core.cache.backends.db.DatabaseCache',
  filecache: 'django.core.cache.backends.filebased.FileBasedCache',
  redis: 'django.core.cache.backends.redis.RedisCache',
  rediss: 'django.core.cache.backends.redis.RedisCache',
  rediscache: 'django.core.cache.backends.redis.RedisCache',
  memcache: 'django.core.cache.backends.memcached.PyMemcacheCache',
  pymemcache: 'django.core.cache.backends.memcached.PyMemcacheCache',
};

function cacheFromUrl(value: Value): Value {
  if (value.kind !== 'environment') return unknown(value.at);
  const plain = likeliest(value);
  const scheme = plain.kind === 'text' ? /^[a-z0-9+]+/i.exec(plain.text)?.[0] : undefined;
  const backend = scheme === undefined ? undefined : cacheBackends[scheme];
  const entries: [string, Value][] = [['BACKEND', backend === undefined ? unknown(value.at) : text(backend, value.at)]];
  return { ...value, assumed: dict(entries, false, value.at) };
}
