/** One web server process of a release: in, how to start it; out, its socket, its health and its end. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProgram, World } from '../../../model/shell.ts';
import { probe } from './probe.ts';
import type { SupervisedRelease } from './protocol.ts';
import { makeShortPath } from './short-path.ts';

export interface WebServer {
  readonly pid: number;
  /** File name in the run folder, which is our working folder: short enough whatever the folder is called. */
  readonly socket: string;
  readonly startedAt: Date;
  /** Settles when the process has ended, with what is known of why. */
  readonly ended: Promise<string>;
  isAlive(): boolean;
  /** The last lines that it wrote. */
  lines(): readonly string[];
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

/** What every web server of this supervisor shares. */
export interface ServerHome {
  readonly world: World;
  readonly runFolder: string;
  log(line: string): void;
  /** A name for a socket that was not used before. */
  nextSocket(): string;
  /** To be called whenever what is run has changed, for it to be written down. */
  changed(): void;
}

/** Lines kept of what a server writes, to be shown when it fails. */
const keptLines = 200;

/** Starts the process; it is not ready yet. @throws UserError when the program cannot be started */
export async function startWebServer(home: ServerHome, release: SupervisedRelease): Promise<WebServer> {
  const socket = home.nextSocket();
  const lines: string[] = [];
  const onLine = (line: string) => {
    home.log(line);
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
  };
  const short = makeShortPath(home.runFolder);
  const fill = (text: string) => text.replaceAll('{socket}', join(short.folder, socket));
  const { program, args, cwd, env } = release.command;
  const filledEnv = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
  let running: RunningProgram;
  try {
    const command = { program, args: args.map(fill), cwd, env: filledEnv };
    running = await home.world.shell.start(command, { detached: false, onLine });
  } catch (error) {
    short.remove();
    throw error;
  }
  home.changed();
  let alive = true;
  const ended = running.exited.then((status) => {
    alive = false;
    // Whatever the process has started ends with it: a worker that is stuck would not notice by itself.
    running.signal('SIGKILL');
    short.remove();
    rmSync(join(home.runFolder, socket), { force: true });
    return status === null ? 'it was ended by a signal' : `it ended with exit code ${status}`;
  });
  return {
    pid: running.pid,
    socket,
    startedAt: home.world.clock.now(),
    ended,
    isAlive: () => alive,
    lines: () => [...lines],
    signal: (name) => running.signal(name),
  };
}

/**
 * Waits for the first 200 of the ready path.
 * @returns undefined when it is ready, else why it will not be
 */
export async function awaitReady(
  server: WebServer,
  release: SupervisedRelease,
  signal: AbortSignal,
): Promise<string | undefined> {
  const deadline = Date.now() + release.readySeconds * 1000;
  let status: number | undefined;
  for (let pause = 20; Date.now() < deadline; pause = Math.min(pause * 1.5, 250)) {
    if (signal.aborted) return 'the supervisor is stopping';
    if (!server.isAlive()) return server.ended;
    status = (await probe(server.socket, release.health.ready, Math.max(1, deadline - Date.now()))) ?? status;
    if (status === 200) return undefined;
    await Promise.race([sleep(pause), server.ended]);
  }
  const seen = status === undefined ? 'no answer' : `status ${status}`;
  return `${release.health.ready} did not answer 200 within ${release.readySeconds} s (last: ${seen})`;
}

/** TERM, then KILL when the grace is over. The caller has seen to it that nothing is in flight, or that the time for it is over. */
export async function endWebServer(server: WebServer, seconds: number): Promise<'term' | 'kill'> {
  if (!server.isAlive()) return 'term';
  server.signal('SIGTERM');
  const wait = new AbortController();
  const late = sleep(seconds * 1000, 'late', { signal: wait.signal }).catch(() => 'ended');
  const first = await Promise.race([server.ended, late]);
  wait.abort();
  if (first !== 'late') return 'term';
  server.signal('SIGKILL');
  await server.ended;
  return 'kill';
}
