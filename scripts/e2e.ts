/** `npm run e2e -- local`: in, the name of a target (or mutants, documents); out, its contract suite and which promises ran. */

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number;
    }[];
  }[];
}

interface Row {
  readonly promise: string;
  ran: number;
  failed: number;
  milliseconds: number;
}

const folders = readdirSync('test/e2e', { withFileTypes: true });
const suites = folders.map(({ name }) => name.replace(/\.test\.ts$/, '')).toSorted();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.includes(name));
if (wanted.length === 0 || unknown.length > 0) {
  console.error(`npm run e2e -- <suite>...; there are: ${suites.join(', ')}`);
  process.exitCode = 2;
} else {
  // A target's contract suite says nothing while the probes that it relies on may be blind.
  const chosen = wanted.includes('local') ? new Set(['mutants', ...wanted]) : new Set(wanted);
  process.exitCode = await runSuites([...chosen]);
}

async function runSuites(names: readonly string[]): Promise<number> {
  const started = performance.now();
  const file = join('.cache', 'logs', `e2e-${names.join('-')}.json`);
  mkdirSync(join('.cache', 'logs'), { recursive: true });
  const paths = names.map((name) => `test/e2e/${name}`);
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('vitest', ['run', '--project', 'e2e', ...reporters, ...paths]);
  printTable(JSON.parse(readFileSync(file, 'utf8')) as Report);
  console.log(`\n${names.join(', ')}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return code;
}

/** A promise is named at the head of a test: `K17 K3 a new version loses no request`. */
function printTable(report: Report): void {
  const rows = new Map<string, Row>();
  for (const { fullName, status, duration } of report.testResults.flatMap((file) => file.assertionResults)) {
    for (const promise of new Set(fullName.match(/\bK\d+\b/g))) {
      const row = rows.get(promise) ?? { promise, ran: 0, failed: 0, milliseconds: 0 };
      row.ran += status === 'passed' || status === 'failed' ? 1 : 0;
      row.failed += status === 'failed' ? 1 : 0;
      row.milliseconds += duration ?? 0;
      rows.set(promise, row);
    }
  }
  console.log('\npromise  tests  failed  seconds');
  for (const row of [...rows.values()].toSorted((a, b) => Number(a.promise.slice(1)) - Number(b.promise.slice(1)))) {
    const seconds = (row.milliseconds / 1000).toFixed(1);
    console.log(
      `${row.promise.padEnd(7)}  ${String(row.ran).padStart(5)}  ${String(row.failed).padStart(6)}  ${seconds.padStart(7)}`,
    );
  }
}

function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit' });
  return new Promise((settle) => {
    child.on('error', () => settle(127));
    child.on('close', (code) => settle(code ?? 1));
  });
}
