/** Comprehensions and the names they bind: in, `[x for x in xs]`; out, the list or dictionary as far as known. */

import type { Place } from '../../model/problem.ts';
import type { Expr } from '../syntax.ts';
import { lift } from './lift.ts';
import type { Machine } from './machine.ts';
import { displayText } from './operators.ts';
import { refineType } from './reading.ts';
import { truthOf } from './truth.ts';
import { dict, likeliest, list, type Scope, unknown, type Value } from './value.ts';

const mostRounds = 200;

export function evaluateComprehension(
  machine: Machine,
  expr: Expr & { kind: 'comprehension' },
  scope: Scope,
  at: Place,
): Value {
  const over = machine.evaluate(expr.over, scope);
  if (over.kind === 'environment') refineType(over.readings, 'list');
  return lift([over], ([plain]) => {
    if (plain?.kind === 'off') return list([], true, at);
    if (plain?.kind !== 'list' || plain.items.length > mostRounds) return unknown(at);
    const items: Value[] = [];
    const entries = new Map<string, Value>();
    let complete = plain.complete;
    for (const item of plain.items) {
      const inner: Scope = { names: new Map(), parent: scope, module: scope.module };
      assignName(expr.target, item, inner);
      const kept = expr.tests.map((test) => truthOf(machine.evaluate(test, inner)).value);
      if (kept.includes(false)) continue;
      if (kept.includes(null)) complete = false;
      const element = machine.evaluate(expr.element, inner);
      const key = displayText(likeliest(element));
      if (expr.value === null) items.push(element);
      else if (key !== null) entries.set(key, machine.evaluate(expr.value, inner));
    }
    return expr.form === 'dict' ? dict(entries, complete, at) : list(items, complete, at);
  });
}

/** Gives a name, or each name of a tuple, its value. */
export function assignName(target: Expr, value: Value, scope: Scope): void {
  if (target.kind === 'name') scope.names.set(target.name, value);
  if (target.kind !== 'sequence') return;
  const plain = likeliest(value);
  for (const [index, part] of target.items.entries()) {
    const item = plain.kind === 'list' && plain.complete ? plain.items[index] : undefined;
    assignName(
      part,
      item ?? (value.kind === 'environment' ? { ...value, assumed: unknown(value.at) } : unknown(value.at)),
      scope,
    );
  }
}
