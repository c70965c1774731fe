/** Objects of the project's own classes: in, a class, an object or a member's name; out, the object, or the member bound to it. */

import type { Place } from '../../model/problem.ts';
import type { Expr } from '../syntax.ts';
import { classMember } from './classes.ts';
import type { Machine } from './machine.ts';
import { either, unknown, type Value } from './value.ts';

type ClassValue = Value & { readonly kind: 'class' };
type Instance = Value & { readonly kind: 'instance' };

/** Makes the object and lets its `__init__` fill in the fields. */
export function makeInstance(
  machine: Machine,
  of: ClassValue,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  const object: Instance = { kind: 'instance', of, fields: new Map(), at: of.at };
  const init = classMember(of, '__init__');
  if (init !== undefined) machine.call(init, [object, ...args], named);
  return object;
}

/** `self.name = value`. Where the line may not be run, the old value stays possible. */
export function setField(machine: Machine, { fields }: Instance, name: string, value: Value): void {
  const old = fields.get(name);
  if (machine.dead > 0) return;
  fields.set(name, machine.uncertain > 0 && old !== undefined ? either([old, value]) : value);
}

/** `object.name`: a field, else a member of the class; a property is computed, a method bound. */
export function memberOf(machine: Machine, object: Instance | ClassValue, name: string, at: Place): Value {
  const own = object.kind === 'instance' ? object.fields.get(name) : undefined;
  if (own !== undefined) return own;
  const of = object.kind === 'instance' ? object.of : object;
  const member = classMember(of, name);
  if (member?.kind !== 'function') return member ?? unknown(at);
  const decorators = member.definition.decorators.flatMap(namesIn);
  if (decorators.includes('staticmethod')) return member;
  if (decorators.includes('classmethod')) return { kind: 'method', object: of, name, at };
  if (object.kind === 'class') return member;
  if (decorators.some((word) => /^(cached_)?property$/.test(word))) return machine.call(member, [object], new Map());
  return { kind: 'method', object, name, at };
}

/** Calls a method with the object, or the class, as its first argument. */
export function callMember(
  machine: Machine,
  object: Instance | ClassValue,
  name: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  const member = classMember(object.kind === 'instance' ? object.of : object, name);
  return member === undefined ? unknown(object.at) : machine.call(member, [object, ...args], named);
}

/** A decorator is kept as its parts: `@`, a name, a dot, another name. */
function namesIn(expr: Expr): readonly string[] {
  if (expr.kind === 'other') return expr.parts.flatMap(namesIn);
  return expr.kind === 'name' || expr.kind === 'attribute' ? [expr.name] : [];
}
