/** What this machine can do, asked of the machine: in, names; out, why a suite cannot run here. */

import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Missing } from './suite.ts';

function works(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** A Python that can make virtual environments with pip in them. */
export function missingPython(): Missing | undefined {
  if (works('python3', '-c', 'import venv, ensurepip')) return undefined;
  return works('python3', '--version')
    ? { what: 'python3 has no venv module with pip', enable: 'apt-get install python3-venv' }
    : { what: 'there is no python3', enable: 'apt-get install python3 python3-venv' };
}

/** What pip compiles uWSGI with, which comes as source code. */
export function missingCompiler(): Missing | undefined {
  return works('cc', '--version')
    ? undefined
    : { what: 'there is no cc', enable: 'apt-get install gcc libc6-dev python3-dev' };
}

/** The folder of the newest PostgreSQL's programs: Debian keeps them out of PATH. */
export function findPostgres(): string | undefined {
  const versionOf = (folder: string) => Number(folder.split('/').at(-2));
  const packaged = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => versionOf(b) - versionOf(a));
  const folders = [...packaged, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) => ['initdb', 'postgres', 'psql'].every((name) => existsSync(join(folder, name))));
}

/** A PostgreSQL that a test can start itself; no server has to run. */
export function missingPostgres(): Missing | undefined {
  return findPostgres() ? undefined : { what: 'there is no PostgreSQL', enable: 'apt-get install postgresql' };
}

/** What it takes to make a Debian of one's own in a folder and to enter it. */
export function missingBare(): Missing | undefined {
  if (process.platform !== 'linux') return { what: 'it needs Linux', enable: 'run it on a Debian machine' };
  if (process.getuid?.() !== 0) return { what: 'it needs root', enable: 'sudo npm test' };
  if (!works('debootstrap', '--version'))
    return { what: 'there is no debootstrap', enable: 'apt-get install debootstrap' };
  return works('git', 'rev-parse', 'HEAD')
    ? undefined
    : { what: 'this is no git checkout', enable: 'git clone the repository, and run it there' };
}
