/** Classes of the project: in, a class and a member's name; out, the member, its own or inherited. */

import type { Value } from './value.ts';

/** Looks a member up in the class and then its bases, from left to right. */
export function classMember(value: Value & { kind: 'class' }, name: string, depth = 0): Value | undefined {
  const own = value.members.get(name);
  if (own !== undefined || depth > 20) return own;
  for (const base of value.bases) {
    const found = base.kind === 'class' ? classMember(base, name, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All members, inherited ones first overridden by nearer ones. */
export function allMembers(value: Value & { kind: 'class' }, depth = 0): ReadonlyMap<string, Value> {
  const members = new Map<string, Value>();
  if (depth > 20) return members;
  for (const base of [...value.bases].reverse()) {
    if (base.kind === 'class') for (const [name, member] of allMembers(base, depth + 1)) members.set(name, member);
  }
  for (const [name, member] of value.members) members.set(name, member);
  return members;
}

/** The dotted names of the outside classes that a class descends from. */
export function externalBases(value: Value, depth = 0): readonly string[] {
  if (value.kind === 'external') return [value.dotted];
  if (value.kind !== 'class' || depth > 20) return [];
  return value.bases.flatMap((base) => externalBases(base, depth + 1));
}
