/** The search for an interpreter: in, real executables on a PATH; out, the chosen one. */

import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../model/shell.ts';
import { createLocalShell } from '../../system/shell.ts';
import { createWorld } from '../../system/world.ts';
import { findPython, findSitePython } from './python.ts';

let scratch: string;
let world: World;

/** An interpreter that only says its version, or fails as a pyenv shim without that version does. */
function install(path: string, version: string | undefined): void {
  const file = join(scratch, path);
  mkdirSync(join(file, '..'), { recursive: true });
  const body = version ? `echo ${version}; echo "$0"` : 'echo "command not found" >&2; exit 127';
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'nuages-python-'));
  const env = { PATH: join(scratch, 'bin'), HOME: scratch };
  world = { ...createWorld(), env, shell: createLocalShell(env) };
});

describe('the Python of a site', () => {
  test('is python3 when that satisfies the project', async () => {
    install('bin/python3', '3.11.7');
    install('bin/python3.13', '3.13.0');
    expect(await findPython(world, '>=3.10')).toEqual({ path: join(scratch, 'bin/python3'), version: '3.11.7' });
  });

  test('is the newest other one on PATH when python3 does not', async () => {
    install('bin/python3', '3.11.7');
    install('bin/python3.12', '3.12.1');
    install('bin/python3.13', '3.13.0');
    expect(await findPython(world, '>=3.12')).toMatchObject({ version: '3.13.0' });
    expect(await findPython(world, '==3.12.*')).toMatchObject({ version: '3.12.1' });
  });

  test('is the preferred one when it is here, and any that the project allows when it is not', async () => {
    install('bin/python3', '3.11.7');
    install('bin/python3.12', '3.12.1');
    const build = { python: '>=3.10,<3.15', preferredPython: '==3.12.*' };
    expect(await findSitePython(world, build)).toMatchObject({ version: '3.12.1' });
    expect(await findSitePython(world, { ...build, preferredPython: '==3.14.*' })).toMatchObject({ version: '3.11.7' });
  });

  test('is found in pyenv, newest first, past shims that do not work', async () => {
    install('bin/python3', undefined);
    install('.pyenv/versions/3.9.18/bin/python', '3.9.18');
    install('.pyenv/versions/3.10.2/bin/python', '3.10.2');
    expect(await findPython(world, '')).toMatchObject({ version: '3.10.2' });
  });

  test('is missed in words: what is wanted, what is there', async () => {
    install('bin/python3', '3.11.7');
    install('.pyenv/versions/3.8.18/bin/python', '3.8.18');
    const search = findPython(world, '>=3.12,<3.14');
    await expect(search).rejects.toMatchObject({ problems: [{ code: 'python-missing' }] });
    await expect(search).rejects.toThrow(/needs Python >=3\.12,<3\.14; here is 3\.11\.7 \(.*\), 3\.8\.18/);
  });
});
