/** `npm run bench`: in, this checkout, packed and installed as users get it; out, a table of what was promised and what was measured. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compareHelp, comparePlan, compareUp } from '../bench/comparisons.ts';
import { type Comparison, median, ratioOf } from '../bench/measure.ts';
import { installPackage } from './package.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nuages-bench-'));
try {
  installPackage(scratch);
  const launcher = join(scratch, 'node_modules', 'nuages', 'bin', 'nuages.js');
  const polls = resolve('examples', 'polls');
  const measured = [compareHelp(launcher), comparePlan(launcher, scratch), await compareUp(launcher, scratch, polls)];
  printTable(measured);
  keep(measured);
  process.exitCode = measured.every((comparison) => ratioOf(comparison) <= comparison.limit) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function printTable(comparisons: readonly Comparison[]): void {
  console.log('| what | reference | subject | ratio | at most | |\n|---|---|---|---|---|---|');
  for (const comparison of comparisons) {
    const reference = median(comparison.samples.map((sample) => sample.reference)).toFixed(0);
    const subject = median(comparison.samples.map((sample) => sample.subject)).toFixed(0);
    const ratio = ratioOf(comparison);
    const kept = ratio <= comparison.limit ? 'kept' : 'BROKEN';
    const cells = [
      comparison.title,
      `${comparison.reference} ${reference} ms`,
      `${comparison.subject} ${subject} ms`,
      ratio.toFixed(2),
      comparison.limit,
      kept,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** The raw samples, for whoever wants to compare two versions. */
function keep(comparisons: readonly Comparison[]): void {
  mkdirSync(join('bench', 'results'), { recursive: true });
  const at = new Date().toISOString();
  const machine = { node: process.version, platform: process.platform, cores: cpus().length, model: cpus()[0]?.model };
  const path = join('bench', 'results', `${at.replaceAll(':', '')}.json`);
  writeFileSync(path, `${JSON.stringify({ at, machine, comparisons }, null, 2)}\n`);
  console.log(`\nMedians; a ratio is the median of the ratios of single rounds. All samples: ${path}`);
}
