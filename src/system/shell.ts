/** Runs programs on this machine: in, commands; out, their results. The only place that spawns. */

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, openSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { interruption, UserError } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';
import type { Command, Output, RunningProgram, Shell, StartOptions } from '../model/shell.ts';
import { minimalEnvironment } from './environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long a program may take to end itself after SIGTERM, in milliseconds. */
const patience = 5_000;

/**
 * A shell for this machine.
 * @param env the operator's environment, of which children get a minimal part
 * @param signal ends programs that are being run; those that were started go on, the caller ends them
 */
export function createLocalShell(env: Environment, signal?: AbortSignal): Shell {
  return {
    run: (command, onLine) => runProgram(command, env, onLine, signal),
    start: (command, options) => startProgram(command, env, options),
    which: async (program) => findProgram(program, env.PATH ?? ''),
  };
}

function childEnvironment(command: Command, env: Environment): Record<string, string> {
  return { ...minimalEnvironment(env), ...command.env };
}

async function runProgram(
  command: Command,
  env: Environment,
  onLine: ((line: string) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<Output> {
  if (signal?.aborted && !command.interactive) throw interruption();
  const input = command.input === undefined ? 'ignore' : 'pipe';
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: childEnvironment(command, env),
    stdio: command.interactive ? 'inherit' : [input, 'pipe', 'pipe'],
    // A group of its own, so that what the program has started ends with it (venv runs ensurepip, pip runs compilers).
    detached: !command.interactive,
  });
  const stdout = collect(child.stdout, onLine);
  const stderr = collect(child.stderr, onLine);
  if (command.input !== undefined) sendInput(child, command.input);
  const stopWatching = watch(child, command, signal);
  try {
    const status = await closed(child, command);
    if (signal?.aborted && !command.interactive) throw interruption();
    return { status, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stopWatching();
  }
}

function sendInput(child: ChildProcess, input: string | Secret): void {
  // A program that ends before it has read everything is judged by its exit code.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input instanceof Secret ? input.reveal() : input);
}

/** Ends the child at the time limit or when the operator presses Ctrl-C. An interactive child gets Ctrl-C from the terminal itself. */
function watch(child: ChildProcess, command: Command, signal: AbortSignal | undefined): () => void {
  let killing: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(child, 'SIGTERM');
    killing = setTimeout(() => killGroup(child, 'SIGKILL'), patience);
  };
  const limit = command.timeoutSeconds === undefined ? undefined : setTimeout(end, command.timeoutSeconds * 1000);
  if (!command.interactive) signal?.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(limit);
    clearTimeout(killing);
    signal?.removeEventListener('abort', end);
  };
}

function killGroup(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // It has ended by itself.
  }
}

function collect(stream: Readable | null, onLine: ((line: string) => void) | undefined): { text(): string } {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (stream && onLine) createInterface({ input: stream }).on('line', onLine);
  return { text: () => Buffer.concat(chunks).toString('utf8') };
}

function closed(child: ChildProcess, command: Command): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(startFailure(error, command)));
    child.once('close', (status) => resolve(status));
  });
}

async function startProgram(command: Command, env: Environment, options: StartOptions): Promise<RunningProgram> {
  const log = options.log === undefined ? undefined : openSync(options.log, 'a', 0o600);
  const output = log ?? (options.onLine ? 'pipe' : 'ignore');
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: childEnvironment(command, env),
    // A group of its own in either case: Ctrl-C is ours to hand on, and KILL must reach what the program has started.
    detached: true,
    stdio: [options.detached ? 'ignore' : 'pipe', output, output],
  });
  if (log !== undefined) closeSync(log);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (status) => resolve(status)));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(startFailure(error, command)));
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream && options.onLine) createInterface({ input: stream }).on('line', options.onLine);
  }
  // The pipe is only there to close when we die; a child that ends first is no error of ours.
  child.stdin?.on('error', () => undefined);
  if (options.detached) child.unref();
  // KILL gives a program no time to end its children (the workers of a web server), so it goes to all of them.
  const signal: RunningProgram['signal'] = (name) =>
    name === 'SIGKILL' ? killGroup(child, name) : void child.kill(name);
  return { pid: child.pid ?? -1, exited, signal };
}

/** ENOENT is said of a missing folder and of a missing program alike, so both are looked at. */
function startFailure(error: NodeJS.ErrnoException, command: Command): Error {
  if (command.cwd !== undefined && !existsSync(command.cwd)) {
    return new UserError({
      level: 'error',
      code: 'folder-missing',
      message: `${command.program} cannot run in ${command.cwd}: there is no such folder`,
    });
  }
  if (error.code !== 'ENOENT' && error.code !== 'EACCES') return error;
  const why = error.code === 'ENOENT' ? 'is not installed' : 'may not be executed';
  return new UserError({
    level: 'error',
    code: 'program-missing',
    message: `${command.program} ${why}`,
    fix: `install ${command.program} and see that it is on PATH`,
  });
}

function findProgram(program: string, path: string): string | undefined {
  if (program.includes('/')) return executable(program) ? program : undefined;
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(executable);
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
