/** The world that a rollout may touch: in, commands and files; out, results. Real ones live in system/. */

import type { Secret } from './secret.ts';

/** One program to run. Never a shell line: arguments arrive as they are. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** Added to a minimal environment (PATH, HOME, LANG, TMPDIR, proxies and certificate variables), not to all of ours. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Written to standard input; a Secret is never logged. */
  readonly input?: string | Secret | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** Hands the terminal to the program (a Django shell, a debugger); nothing is captured then. */
  readonly interactive?: boolean | undefined;
}

export interface Output {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that goes on running beside us. */
export interface RunningProgram {
  readonly pid: number;
  /** Settles with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP' | 'SIGKILL'): void;
}

/** How a long-running program is tied to us. */
export interface StartOptions {
  /** File that standard output and error are appended to. */
  readonly log?: string | undefined;
  /** Each line of standard output and error; not together with `log`. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** True: survives us (own session). False: its standard input is a pipe that closes when we die, for it to notice. */
  readonly detached: boolean;
}

/** Runs programs here, on another host, or records them for a test. A non-zero status is a result, not an exception. */
export interface Shell {
  start(command: Command, options: StartOptions): Promise<RunningProgram>;
  run(command: Command, onLine?: (line: string) => void): Promise<Output>;
  /** The full path of a program on PATH, or undefined. */
  which(program: string): Promise<string | undefined>;
}

/** What lies at a path, a link itself and not what it points at. */
export interface DiskEntry {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Where a link points, as written. */
  readonly target: string | null;
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since 1970 of the last change of content. */
  readonly changed: number;
}

/** Writing to disk. Paths are absolute. Every write is atomic (temporary file, then rename). */
export interface Disk {
  read(path: string): string | undefined;
  readBytes(path: string): Uint8Array | undefined;
  write(path: string, content: string | Uint8Array, mode?: number): void;
  /** Writes a file only when nothing is there (O_EXCL); false when something is. */
  create(path: string, content: string, mode?: number): boolean;
  /** Copies a regular file into a new folder, with its permission bits; the SHA-256 (hex) of what was copied. Not atomic. */
  copy(from: string, to: string): string;
  entry(path: string): DiskEntry | undefined;
  makeFolder(path: string, mode?: number): void;
  /** Gives something that exists these permission bits. */
  restrict(path: string, mode: number): void;
  list(path: string): readonly string[];
  exists(path: string): boolean;
  remove(path: string): void;
  rename(from: string, to: string): void;
  /** Replaces a symbolic link in one step. */
  link(target: string, path: string): void;
  freeBytes(path: string): number;
}

export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

/** Talk goes to stderr, results to stdout. */
export interface Terminal {
  readonly interactive: boolean;
  result(text: string): void;
  say(text: string): void;
  warn(text: string): void;
  /** Runs one phase of a rollout with its name and duration shown, live on a terminal and as plain lines elsewhere. */
  phase<T>(name: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
  /** Asks for one of several answers; only when interactive. */
  choose(
    question: string,
    choices: readonly { value: string; label: string; hint?: string }[],
    initial: string,
  ): Promise<string>;
  /** Asks for a text; only when interactive. */
  ask(question: string, initial: string): Promise<string>;
}

export interface World {
  readonly shell: Shell;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** The environment of the person who typed the command. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
