/** Proves the published package: in, this checkout; out, failure unless the packed tarball installs elsewhere and runs there. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage } from './package.ts';

const failures: string[] = [];
let passed = 0;

function check(what: string, holds: boolean): void {
  if (holds) passed += 1;
  else failures.push(what);
}

function run(folder: string, ...args: readonly string[]): { readonly status: number | null; readonly text: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'nuages', ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'nuages-package-'));
  try {
    installPackage(folder);
    const installed = join(folder, 'node_modules', 'nuages');
    const about = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const help = run(folder, '--help');
    check(
      `npx nuages --help ends with 0 and names the verbs: ${help.text}`,
      help.status === 0 && help.text.includes('inspect'),
    );
    check('npx nuages --version says the version', run(folder, '--version').text.trim() === about.version);
    const polls = join(process.cwd(), 'examples', 'polls');
    const inspected = run(folder, 'inspect', polls, '--json');
    check(
      `npx nuages inspect reads a project: ${inspected.text}`,
      inspected.status === 0 && inspected.text.includes('managePy'),
    );
    const planned = run(folder, 'plan', polls, '--json');
    check(`npx nuages plan plans it: ${planned.text}`, planned.status === 0);
    for (const path of ['runtime/nuages_runtime/__init__.py', 'dist/index.d.ts', 'schema.json', 'LICENSE']) {
      check(`the package has ${path}`, existsSync(join(installed, path)));
    }
    const strays = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    const stray = strays.filter(
      (path) => !path.startsWith('node_modules') && /(\.test\.|__pycache__|^src\/|^test\/)/.test(path),
    );
    check(`the package has no sources and no tests: ${stray.join(', ')}`, stray.length === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
for (const failure of failures) console.log(`FAIL ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
