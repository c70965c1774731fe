/** Puts packages into a virtual environment: in, an interpreter and what to install; out, done, or which requirement failed and why. */

import { dirname, join } from 'node:path';
import { UserError } from '../../model/problem.ts';
import type { Command, Output, World } from '../../model/shell.ts';
import { diskFull, installFailure, lastLines } from './install-failure.ts';
import type { Python } from './python.ts';
import type { DependencyFile } from './requirements.ts';

/** Installs with uv when it is on PATH, else with the standard library's venv and pip. */
export interface Installer {
  /** Makes an empty environment in a folder that does not exist yet. */
  create(folder: string): Promise<void>;
  /** @param args what pip and uv take alike: `-r FILE`, requirements */
  install(folder: string, args: readonly string[], cwd: string): Promise<void>;
}

/**
 * @param env indexes and certificates of the operator (PIP_*, UV_*)
 * @param onLine each line that the installer says
 * @param files what is installed, for the place of an error
 */
export async function createInstaller(
  world: World,
  python: Python,
  env: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
  files: readonly DependencyFile[],
): Promise<Installer> {
  const uv = await world.shell.which('uv');
  const run = (command: Command) => world.shell.run({ ...command, env }, onLine);
  if (uv !== undefined) {
    return {
      create: async (folder) => {
        const output = await run({ program: uv, args: ['venv', '--no-project', '--python', python.path, folder] });
        if (output.status !== 0) throw diskFailure(world, folder) ?? environmentFailure(output, python);
      },
      install: async (folder, args, cwd) => {
        const start = ['pip', 'install', '--python', join(folder, 'bin', 'python'), '--compile-bytecode'];
        const output = await run({ program: uv, args: [...start, ...args], cwd });
        if (output.status !== 0) throw diskFailure(world, folder) ?? installFailure(output, args, files);
      },
    };
  }
  return {
    create: async (folder) => {
      const output = await run({ program: python.path, args: ['-m', 'venv', folder] });
      if (output.status !== 0) throw diskFailure(world, folder) ?? environmentFailure(output, python);
    },
    install: async (folder, args, cwd) => {
      const start = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'];
      const output = await run({ program: join(folder, 'bin', 'python'), args: [...start, ...args], cwd });
      if (output.status !== 0) throw diskFailure(world, folder) ?? installFailure(output, args, files);
    },
  };
}

/** Less is what a program leaves that failed for want of room. */
const leastFreeBytes = 16 * 1024 * 1024;

/** Installers say little when the disk is full: venv only that its child failed. So the disk is asked. */
function diskFailure(world: World, folder: string): UserError | undefined {
  return world.disk.freeBytes(dirname(folder)) < leastFreeBytes ? diskFull() : undefined;
}

/** Debian and Ubuntu ship Python without what `venv` needs; the package has the version in its name. */
function environmentFailure(output: Output, python: Python): UserError {
  const said = `${output.stdout}\n${output.stderr}`.trim();
  const minor = python.version.split('.').slice(0, 2).join('.');
  const isVenvMissing = /ensurepip is not\s+available|No module named '?(venv|ensurepip)/.test(said);
  return new UserError({
    level: 'error',
    code: isVenvMissing ? 'venv-missing' : 'environment-failed',
    message: isVenvMissing
      ? `${python.path} cannot make virtual environments: its venv module is not installed`
      : `no virtual environment could be made with ${python.path}:\n${lastLines(said)}`,
    fix: isVenvMissing ? `apt install python${minor}-venv` : undefined,
  });
}
