/** A project under nuages, as a person has it: in, a folder's name; out, a copy of the polls example and the command line. */

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Copy {
  readonly folder: string;
  /** Runs `nuages` with these words in another folder, as a person's shell would. */
  nuages(...words: readonly string[]): Promise<Said>;
  read(path: string): string;
  write(path: string, content: string): void;
  replace(path: string, from: string, to: string): void;
  remove(path: string): void;
  /** Takes the site down, whatever its state, and removes the copy. */
  end(): Promise<void>;
}

const launcher = resolve('bin', 'nuages.js');

/** Copies an example to a folder of its own; nothing of the copy is prepared for nuages. */
export function copyExample(example = join('examples', 'polls')): Copy {
  const folder = join(mkdtempSync(join(tmpdir(), 'nuages-e2e-')), 'project');
  // Whoever has tried the example has left a site in it.
  cpSync(resolve(example), folder, { recursive: true, filter: (path) => basename(path) !== '.nuages' });
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const write = (path: string, content: string) => writeFileSync(join(folder, path), content);
  const nuages = (...words: readonly string[]) => runProgram(process.execPath, [launcher, ...words], folder);
  return {
    folder,
    nuages,
    read,
    write,
    replace: (path, from, to) => {
      if (!read(path).includes(from)) throw new Error(`${path} does not have ${from}`);
      write(path, read(path).replace(from, to));
    },
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    end: async () => {
      await nuages('down', folder);
      rmSync(join(folder, '..'), { recursive: true, force: true });
    },
  };
}

/** Runs a program to its end; a failure is a result. */
export function runProgram(program: string, args: readonly string[], cwd: string): Promise<Said> {
  return new Promise((settle) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (part: Buffer) => {
      said.stdout += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      said.stderr += part.toString();
    });
    child.on('error', (error) => settle({ ...said, status: null, stderr: error.message }));
    child.on('close', (status) => settle({ ...said, status }));
  });
}

/** What a test needs to be told when a command did not do what it should. */
export function tell({ status, stdout, stderr }: Said): string {
  return `exit code ${status}\n${stdout}${stderr}`;
}
