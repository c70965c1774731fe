/** Measuring side by side: in, two ways that are compared; out, the median of each and the median of the ratios of single rounds. */

import { spawnSync } from 'node:child_process';

/** What is promised: `subject` takes at most `limit` times as long as `reference`. */
export interface Comparison {
  readonly title: string;
  readonly reference: string;
  readonly subject: string;
  readonly limit: number;
  /** Milliseconds of each round. */
  readonly samples: readonly { readonly reference: number; readonly subject: number }[];
}

export interface Ways {
  readonly reference: () => number;
  readonly subject: () => number;
}

/**
 * Runs both ways in each round, in changing order, so that what slows the machine down for a while slows both down.
 * A first round that warms the file cache is not counted.
 */
export function compare(ways: Ways, rounds: number): Comparison['samples'] {
  const samples: { reference: number; subject: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % 2 === 0 ? ways.reference() : undefined;
    const subject = ways.subject();
    const reference = first ?? ways.reference();
    if (round > 0) samples.push({ reference, subject });
  }
  return samples;
}

/** Milliseconds that a program takes from start to end; a failure of it is an error. */
export function timeCommand(program: string, args: readonly string[], cwd?: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const elapsed = performance.now() - started;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return elapsed;
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Median of the ratios, each of one round. */
export function ratioOf(comparison: Comparison): number {
  return median(comparison.samples.map((sample) => sample.subject / sample.reference));
}
