/** Functions of Python, its standard library and well-known packages: in, the dotted name and arguments; out, the result. */

import type { Place } from '../../model/problem.ts';
import { convert, requireGiven } from './conversions.ts';
import { databaseFromUrl } from './database-url.ts';
import { callMember } from './instance.ts';
import { lift } from './lift.ts';
import type { Machine } from './machine.ts';
import { callMethod, existence } from './methods.ts';
import { displayText } from './operators.ts';
import { joinPaths, parentPath } from './paths.ts';
import { declaredBy } from './reader-types.ts';
import { callReader, nameplace, readVariable } from './readers.ts';
import { refineType } from './reading.ts';
import { bool, dict, likeliest, list, none, sourceRoot, text, unknown, type Value } from './value.ts';

export interface Call {
  readonly dotted: string;
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly at: Place;
}

/** Calls something that is not part of the project. What is not known here becomes `made`, with its arguments. */
export function callExternal(machine: Machine, call: Call): Value {
  return (
    readEnvironment(machine, call) ??
    makeReader(machine, call) ??
    parseAddress(machine, call) ??
    computePath(machine, call) ??
    convert(machine, call) ?? { kind: 'made', dotted: call.dotted, args: call.args, named: call.named, at: call.at }
  );
}

function readEnvironment(machine: Machine, call: Call): Value | undefined {
  const { dotted, args, named, at } = call;
  if (/^os\.environ\.(copy|__copy__)$/.test(dotted) || dotted === 'dict') {
    const whole = dotted === 'dict' ? args[0] : ({ kind: 'external', dotted: 'os.environ', at } as const);
    if (whole?.kind === 'external' && whole.dotted === 'os.environ') return whole;
  }
  if (!/^os\.(getenv|environb?\.(get|pop|setdefault|__getitem__))$/.test(dotted)) return undefined;
  const name = likeliest(args[0] ?? named.get('key'));
  if (name.kind !== 'text') return unknown(at);
  const given = args[1] ?? named.get('default');
  if (dotted.endsWith('.setdefault')) {
    if (given !== undefined) machine.presets.set(name.text, given);
    return given ?? none(at);
  }
  const strict = dotted.endsWith('__getitem__') || (dotted.endsWith('.pop') && given === undefined);
  return readVariable(machine, {
    name: name.text,
    at: nameplace(machine, name, at),
    default: given,
    type: 'str',
    strict,
  });
}

function makeReader(machine: Machine, call: Call): Value | undefined {
  const { dotted, args, named, at } = call;
  if (/^environ\.(Env|FileAwareEnv)$/.test(dotted)) {
    return { kind: 'reader', library: 'django-environ', declared: declaredBy(named), at };
  }
  if (/^environs\.(Env|EnvCustom|FileAwareEnv)$/.test(dotted))
    return { kind: 'reader', library: 'environs', declared: new Map(), at };
  if (/^decouple\.(AutoConfig|Config)$/.test(dotted))
    return { kind: 'reader', library: 'decouple', declared: new Map(), at };
  if (dotted === 'decouple.config') {
    return callReader(machine, { library: 'decouple', declared: new Map() }, '__call__', args, named, at);
  }
  if (dotted === 'environ.Path' || dotted === 'path.Path') return pathOf(call);
  return undefined;
}

function parseAddress(machine: Machine, call: Call): Value | undefined {
  const { dotted, args, named, at } = call;
  if (dotted === 'dj_database_url.parse') return databaseFromUrl(machine, args[0] ?? named.get('url') ?? unknown(at));
  if (dotted !== 'dj_database_url.config') return undefined;
  const name = likeliest(args[0] ?? named.get('env') ?? text('DATABASE_URL', at));
  if (name.kind !== 'text') return unknown(at);
  const given = named.get('default') ?? args[1];
  const value = readVariable(machine, { name: name.text, at, default: given, type: 'database-url', strict: false });
  // Without address and default the library gives an empty dictionary; it does not raise.
  if (value.kind === 'environment' && value.assumed.kind === 'none') return { ...value, assumed: dict([], true, at) };
  return databaseFromUrl(machine, value);
}

function pathOf(call: Call): Value {
  return lift(call.args, (plain) => {
    const parts = plain.map(displayText);
    if (parts.includes(null) || plain.some((part) => part.kind === 'none')) return unknown(call.at);
    return { kind: 'path', text: joinPaths(parts.filter((part) => part !== null)), at: call.at };
  });
}

function computePath(machine: Machine, call: Call): Value | undefined {
  const { dotted, args, at } = call;
  if (/^pathlib\.(Path|PurePath|PosixPath)(\.cwd)?$/.test(dotted)) {
    requireGiven(machine, args);
    if (dotted.endsWith('.cwd')) return { kind: 'path', text: sourceRoot, at };
    for (const arg of args) if (arg.kind === 'environment') refineType(arg.readings, 'path');
    return pathOf(call);
  }
  const name = /^os\.path\.(\w+)$/.exec(dotted)?.[1];
  if (dotted === 'os.getcwd') return text(sourceRoot, at);
  if (name === undefined) return undefined;
  requireGiven(machine, args);
  return lift(args, (plain) => {
    const parts = plain.map(displayText);
    const [first] = parts;
    if (parts.includes(null) || first == null) return unknown(at);
    const known = parts.filter((part) => part !== null);
    if (name === 'join' || name === 'normpath' || name === 'abspath' || name === 'realpath')
      return text(joinPaths(known), at);
    if (name === 'dirname') return text(parentPath(first), at);
    if (name === 'basename') return text(first.slice(first.lastIndexOf('/') + 1), at);
    if (name === 'exists' || name === 'isfile' || name === 'isdir') return existence(machine, first, text(first, at));
    return name === 'expanduser' ? text(first, at) : unknown(at);
  });
}

/** Attributes of external modules whose worth is the same on every host nuages deploys to. */
export function externalAttribute(dotted: string, at: Place): Value {
  if (dotted === 'sys.argv') return list([text('gunicorn', at)], true, at);
  if (dotted === 'sys.platform') return text('linux', at);
  if (dotted === 'os.name') return text('posix', at);
  if (dotted === 'os.sep' || dotted === 'os.path.sep') return text('/', at);
  if (dotted === 'sys.version_info' || dotted === 'django.VERSION') return unknown(at);
  if (dotted === 'typing.TYPE_CHECKING') return bool(false, at);
  if (dotted === 'os.curdir') return text('.', at);
  return { kind: 'external', dotted, at };
}

/** Calls a method of an object that `evaluate` could name but not know the kind of before. */
export function callBound(machine: Machine, bound: Value & { kind: 'method' }, call: Omit<Call, 'dotted'>): Value {
  const { object, name } = bound;
  if (object.kind === 'reader') {
    return callReader(machine, object, name, call.args, call.named, call.at) ?? unknown(call.at);
  }
  if (object.kind === 'instance' || object.kind === 'class')
    return callMember(machine, object, name, call.args, call.named);
  return callMethod(machine, object, name, call.args, call.named);
}
