/** Tests of the Python side: in, runtime/tests/matrix.json and the Pythons here; out, pytest on every row and the sum. */

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** One combination of versions that the runtime is tested with. */
interface Row {
  readonly name: string;
  readonly python: string;
  readonly packages: readonly string[];
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const environments = resolve('.cache', 'runtime-venvs');

/** The interpreter of a version (`3.12`): on PATH, or among those of pyenv, with the modules that an environment needs. */
function findPython(version: string): string | undefined {
  const pyenv = join(homedir(), '.pyenv', 'versions');
  const own = existsSync(pyenv) ? readdirSync(pyenv).filter((name) => name.startsWith(`${version}.`)) : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...own.map((name) => join(pyenv, name, 'bin'))];
  return folders.map((folder) => join(folder, `python${version}`)).find((path) => existsSync(path) && canMake(path));
}

/** A pyenv shim exists for versions that are not selected, and Debian ships Python without venv: so it is tried. */
function canMake(python: string): boolean {
  return spawnSync(python, ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status === 0;
}

/** Runs a program to its end; its output comes as one text. */
function run(program: string, args: readonly string[]): Promise<{ readonly status: number; readonly output: string }> {
  return new Promise((settle) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.on('error', (error) => settle({ status: 127, output: error.message }));
    child.on('close', (status) => settle({ status: status ?? 1, output }));
  });
}

/** Makes the row's environment, or takes the one that was made from the same pins by the same interpreter. */
async function makeEnvironment(row: Row, python: string): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([row, python]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(environments, `${row.name}-${key}`);
  if (existsSync(join(folder, 'complete'))) return folder;
  mkdirSync(environments, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  for (const [program, args] of [
    [python, ['-m', 'venv', folder]],
    [join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...row.packages]],
  ] as const) {
    const { status, output } = await run(program, args);
    if (status !== 0) throw new Error(`${row.name}: ${program} failed\n${output}`);
  }
  mkdirSync(join(folder, 'making'));
  renameSync(join(folder, 'making'), join(folder, 'complete'));
  return folder;
}

/** Tests one row. Without its Python it is skipped by name; in CI that is a failure. */
async function testRow(row: Row): Promise<Counts> {
  const python = findPython(row.python);
  if (python === undefined) {
    const what = `${row.name}: there is no Python ${row.python} with venv; to run it: pyenv install ${row.python}`;
    const strict = process.env.CI === 'true';
    console.log(strict ? `FAIL ${what}` : `skipped: ${what}`);
    return { passed: 0, failed: strict ? 1 : 0, skipped: strict ? 0 : 1 };
  }
  const started = performance.now();
  const folder = await makeEnvironment(row, python);
  const tests = ['-m', 'pytest', '-q', '-rs', '-p', 'no:cacheprovider', 'runtime/tests'];
  const { status, output } = await run(join(folder, 'bin', 'python'), tests);
  const counts = readCounts(output, status);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${row.name} on Python ${row.python}: ${describe(counts)} in ${seconds} s`);
  if (status !== 0) console.log(output.trimEnd());
  else for (const line of output.split('\n')) if (line.startsWith('SKIPPED')) console.log(`${row.name}: ${line}`);
  return counts;
}

/** Reads pytest's last line; a run that ends badly without a failed test counts as one. */
function readCounts(output: string, status: number): Counts {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  const failed = count('failed') + count('error');
  return { passed: count('passed'), failed: status !== 0 && failed === 0 ? 1 : failed, skipped: count('skipped') };
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Runs rows side by side: half of their time is waiting for servers to start and to end. */
async function testRows(rows: readonly Row[]): Promise<Counts> {
  const queue = [...rows];
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lane = async () => {
    for (let row = queue.shift(); row; row = queue.shift()) {
      const counts = await testRow(row);
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
    }
  };
  await Promise.all(Array.from({ length: Math.max(3, availableParallelism()) }, lane));
  return total;
}

/** `--quick` tests the first row that can run here. */
function chooseRows(rows: readonly Row[]): readonly Row[] {
  if (!process.argv.includes('--quick')) return rows;
  const row = rows.find(({ python }) => findPython(python) !== undefined) ?? rows[0];
  return row === undefined ? [] : [row];
}

const started = performance.now();
const rows: readonly Row[] = JSON.parse(readFileSync(join('runtime', 'tests', 'matrix.json'), 'utf8'));
const total = await testRows(chooseRows(rows));
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(describe(total));
process.exitCode = total.failed === 0 ? 0 : 1;
