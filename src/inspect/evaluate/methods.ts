/** Methods of Python's built-in types: in, an object and arguments; out, the result without changing the object. */

import { lift } from './lift.ts';
import { demand, type Machine } from './machine.ts';
import { displayText, isMissing } from './operators.ts';
import { insideSource, joinPaths, parentPath } from './paths.ts';
import { type Reading, refineType } from './reading.ts';
import { bool, dict, likeliest, list, text, unknown, type Value } from './value.ts';

type Named = ReadonlyMap<string, Value>;

/** Calls a method that leaves its object as it is. Mutating ones (`append`, `update`) are statements, see `mutate.ts`. */
export function callMethod(machine: Machine, object: Value, name: string, args: readonly Value[], named: Named): Value {
  if (isMissing(object) && object.kind === 'environment') demand(machine, object.readings);
  if (object.kind === 'environment' && /^r?split(lines)?$/.test(name)) {
    refineType(object.readings, 'list');
    noteSeparator(object.readings, name === 'splitlines' ? '\n' : plainSeparator(args));
  }
  return lift([object, ...args], ([plain, ...rest]) => callPlain(machine, plain ?? unknown(), name, rest, named));
}

function plainSeparator(args: readonly Value[]): string {
  const [first] = args;
  return first?.kind === 'text' ? first.text : ' ';
}

function noteSeparator(readings: readonly Reading[], separator: string): void {
  if (separator !== ',') for (const reading of readings) reading.separator ??= separator;
}

function callPlain(machine: Machine, object: Value, name: string, args: readonly Value[], named: Named): Value {
  if (object.kind === 'off') return name.endsWith('split') ? list([], true, object.at) : object;
  if (object.kind === 'text') return textMethod(object.text, name, args, named, object);
  if (object.kind === 'path') return pathMethod(machine, object.text, name, args, object);
  if (object.kind === 'dict') return dictMethod(object, name, args);
  if (object.kind === 'list' && name === 'copy') return object;
  if (object.kind === 'list' && name === 'index') return unknown(object.at);
  return unknown(object.at);
}

function textMethod(content: string, name: string, args: readonly Value[], named: Named, origin: Value): Value {
  const at = origin.at;
  const [first] = args.map((arg) => (arg.kind === 'text' ? arg.text : undefined));
  switch (name) {
    case 'lower':
    case 'casefold':
      return text(content.toLowerCase(), at);
    case 'upper':
      return text(content.toUpperCase(), at);
    case 'title':
    case 'capitalize':
      return text(content.slice(0, 1).toUpperCase() + content.slice(1).toLowerCase(), at);
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return text(strip(content, name, first), at);
    case 'split':
    case 'rsplit':
      if (args.length > 0 && (first === undefined || first === '')) return unknown(at);
      return list(
        splitText(content, first).map((piece) => text(piece, at)),
        true,
        at,
      );
    case 'splitlines':
      return list(
        content.split(/\r?\n/).map((piece) => text(piece, at)),
        true,
        at,
      );
    default:
      return composeText(content, name, args, named, origin);
  }
}

function composeText(content: string, name: string, args: readonly Value[], named: Named, origin: Value): Value {
  const at = origin.at;
  const [first, second] = args.map((arg) => (arg.kind === 'text' ? arg.text : undefined));
  switch (name) {
    case 'join':
      return joinText(content, args[0], origin);
    case 'replace':
      return first === undefined || second === undefined ? unknown(at) : text(content.replaceAll(first, second), at);
    case 'startswith':
      return first === undefined ? unknown(at) : bool(content.startsWith(first), at);
    case 'endswith':
      return first === undefined ? unknown(at) : bool(content.endsWith(first), at);
    case 'format':
      return formatText(content, args, named, origin);
    case 'encode':
    case 'decode':
      return origin;
    default:
      return unknown(at);
  }
}

function splitText(content: string, separator: string | undefined): readonly string[] {
  return separator === undefined ? content.split(/\s+/).filter((piece) => piece !== '') : content.split(separator);
}

function strip(content: string, name: string, characters: string | undefined): string {
  const drop = (character: string | undefined): boolean =>
    character !== undefined && (characters === undefined ? /\s/.test(character) : characters.includes(character));
  let from = 0;
  let to = content.length;
  while (name !== 'rstrip' && from < to && drop(content[from])) from += 1;
  while (name !== 'lstrip' && to > from && drop(content[to - 1])) to -= 1;
  return content.slice(from, to);
}

function joinText(separator: string, items: Value | undefined, origin: Value): Value {
  if (items?.kind !== 'list' || !items.complete) return unknown(origin.at);
  return lift(items.items, (plain) => {
    const pieces = plain.map(displayText);
    return pieces.includes(null) ? unknown(origin.at) : text(pieces.join(separator), origin.at);
  });
}

function formatText(template: string, args: readonly Value[], named: Named, origin: Value): Value {
  let next = 0;
  let known = true;
  const result = template.replace(/\{\{|\}\}|\{(\w*)(?:[!:][^}]*)?\}/g, (whole: string, name?: string) => {
    if (whole === '{{' || whole === '}}') return whole.slice(1);
    const value = name === '' ? args[next++] : (named.get(name ?? '') ?? args[Number(name)]);
    const shown = value === undefined ? null : displayText(likeliest(value));
    if (shown === null) known = false;
    return shown ?? '';
  });
  return known ? text(result, origin.at) : unknown(origin.at);
}

function pathMethod(machine: Machine, path: string, name: string, args: readonly Value[], origin: Value): Value {
  const at = origin.at;
  const [first] = args.map((arg) => (arg.kind === 'text' || arg.kind === 'path' ? arg.text : undefined));
  switch (name) {
    case 'joinpath':
    case 'path':
    case '__call__': {
      const parts = args.map(displayText);
      return parts.includes(null)
        ? unknown(at)
        : { kind: 'path', text: joinPaths([path, ...parts.filter((part) => part !== null)]), at };
    }
    case 'with_name':
      return first === undefined ? unknown(at) : { kind: 'path', text: joinPaths([parentPath(path), first]), at };
    case 'as_posix':
    case '__str__':
      return text(path, at);
    case 'resolve':
    case 'absolute':
    case 'expanduser':
    case 'dirname':
      return name === 'dirname' ? { kind: 'path', text: parentPath(path), at } : origin;
    case 'exists':
    case 'is_file':
    case 'is_dir':
      return existence(machine, path, origin);
    default:
      return unknown(at);
  }
}

/** Whether a path of the project exists. What is not in the source may yet be there in production. */
export function existence(machine: Machine, path: string, origin: Value): Value {
  const inside = insideSource(path);
  return inside !== null && machine.source.has(inside) ? bool(true, origin.at) : unknown(origin.at);
}

function dictMethod(object: Value & { kind: 'dict' }, name: string, args: readonly Value[]): Value {
  const [key, otherwise] = args;
  const at = object.at;
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault': {
      if (key?.kind !== 'text') return unknown(at);
      const found = object.entries.get(key.text);
      return found ?? (object.complete ? (otherwise ?? { kind: 'none', at }) : unknown(at));
    }
    case 'copy':
      return object;
    case 'keys':
      return list(
        [...object.entries.keys()].map((entry) => text(entry, at)),
        object.complete,
        at,
      );
    case 'values':
      return list([...object.entries.values()], object.complete, at);
    case 'items':
      return list(
        [...object.entries].map(([entry, value]) => list([text(entry, at), value])),
        object.complete,
        at,
      );
    default:
      return unknown(at);
  }
}

/** A copy of a dictionary with one more entry. */
export function withEntry(object: Value & { kind: 'dict' }, key: string, value: Value): Value {
  return dict(new Map([...object.entries, [key, value]]), object.complete, object.at);
}
