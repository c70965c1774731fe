/** The README's two commands on a bare Debian: in, HEAD; out, failure unless a clone demonstrates and tests itself, for root and a user. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { enterAs, layTree, type Person } from './bare-tree.ts';

const root: Person = { name: 'root', ids: '0:0', home: '/srv/elsewhere' };
const visitor: Person = { name: 'visitor', ids: '1000:1000', home: '/home/visitor' };
const mirror = '/srv/nuages.git';

let passed = 0;
let failed = 0;

mkdirSync(resolve('.cache', 'bare'), { recursive: true });
const tree = mkdtempSync(resolve('.cache', 'bare', 'tree-'));
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(130));
process.on('exit', () => rmSync(tree, { recursive: true, force: true }));

layTree(tree);
prepare();
demonstrate();

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function prepare(): void {
  execFileSync('git', ['clone', '--quiet', '--bare', '.', join(tree, mirror)], { stdio: 'inherit' });
  const adduser = `useradd --create-home --uid 1000 visitor && mkdir -p ${root.home} && cd / && git config --system safe.directory '*'`;
  expectEnd('prepare the tree', '', { ...root, home: '/' }, adduser, 0);
}

/** The order matters: the first demo meets a Python without venv, as Debian's is. */
function demonstrate(): void {
  const clone = `git clone --quiet ${mirror} nuages && cd nuages`;
  expectEnd('node is the one of the machine', '', visitor, 'node --version && npm --version && python3 --version', 0);
  expectEnd(
    'without venv: says what to install',
    'fix: apt install python3.11-venv',
    visitor,
    `${clone} && npm ci && npm run demo -- --check`,
    1,
  );
  expectEnd(
    'python3-venv is installed',
    '',
    { ...root, home: '/' },
    'apt-get install -y --no-install-recommends python3-venv',
    0,
  );
  expectEnd(
    'a user: npm ci && npm run demo',
    'The demo ran at http',
    visitor,
    'cd nuages && npm ci && npm run demo -- --check',
    0,
  );
  expectEnd('a user: npm ci && npm test', ' 0 failed', visitor, 'cd nuages && npm ci && npm test', 0);
  expectEnd(
    'root: npm ci && npm run demo',
    'The demo ran at http',
    root,
    `${clone} && npm ci && npm run demo -- --check`,
    0,
  );
  // The suites that this one belongs to run as root already, so root's turn in the tree is for `node scripts/bare.ts --all`.
  if (process.argv.includes('--all'))
    expectEnd('root: npm ci && npm test', ' 0 failed', root, 'cd nuages && npm ci && npm test', 0);
}

/** One visit to the tree: it must end as expected and say what is expected. */
function expectEnd(title: string, words: string, person: Person, line: string, status: number): void {
  const started = performance.now();
  const visit = enterAs(tree, person, line);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const good = (status === 0 ? visit.status === 0 : visit.status !== 0) && visit.output.includes(words);
  console.log(`${good ? 'ok' : 'FAIL'} ${title} (${seconds} s)`);
  if (good) passed += 1;
  else failed += 1;
  const ending = visit.output
    .trimEnd()
    .split('\n')
    .slice(good ? -8 : -150);
  for (const text of ending) console.log(`    ${text}`);
}
