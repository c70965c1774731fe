/** Puts packages into a virtual environment: in, an interpreter and what to install; out, done, or which requirement failed and why. */

import { dirname, join } from 'node:path';
import { UserError } from '../../model/problem.ts';
import type { Command, Output, World } from '../../model/shell.ts';
import type { Python } from './python.ts';

/** How many of an installer's last lines are worth showing. */
const lastLines = 12;

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
 */
export async function createInstaller(
  world: World,
  python: Python,
  env: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
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
        if (output.status !== 0) throw diskFailure(world, folder) ?? installFailure(output, args);
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
      if (output.status !== 0) throw diskFailure(world, folder) ?? installFailure(output, args);
    },
  };
}

/** Less is what a program leaves that failed for want of room. */
const leastFreeBytes = 16 * 1024 * 1024;

/** Installers say little when the disk is full: venv only that its child failed. So the disk is asked. */
function diskFailure(world: World, folder: string): UserError | undefined {
  return world.disk.freeBytes(dirname(folder)) < leastFreeBytes ? diskFull() : undefined;
}

function diskFull(): UserError {
  const message = 'no space was left on the disk while packages were installed';
  const fix = 'make room, then run the same command again';
  return new UserError({ level: 'error', code: 'disk-full', message, fix });
}

/** Debian and Ubuntu ship Python without what `venv` needs; the package has the version in its name. */
function environmentFailure(output: Output, python: Python): UserError {
  const said = `${output.stdout}\n${output.stderr}`.trim();
  const minor = python.version.split('.').slice(0, 2).join('.');
  const isVenvMissing = /ensurepip is not available|No module named '?(venv|ensurepip)/.test(said);
  return new UserError({
    level: 'error',
    code: isVenvMissing ? 'venv-missing' : 'environment-failed',
    message: isVenvMissing
      ? `${python.path} cannot make virtual environments: its venv module is not installed`
      : `no virtual environment could be made with ${python.path}:\n${tail(said)}`,
    fix: isVenvMissing ? `apt install python${minor}-venv` : undefined,
  });
}

/** Names the requirement, by what pip and uv say of a version that is not there or a build that fails. */
export function installFailure(output: Output, args: readonly string[]): UserError {
  const said = `${output.stdout}\n${output.stderr}`;
  if (/No space left on device|ENOSPC|os error 28/.test(said)) return diskFull();
  const culprit = nameCulprit(said);
  const what = culprit === undefined ? `(${args.join(' ')})` : `: ${culprit}`;
  return new UserError({
    level: 'error',
    code: 'install-failed',
    message: `the requirements do not install ${what}\n${tail(said)}`.replace(' :', ':'),
    fix: 'mend the requirement in the project, or the network, and run the same command again',
  });
}

const culprits = [
  /No matching distribution found for (\S[^\n(]*)/,
  /Because ([A-Za-z0-9_.-]+) was not found/,
  /Because there is no version of (\S+)/,
  /Failed (?:to build|building wheel for) [`']?([A-Za-z0-9_.=<>~-]+)/,
  /Invalid requirement: '([^']+)'/,
  /Could not open requirements file: (.*)/,
  /hashes? .*\n?.*\b([a-z0-9_.-]+==\S+)/i,
];

function nameCulprit(said: string): string | undefined {
  return culprits.map((pattern) => pattern.exec(said)?.[1]?.trim()).find((name) => name !== undefined);
}

/** Without what pip says at length and that is never the reason. */
function tail(said: string): string {
  const lines = said
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(\[notice\]|ERROR: Ignored the following|Looking in links)/.test(line));
  return lines
    .slice(-lastLines)
    .map((line) => `| ${line.slice(0, 300)}`)
    .join('\n');
}
