/** The door to a running supervisor: in, its run folder; out, what it says and does. */

import { readFileSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { interruption, type Problem, UserError } from '../../../model/problem.ts';
import type { World } from '../../../model/shell.ts';
import type {
  ReplyLine,
  Request,
  SupervisedRelease,
  SuperviseOptions,
  SupervisorStatus,
  SwitchEvent,
  SwitchOptions,
  SwitchResult,
} from './protocol.ts';
import { withShortPath } from './short-path.ts';
import type { SupervisorState } from './state.ts';

/** A connection to a living supervisor. A call rejects with an Error when the supervisor ends before it answered. */
export interface SupervisorClient {
  status(): Promise<SupervisorStatus>;
  /** Starts the release beside the current one and moves traffic; settles when the loser of the two has ended. */
  switchTo(
    release: SupervisedRelease,
    onEvent?: (event: SwitchEvent) => void,
    options?: SwitchOptions,
  ): Promise<SwitchResult>;
  /** Switches the current release to a fresh start of itself. */
  restart(onEvent?: (event: SwitchEvent) => void): Promise<SwitchResult>;
  /** Ends the wait of a switch with `confirmWithinSeconds`; false when no such switch waits. */
  confirm(id: string): Promise<boolean>;
  /** Sends traffic back while a switch watches or waits; false when there is nothing to undo. */
  undo(id: string, reason: string): Promise<boolean>;
  /** Drains, stops everything; settles when the supervisor has gone. */
  stop(): Promise<void>;
  /** From now on the supervisor stops when this connection closes. */
  attach(): Promise<void>;
  close(): void;
  /** Settles when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
}

/** How to run this program again with the hidden verb: `node bin/nuages.js` before the words that start adds. */
export interface SelfCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Connects to the supervisor of a site.
 * @param runFolder `.nuages/run`, of any length
 * @returns undefined when none lives. What a dead one left of its socket stays for the next supervisor to remove: a
 * client that did so could take the socket away from one that has just begun to listen.
 */
export async function connectSupervisor(runFolder: string): Promise<SupervisorClient | undefined> {
  const socket = await withShortPath(runFolder, (folder) => dial(join(folder, 'control.sock')));
  return socket === undefined ? undefined : createClient(socket, runFolder);
}

/**
 * Starts a supervisor that outlives the caller and connects to it.
 * @param self this program, as it is to be started: usually `{ program: process.execPath, args: [process.argv[1]] }`
 * @param log file for what the supervisor itself says (not the web servers)
 * @throws UserError `port-in-use` and whatever else keeps it from listening
 */
export async function startSupervisor(
  world: World,
  self: SelfCommand,
  options: SuperviseOptions,
  log: string,
): Promise<SupervisorClient> {
  const failure = join(options.runFolder, 'failure.json');
  rmSync(failure, { force: true });
  const words = ['supervise', resolve(options.runFolder), '--host', options.host, '--port', String(options.port)];
  const args = [...self.args, ...words, '--web-log', resolve(options.webLog), ...(options.resume ? ['--resume'] : [])];
  const program = await world.shell.start({ program: self.program, args, cwd: '/' }, { detached: true, log });
  let ended = false;
  program.exited.then(() => {
    ended = true;
  });
  for (let waited = 0; waited < 30_000 && !ended && !world.signal.aborted; waited += 25) {
    const client = await connectSupervisor(options.runFolder);
    if (client !== undefined) return client;
    await world.clock.sleep(25);
  }
  if (!ended) program.signal('SIGKILL');
  if (world.signal.aborted) throw interruption();
  throw new UserError(readFailure(failure, log));
}

function readFailure(file: string, log: string): Problem {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Problem;
  } catch {
    const message = 'the supervisor of the site did not start';
    return { level: 'error', code: 'supervisor-failed', message, fix: `see ${log}` };
  }
}

function dial(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  readonly onEvent: ((event: SwitchEvent) => void) | undefined;
}

function createClient(socket: Socket, runFolder: string): SupervisorClient {
  const waiting = new Map<number, Waiting>();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let calls = 0;
  socket.on('error', () => undefined);
  createInterface({ input: socket })
    .on('error', () => undefined)
    .on('line', (line) => receive(waiting, JSON.parse(line) as ReplyLine));
  closed.then(() => {
    for (const { reject } of waiting.values()) reject(ended());
    waiting.clear();
  });
  const ask = <T>(request: Request, onEvent?: (event: SwitchEvent) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      // What is asked of a connection that has ended would be answered never, not even with an error.
      if (socket.destroyed) return reject(ended());
      const call = ++calls;
      waiting.set(call, { resolve: (value) => resolve(value as T), reject, onEvent });
      socket.write(`${JSON.stringify({ call, request })}\n`);
    });
  return {
    status: () => answerSoon(ask({ verb: 'status' }), runFolder),
    switchTo: (release, onEvent, options = { confirmWithinSeconds: null }) =>
      ask({ verb: 'switch', release, options }, onEvent),
    restart: (onEvent) => ask({ verb: 'restart' }, onEvent),
    confirm: (id) => ask({ verb: 'confirm', id }),
    undo: (id, reason) => ask({ verb: 'undo', id, reason }),
    // The answer and the end of the connection race; both mean that it is done.
    stop: () => Promise.race([ask<unknown>({ verb: 'stop' }).catch(() => closed), closed]).then(() => closed),
    attach: () => ask({ verb: 'attach' }),
    close: () => socket.destroy(),
    closed,
  };
}

/** Only a supervisor that hangs or is stopped takes so long to say how it is. Milliseconds. */
const silence = 10_000;

async function answerSoon<T>(answer: Promise<T>, runFolder: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(silent(runFolder)), silence);
  });
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function silent(runFolder: string): UserError {
  const pid = readPid(join(runFolder, 'state.json'));
  const who = pid === undefined ? '' : ` (process ${pid})`;
  const message = `the supervisor of the site${who} does not answer`;
  const fix = `end it, which ends its web servers too: kill -9 ${pid ?? 'PID'}; then run nuages up`;
  return new UserError({ level: 'error', code: 'supervisor-silent', message, fix });
}

function readPid(file: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as SupervisorState).supervisor.pid;
  } catch {
    return undefined;
  }
}

function ended(): UserError {
  const message = 'the supervisor of the site has ended';
  return new UserError({ level: 'error', code: 'supervisor-failed', message, fix: 'run the same command again' });
}

function receive(waiting: Map<number, Waiting>, reply: ReplyLine): void {
  const caller = waiting.get(reply.call);
  if (caller === undefined) return;
  if ('event' in reply) {
    caller.onEvent?.(reply.event);
    return;
  }
  waiting.delete(reply.call);
  if ('error' in reply) caller.reject(new Error(reply.error));
  else caller.resolve(reply.result);
}
