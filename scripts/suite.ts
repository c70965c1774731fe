/** One suite of tests: in, a command with a time budget; out, how long it took and what passed, failed and was skipped. */

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  /** The suite is ended and failed when it takes longer. */
  readonly budgetSeconds: number;
  /** True for suites that measure, or load the machine: they run with no other beside them. */
  readonly alone?: boolean;
  /** Why this machine cannot run it, with what to do about that; undefined when it can. */
  readonly missing?: () => Missing | undefined;
}

export interface Missing {
  readonly what: string;
  readonly enable: string;
}

export interface Result {
  readonly name: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What to print below the table: why it was skipped, or the end of its output. */
  readonly remark: string;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const logs = join('.cache', 'logs');
const running = new Set<number>();

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    for (const pid of running) endGroup(pid);
    process.exit(130);
  });
}

/** Runs suites, two side by side on a machine of two cores, those that want to be alone at the end. */
export async function runSuites(suites: readonly Suite[], lanes: number): Promise<readonly Result[]> {
  mkdirSync(logs, { recursive: true });
  const shared = suites.filter((suite) => !suite.alone);
  const results = await runLanes(shared, lanes);
  return results.concat(
    await runLanes(
      suites.filter((suite) => suite.alone),
      1,
    ),
  );
}

async function runLanes(suites: readonly Suite[], lanes: number): Promise<Result[]> {
  const queue = [...suites];
  const results: Result[] = [];
  const lane = async () => {
    for (let suite = queue.shift(); suite; suite = queue.shift()) results.push(await runSuite(suite));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

async function runSuite(suite: Suite): Promise<Result> {
  const missing = suite.missing?.();
  if (missing) return skip(suite, missing);
  const started = performance.now();
  const { code, timedOut } = await runCommand(suite);
  const seconds = (performance.now() - started) / 1000;
  const output = readFileSync(logOf(suite), 'utf8');
  const counts = readCounts(output);
  const broken = code !== 0 && counts.failed === 0 ? 1 : 0;
  const result = {
    name: suite.name,
    seconds,
    passed: counts.passed === 0 && counts.failed === 0 && code === 0 ? 1 : counts.passed,
    failed: counts.failed + broken,
    skipped: counts.skipped,
    remark: remarkOn(suite, code, timedOut, output, counts),
  };
  process.stderr.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${suite.name} ${seconds.toFixed(1)} s\n`);
  return result;
}

/** In CI everything must run: what a machine lacks there is a fault of the machine's set-up, not a reason to pass. */
function skip(suite: Suite, missing: Missing): Result {
  const strict = process.env.CI === 'true';
  process.stderr.write(`${strict ? 'FAIL' : 'skip'} ${suite.name}: ${missing.what}\n`);
  const remark = `${suite.name}: ${missing.what}. To run it: ${missing.enable}`;
  return { name: suite.name, seconds: 0, passed: 0, failed: strict ? 1 : 0, skipped: strict ? 0 : 1, remark };
}

function logOf(suite: Suite): string {
  return join(logs, `${suite.name}.log`);
}

function remarkOn(suite: Suite, code: number | null, timedOut: boolean, output: string, counts: Counts): string {
  if (code === 0 && counts.skipped === 0) return '';
  const skips = output.split('\n').filter((line) => /^(SKIP|skipped:)/i.test(line.trim()));
  if (code === 0) return [`${suite.name}: ${counts.skipped} skipped`, ...skips].join('\n');
  const end = output.trimEnd().split('\n').slice(-120).join('\n');
  const why = timedOut ? `took longer than its ${suite.budgetSeconds} s` : `ended with ${code ?? 'a signal'}`;
  return `${suite.name} ${why}; the end of ${logOf(suite)}:\n${end}`;
}

async function runCommand(suite: Suite): Promise<{ readonly code: number | null; readonly timedOut: boolean }> {
  const [program = '', ...args] = suite.command;
  const path = `${resolve('node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: '0' };
  // A group of its own, so that a suite that hangs is ended with all that it started.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
  const log = createWriteStream(logOf(suite));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    if (pid !== undefined) endGroup(pid);
  }, suite.budgetSeconds * 1000);
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => log.write(`${error.message}\n`, () => resolve(127)));
    child.on('close', resolve);
  });
  clearTimeout(timer);
  if (pid !== undefined) running.delete(pid);
  await new Promise<void>((resolve) => log.end(resolve));
  return { code, timedOut };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Reads the closing line of vitest, pytest or our own scripts: the last line that counts anything. */
export function readCounts(output: string): Counts {
  const line = output
    .split('\n')
    .filter((text) => /^\s*Tests\s+\d|^=* ?\d+ (passed|failed)/.test(text))
    .at(-1);
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line ?? '')?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed') + count('errors?'), skipped: count('skipped') };
}

/** Prints a row per suite, the remarks, and last the sum alone on its line. Returns the exit code. */
export function report(results: readonly Result[]): number {
  const width = Math.max(...results.map((result) => result.name.length));
  for (const { name, seconds, passed, failed, skipped } of results) {
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`.replace(/, 0 skipped$/, '');
    console.log(`${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${counts}`);
  }
  for (const { remark } of results) if (remark !== '') console.log(`\n${remark}`);
  const sum = (key: keyof Counts) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') === 0 ? 0 : 1;
}
