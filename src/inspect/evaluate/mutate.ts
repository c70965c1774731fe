/** Changes to values in place, as settings do with `+=`, `.append(..)` and `D['a']['b'] = ..`: in, the old value; out, the new one. */

import { lift } from './lift.ts';
import { withEntry } from './methods.ts';
import { mergeDicts, spread } from './operators.ts';
import { dict, either, likeliest, list, unknown, type Value } from './value.ts';

export const mutatingMethods: ReadonlySet<string> = new Set([
  'append',
  'insert',
  'extend',
  'remove',
  'update',
  'setdefault',
  'pop',
  'add',
]);

/** The value of an object after a mutating method was called on it. */
export function mutate(
  object: Value,
  method: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  if (object.kind === 'either' || object.kind === 'environment') {
    return lift([object], ([plain]) => mutate(plain ?? unknown(), method, args, named));
  }
  if (object.kind === 'list') return mutateList(object, method, args);
  if (object.kind === 'dict') return mutateDict(object, method, args, named);
  return object;
}

function mutateList(object: Value & { kind: 'list' }, method: string, args: readonly Value[]): Value {
  const { items, complete, at } = object;
  const [first, second] = args;
  if (first === undefined) return method === 'pop' ? list(items.slice(0, -1), complete, at) : object;
  switch (method) {
    case 'append':
    case 'add':
      return list([...items, first], complete, at);
    case 'insert': {
      const index = likeliest(first);
      const place = index.kind === 'number' ? index.value : items.length;
      return second === undefined ? object : list(items.toSpliced(place, 0, second), complete, at);
    }
    case 'extend':
    case 'update': {
      const added = likeliest(first);
      const whole = first.kind !== 'environment' && added.kind === 'list' && added.complete;
      return list([...items, ...spread(first)], complete && whole, at);
    }
    case 'remove': {
      const gone = likeliest(first);
      return gone.kind === 'text'
        ? list(
            items.filter((item) => item.kind !== 'text' || item.text !== gone.text),
            complete,
            at,
          )
        : object;
    }
    default:
      return list(items, false, at);
  }
}

function mutateDict(
  object: Value & { kind: 'dict' },
  method: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  const [first, second] = args;
  if (method === 'update') {
    const base = first === undefined ? object : updateDict(object, first);
    return base.kind === 'dict' ? dict(new Map([...base.entries, ...named]), base.complete, base.at) : base;
  }
  if (first?.kind !== 'text') return object;
  if (method === 'setdefault')
    return object.entries.has(first.text) || !second ? object : withEntry(object, first.text, second);
  if (method !== 'pop') return object;
  return dict(
    [...object.entries].filter(([key]) => key !== first.text),
    object.complete,
    object.at,
  );
}

/** `old.update(new)`. What comes from the environment may bring nothing: each of its keys is then an alternative. */
export function updateDict(object: Value & { kind: 'dict' }, added: Value): Value {
  if (added.kind === 'dict') return mergeDicts(object, added);
  if (added.kind === 'either') return either(added.options.map((option) => updateDict(object, option)));
  if (added.kind !== 'environment') return dict(object.entries, false, object.at);
  const inner = likeliest(added);
  const brought = inner.kind === 'dict' ? inner.entries : new Map<string, Value>();
  const entries = new Map(object.entries);
  for (const [key, value] of brought) entries.set(key, { ...added, assumed: value });
  const engine = object.entries.get('ENGINE');
  // A database address that is not set leaves the dictionary as it was.
  if (engine !== undefined && !brought.has('ENGINE')) {
    entries.set('ENGINE', either([engine, { ...added, assumed: unknown(added.at) }]));
  }
  return dict(entries, false, object.at);
}

/** A copy of `object` with the item at the path of `keys` replaced. */
export function setPath(object: Value, keys: readonly Value[], value: Value): Value {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (object.kind === 'environment' || object.kind === 'either') {
    return lift([object], ([plain]) => setPath(plain ?? unknown(), keys, value));
  }
  const plainKey = likeliest(key);
  if (object.kind === 'dict' || object.kind === 'unknown') {
    if (plainKey.kind !== 'text') return object.kind === 'dict' ? dict(object.entries, false, object.at) : object;
    const whole =
      object.kind === 'dict' ? object : ({ kind: 'dict', entries: new Map(), complete: false, at: object.at } as const);
    return withEntry(whole, plainKey.text, setPath(whole.entries.get(plainKey.text) ?? unknown(), rest, value));
  }
  if (object.kind === 'list' && plainKey.kind === 'number') {
    const index = plainKey.value < 0 ? object.items.length + plainKey.value : plainKey.value;
    const old = object.items[index];
    return old === undefined
      ? object
      : list(object.items.with(index, setPath(old, rest, value)), object.complete, object.at);
  }
  return object;
}
