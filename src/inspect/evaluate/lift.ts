/** Applies an operation on plain values to values from the environment and to alternatives. */

import { either, type Value } from './value.ts';

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
    readings: [...new Set(sources.flatMap((operand) => operand.readings))],
    assumed: lift(plain, operate),
    settled: sources.every((operand) => operand.settled),
    at: sources[0]?.at ?? null,
  };
}
