/** What this machine can do, asked of the machine: in, names; out, why a suite cannot run here. */

import { spawnSync } from 'node:child_process';
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
