/** Proves the published package: in, this checkout; out, failure unless the packed tarball installs elsewhere and runs there. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installPackage } from './package.ts';

const failures: string[] = [];
let passed = 0;

function check(what: string, holds: boolean): void {
  if (holds) passed += 1;
  else failures.push(what);
}

/** As a user with a recent Node would type it: this machine's own may be older than what the package asks for. */
function run(folder: string, ...args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: '1', PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  return spawnSync('npx', ['--no-install', 'nuages', ...args], { cwd: folder, env, encoding: 'utf8' });
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'nuages-package-'));
  try {
    installPackage(folder);
    const installed = join(folder, 'node_modules', 'nuages');
    const about = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const help = run(folder, '--help');
    check(`npx nuages --help names the verbs: ${help.stderr}`, help.status === 0 && help.stdout.includes('inspect'));
    check('npx nuages --version says the version', run(folder, '--version').stdout === `${about.version}\n`);
    const polls = join(process.cwd(), 'examples', 'polls');
    const inspected = run(folder, 'inspect', polls, '--json');
    check(`npx nuages inspect reads a project: ${inspected.stderr}`, inspected.stdout.includes('"managePy"'));
    const planned = run(folder, 'plan', polls, '--json');
    check(`npx nuages plan plans it: ${planned.stderr}`, planned.status === 0);
    const library = "import { inspect } from 'nuages'; console.log((await inspect(process.argv[1])).managePy.value)";
    const args = ['--input-type=module', '-e', library, polls];
    const imported = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    check(`import { inspect } from 'nuages' works: ${imported.stderr}`, imported.stdout === 'manage.py\n');
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
