/** Which Python runs the site: in, what the project asks for and what is here; out, an interpreter. */

import { dirname, join } from 'node:path';
import { satisfies } from '@renovatebot/pep440';
import type { Build } from '../../model/plan.ts';
import { UserError } from '../../model/problem.ts';
import type { World } from '../../model/shell.ts';

export interface Python {
  readonly path: string;
  /** `3.12.1`. */
  readonly version: string;
}

const versions = ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9', '3.8'];

/**
 * The interpreter of the site: one that satisfies the preference too, when there is one.
 * @throws UserError `python-missing` naming what is wanted and what is there
 */
export async function findSitePython(world: World, build: Pick<Build, 'python' | 'preferredPython'>): Promise<Python> {
  if (build.preferredPython === null) return findPython(world, build.python);
  const both = [build.python, build.preferredPython].filter((part) => part !== '').join(',');
  return findPython(world, both).catch((error: unknown) => {
    if (error instanceof UserError) return findPython(world, build.python);
    throw error;
  });
}

/**
 * The first interpreter that satisfies the specifier: `python3` as the person's PATH has it, then the newest on PATH, of
 * pyenv, of uv.
 * @param specifier PEP 440, `>=3.10,<3.14`; empty for any
 * @throws UserError `python-missing` naming what is wanted and what is there
 */
export async function findPython(world: World, specifier: string): Promise<Python> {
  const seen: Python[] = [];
  for await (const path of candidates(world, specifier)) {
    const python = await askVersion(world, path);
    if (python === undefined) continue;
    if (specifier === '' || satisfies(python.version, specifier)) return python;
    if (!seen.some((other) => dirname(other.path) === dirname(python.path))) seen.push(python);
  }
  const here = seen.map((python) => `${python.version} (${python.path})`).join(', ') || 'none at all';
  throw new UserError({
    level: 'error',
    code: 'python-missing',
    message: `the project needs Python ${specifier}; here is ${here}`,
    fix: 'install one: `uv python install`, `pyenv install`, or your system (apt install python3.12 python3.12-venv)',
  });
}

async function* candidates(world: World, specifier: string): AsyncGenerator<string> {
  for (const name of ['python3', ...versions.map((version) => `python${version}`), 'python']) {
    const path = await world.shell.which(name);
    if (path !== undefined) yield path;
  }
  const root = world.env.PYENV_ROOT ?? join(world.env.HOME ?? '/', '.pyenv');
  const names = world.disk.list(join(root, 'versions')).filter((name) => /^\d/.test(name));
  for (const name of names.toSorted(byVersion)) yield join(root, 'versions', name, 'bin', 'python');
  if ((await world.shell.which('uv')) === undefined) return;
  const found = await world.shell.run({ program: 'uv', args: ['python', 'find', specifier || '3'] });
  if (found.status === 0) yield found.stdout.trim();
}

/** Newest first. */
function byVersion(left: string, right: string): number {
  return right.localeCompare(left, 'en', { numeric: true });
}

/** Runs it, for a name says little: a pyenv shim may be there for a version that is not. */
async function askVersion(world: World, path: string): Promise<Python | undefined> {
  const program = 'import platform, sys; print(platform.python_version()); print(sys.executable)';
  const output = await world.shell
    .run({ program: path, args: ['-I', '-c', program], timeoutSeconds: 20 })
    .catch((error: unknown) => {
      if (world.signal.aborted) throw error;
      return undefined;
    });
  const [version, executable] = output?.status === 0 ? output.stdout.split('\n') : [];
  return version && executable ? { path: executable, version } : undefined;
}
