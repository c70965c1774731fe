/** The key of a virtual environment, on real folders: in, changes to a project; out, whether the environment still fits. */

import { mkdirSync, mkdtempSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Build } from '../../model/plan.ts';
import { createWorld } from '../../system/world.ts';
import { completeMark, type EnvironmentRequest, environmentKey, isUsable } from './environment.ts';
import { installFailure } from './install-failure.ts';
import { layoutOf } from './layout.ts';
import { chooseInstallation } from './requirements.ts';

const world = createWorld();
const build: Build = {
  python: '>=3.10',
  preferredPython: null,
  manager: 'pip',
  files: ['requirements/production.txt'],
  added: ['gunicorn>=23'],
  collectStatic: true,
  tasks: [],
};
let source: string;

function put(path: string, text: string): void {
  mkdirSync(join(source, path, '..'), { recursive: true });
  writeFileSync(join(source, path), text);
}

function keyWith(part: Partial<EnvironmentRequest> = {}): string {
  const layout = layoutOf('/srv/shop');
  const python = { path: '/usr/bin/python3', version: '3.11.7' };
  return environmentKey(world, { layout, build, source, tree: 'tree-1', python, installerEnv: {}, ...part });
}

beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'nuages-environment-'));
  put('requirements/production.txt', '-r common.txt\npsycopg\n');
  put('requirements/common.txt', 'Django==5.2\n');
});

describe('an environment is shared by releases', () => {
  test('as long as only code changes', () => {
    const before = keyWith();
    put('shop/views.py', 'x = 1');
    expect(keyWith({ tree: 'tree-2' })).toBe(before);
  });

  test('until a requirement changes, also in an included file', () => {
    const before = keyWith();
    put('requirements/common.txt', 'Django==5.2.1\n');
    expect(keyWith()).not.toBe(before);
  });

  test('until Python, an added package or the place changes', () => {
    const before = keyWith();
    expect(keyWith({ python: { path: '/usr/bin/python3', version: '3.11.8' } })).not.toBe(before);
    expect(keyWith({ build: { ...build, added: ['gunicorn>=24'] } })).not.toBe(before);
    expect(keyWith({ layout: layoutOf('/srv/other') })).not.toBe(before);
  });

  test('but not when a requirement is a folder of the project itself', () => {
    put('requirements/common.txt', 'Django==5.2\n-e ./libs/money\n');
    expect(keyWith({ tree: 'tree-2' })).not.toBe(keyWith({ tree: 'tree-1' }));
  });
});

describe('what is installed', () => {
  test('comes from the lock file rather than from what it locks', () => {
    const files = ['pyproject.toml', 'uv.lock'];
    expect(chooseInstallation(world.disk, source, { ...build, files })).toMatchObject({ kind: 'export', tool: 'uv' });
  });

  test('comes from pyproject.toml where there is nothing else', () => {
    put('pyproject.toml', '[project]\nname = "shop"\ndependencies = ["Django>=5", "pillow"]\n');
    const installation = chooseInstallation(world.disk, source, { ...build, files: ['pyproject.toml'] });
    expect(installation).toEqual({ kind: 'lines', lines: ['Django>=5', 'pillow'] });
  });

  test('comes from requirements files in their order', () => {
    const files = ['requirements/common.txt', 'requirements/production.txt'];
    const installation = chooseInstallation(world.disk, source, { ...build, files });
    expect(installation).toEqual({ kind: 'files', paths: files });
  });
});

describe('an installation that fails names the requirement', () => {
  test.each([
    ['ERROR: No matching distribution found for nothing==9.9', 'nothing==9.9'],
    ['error: Because nothing-here was not found in the package registry and you require it', 'nothing-here'],
    ['ERROR: Failed building wheel for pylibmc', 'pylibmc'],
    ["ERROR: Failed to build 'mysqlclient' when getting requirements to build wheel", 'mysqlclient'],
  ])('%s', (stderr, name) => {
    const failure = installFailure({ status: 1, stdout: '', stderr }, ['-r', 'requirements.txt']);
    expect(failure.problems[0]).toMatchObject({ code: 'install-failed' });
    expect(failure.message.split('\n')[0]).toBe(`the requirements do not install: ${name}`);
  });

  test('unless the index was never reached', () => {
    const stdout = 'Looking in indexes: https://ada:pw@packages.example/simple';
    const away =
      "NewConnectionError('<X>: Failed to establish a new connection: [Errno -2] Name or service not known')";
    const stderr = `WARNING: Retrying after ${away}\nERROR: No matching distribution found for x==1 (from versions: none)`;
    const text = '# locked\n-i https://ada:pw@packages.example/simple\nx==1\n';
    const failure = installFailure({ status: 1, stdout, stderr }, [], [{ path: 'requirements.txt', text }]);
    expect(failure.problems).toEqual([
      {
        level: 'error',
        code: 'index-unreachable',
        message: 'packages could not be fetched from packages.example: [Errno -2] Name or service not known',
        at: { file: 'requirements.txt', line: 2 },
        fix: expect.stringContaining('change the line'),
      },
    ]);
    const other = installFailure({ status: 1, stdout, stderr: stderr.replace('(from versions: none)', '') }, []);
    expect(other.problems[0]?.code).toBe('install-failed');
  });

  test('unless the disk was full', () => {
    const output = { status: 1, stdout: '', stderr: 'ERROR: [Errno 28] No space left on device' };
    expect(installFailure(output, []).problems[0]).toMatchObject({ code: 'disk-full' });
  });
});

test('an environment is of no use before it is complete, and once its Python has gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nuages-environment-'));
  mkdirSync(join(folder, 'bin'));
  symlinkSync(process.execPath, join(folder, 'bin', 'python'));
  expect(await isUsable(world, folder)).toBe(false);
  writeFileSync(join(folder, completeMark), '{}');
  expect(await isUsable(world, folder)).toBe(true);
  unlinkSync(join(folder, 'bin', 'python'));
  symlinkSync('/nowhere/python3', join(folder, 'bin', 'python'));
  expect(await isUsable(world, folder)).toBe(false);
});
