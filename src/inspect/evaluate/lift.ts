/** Applies an operation on plain values to values from the environment and to alternatives. */

import type { Reading } from './reading.ts';
import { either, readingsOf, type Value } from './value.ts';

/**
 * Applies `operate` to plain values. Alternatives give the alternatives of the results (first operand that has them),
 * a value from the environment gives one from the environment again, with the result of its assumed value.
 */
export function lift(operands: readonly Value[], operate: (plain: readonly Value[]) => Value): Value {
  const index = operands.findIndex((operand) => operand.kind === 'either');
  const choice = operands[index];
  if (choice?.kind === 'either') {
    return either(
      choice.options.map((option) => lift(operands.with(index, option), operate)),
      choice.at,
    );
  }
  const sources = operands.filter((operand) => operand.kind === 'environment');
  if (sources.length === 0) return operate(operands);
  const plain = operands.map((operand) => (operand.kind === 'environment' ? operand.assumed : operand));
  return {
    kind: 'environment',
    readings: [...new Set(operands.flatMap(ownReadings))],
    assumed: lift(plain, operate),
    settled: sources.every((operand) => operand.settled),
    at: sources[0]?.at ?? null,
  };
}

/** The variables of a list that meets another value stay known; those of a dictionary belong to its entries. */
function ownReadings(operand: Value): readonly Reading[] {
  return operand.kind === 'environment' || operand.kind === 'list' ? readingsOf(operand) : [];
}

/** A value that a condition on variables led to: it comes from these variables too. */
export function derive(value: Value, test: Value & { kind: 'environment' }): Value {
  if (/^(function|lambda|class|instance|module|reader)$/.test(value.kind)) return value;
  const inner = value.kind === 'environment' ? value : undefined;
  const readings = [...new Set([...(inner?.readings ?? []), ...test.readings])];
  const settled = test.settled && (inner?.settled ?? true);
  return { kind: 'environment', readings, assumed: inner?.assumed ?? value, settled, at: value.at };
}
