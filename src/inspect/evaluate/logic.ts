/** Operators that look at truth or at variables: in, an expression of `and`, `or`, `not`, `in`, `if`; out, its value. */

import type { Place } from '../../model/problem.ts';
import type { Expr } from '../syntax.ts';
import { lift } from './lift.ts';
import { demand, type Machine, within } from './machine.ts';
import { applyBinary, displayText, isMissing } from './operators.ts';
import { readVariable } from './readers.ts';
import { refineType } from './reading.ts';
import { truthOf } from './truth.ts';
import { bool, either, isCertain, likeliest, number, readingsOf, type Scope, unknown, type Value } from './value.ts';

export function evaluateBinary(machine: Machine, expr: Expr & { kind: 'binary' }, scope: Scope): Value {
  const left = machine.evaluate(expr.left, scope);
  if (expr.operator === 'and' || expr.operator === 'or') {
    return evaluateLogic(machine, expr.operator, left, () => machine.evaluate(expr.right, scope));
  }
  const right = machine.evaluate(expr.right, scope);
  const plain = likeliest(right);
  if (plain.kind === 'external' && plain.dotted === 'os.environ' && expr.operator.endsWith('in')) {
    return askPresence(machine, left, expr.operator === 'in');
  }
  // `None + 'x'` fails.
  if (expr.operator === '+')
    demand(
      machine,
      [left, right].filter(isMissing).flatMap((value) => readingsOf(value)),
    );
  return applyBinary(expr.operator, left, right);
}

/** `'X' in os.environ` asks whether a variable is set; it needs none. */
function askPresence(machine: Machine, name: Value, positive: boolean): Value {
  const plain = likeliest(name);
  if (plain.kind !== 'text' || plain.at === null) return unknown(name.at);
  const request = { name: plain.text, at: plain.at, default: undefined, type: 'str', strict: false } as const;
  const value = readVariable(machine, request);
  return value.kind === 'environment' ? { ...value, assumed: bool(!positive, name.at) } : value;
}

function evaluateLogic(machine: Machine, operator: 'and' | 'or', left: Value, right: () => Value): Value {
  const truth = truthOf(left);
  const decides = operator === 'or';
  if (truth.sure && left.kind !== 'environment') return truth.value === decides ? left : right();
  if (left.kind !== 'environment') {
    const other = within(machine, 'uncertain', right);
    if (operator === 'and' && truthOf(other).value === false && truthOf(other).sure) return other;
    return truth.value === !decides ? either([other, left]) : either([left, other]);
  }
  const absent = truth.value === false;
  const other = decides && absent ? right() : within(machine, 'uncertain', right);
  // `os.environ.get('X') or 'y'` is a default written differently.
  if (decides && absent && (other.kind === 'text' || other.kind === 'number')) {
    for (const reading of left.readings) reading.default ??= displayText(other);
  }
  const inner = other.kind === 'environment' ? other : undefined;
  const readings = [...left.readings, ...(inner?.readings ?? [])];
  if (truth.value === decides) return { ...left, readings };
  const assumed = truth.value === null ? unknown(left.at) : (inner?.assumed ?? other);
  return { ...left, readings, assumed, settled: left.settled && isCertain(other) };
}

export function evaluateUnary(operator: string, value: Value, at: Place): Value {
  if (operator !== 'not') {
    return lift([value], ([plain]) =>
      plain?.kind === 'number' ? number(operator === '-' ? -plain.value : plain.value, at) : unknown(at),
    );
  }
  return lift([value], ([plain]) => {
    const truth = plain === undefined ? null : truthOf(plain).value;
    return truth === null ? unknown(at) : bool(!truth, at);
  });
}

export function evaluateConditional(machine: Machine, expr: Expr & { kind: 'conditional' }, scope: Scope): Value {
  const test = machine.evaluate(expr.test, scope);
  const truth = truthOf(test);
  if (truth.sure) return machine.evaluate(truth.value ? expr.met : expr.otherwise, scope);
  const [first, second] = truth.value === false ? [expr.otherwise, expr.met] : [expr.met, expr.otherwise];
  const both = within(machine, 'uncertain', () => [machine.evaluate(first, scope), machine.evaluate(second, scope)]);
  if (test.kind !== 'environment') return either(both);
  noteSwitch(both, test);
  const readings = [
    ...new Set([...test.readings, ...both.flatMap((value) => (value.kind === 'environment' ? value.readings : []))]),
  ];
  const [likely] = both;
  return {
    kind: 'environment',
    readings,
    assumed: likely?.kind === 'environment' ? likely.assumed : (likely ?? unknown()),
    settled: false,
    at: test.at,
  };
}

/** `True if os.environ.get('X') else False` is a switch. */
function noteSwitch(both: readonly Value[], test: Value & { kind: 'environment' }): void {
  if (both.every((value) => value.kind === 'bool')) refineType(test.readings, 'bool');
}
