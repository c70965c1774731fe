/** The long-lived process of a local site: in, a run folder and a port; out, a site that serves until it is told to stop. */

import { createWriteStream, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Problem, UserError } from '../../../model/problem.ts';
import type { World } from '../../../model/shell.ts';
import { connectSupervisor } from './client.ts';
import { listenControl } from './control.ts';
import { createFront, frontLimits } from './front.ts';
import { endWhenFruitless } from './fruitless.ts';
import { describeListenFailure } from './port-holder.ts';
import type { SupervisedRelease, SuperviseOptions } from './protocol.ts';
import { createRun } from './release-run.ts';
import { createRecorder, readState, reapLeftovers, type SupervisorState } from './state.ts';
import { createSupervisor } from './supervisor.ts';
import type { Site } from './switch.ts';
import { createTraffic } from './traffic.ts';

/**
 * Serves a site until `stop`, SIGTERM or the end of the client that it is attached to. Makes `runFolder` the working
 * folder of this process. What keeps it from starting is also written to `failure.json` there, for whoever started it.
 * @throws UserError `port-in-use`, `supervisor-running`
 */
export async function supervise(world: World, options: SuperviseOptions): Promise<void> {
  world.disk.makeFolder(options.runFolder, 0o700);
  process.chdir(options.runFolder);
  try {
    await serveSite(world, options);
  } catch (error) {
    const problem: Problem =
      error instanceof UserError && error.problems[0] !== undefined
        ? error.problems[0]
        : { level: 'error', code: 'supervisor-failed', message: error instanceof Error ? error.message : `${error}` };
    world.disk.write(join(options.runFolder, 'failure.json'), JSON.stringify(problem), 0o600);
    throw error;
  }
}

async function serveSite(world: World, options: SuperviseOptions): Promise<void> {
  const before = await takeOver(world, options.runFolder);
  const log = openLog(options.webLog);
  const { promise, resolve } = Promise.withResolvers<void>();
  let record = () => {};
  const site = createSite(world, options, log.write, () => record());
  const front = createFront({ traffic: site.traffic, bodyFolder: options.runFolder, limits: frontLimits });
  const port = await listenFront(world, front, options);
  const { host, runFolder } = options;
  const startedAt = world.clock.now().toISOString();
  const supervisor = createSupervisor({ site, front, address: { host, port, startedAt }, finish: resolve });
  record = createRecorder(world, runFolder, site, { host, port }, before?.current ?? null);
  record();
  const control = await listenControl('control.sock', supervisor.answer);
  const stop = () => void supervisor.stop();
  world.signal.addEventListener('abort', stop, { once: true });
  if (world.signal.aborted) stop();
  else if (options.resume && before?.current) await resumeRelease(site, before.current);
  const stopWatching = endWhenFruitless(site, stop);
  await promise;
  stopWatching();
  control.close();
  rmSync('control.sock', { force: true });
  front.closeAllConnections();
  await log.close();
}

/** @returns what the supervisor before us wrote down, after what it left has been ended */
async function takeOver(world: World, runFolder: string): Promise<SupervisorState | undefined> {
  const rival = await connectSupervisor(runFolder);
  if (rival !== undefined) {
    rival.close();
    throw new UserError({ level: 'error', code: 'supervisor-running', message: 'the site is already supervised' });
  }
  await reapLeftovers(world, runFolder);
  rmSync('control.sock', { force: true });
  return readState(world.disk, runFolder);
}

/** Runs a release without waiting for it: a server that does not come up is tried again and again. */
async function resumeRelease(site: Site, release: SupervisedRelease): Promise<void> {
  const run = createRun(site.home, site.traffic, release);
  site.current = run;
  site.traffic.point(run.slot);
  run.keep();
}

function createSite(world: World, options: SuperviseOptions, log: (line: string) => void, changed: () => void): Site {
  let sockets = 0;
  // A socket that a dead supervisor left must not be taken for one of ours.
  const nextSocket = () => {
    const name = `web-${process.pid}-${++sockets}`;
    rmSync(join(options.runFolder, name), { force: true });
    return name;
  };
  return {
    home: { world, runFolder: options.runFolder, log, nextSocket, changed },
    traffic: createTraffic(),
    current: undefined,
    others: new Set(),
    switching: undefined,
  };
}

function openLog(path: string): { write(line: string): void; close(): Promise<void> } {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not end the site.
  stream.on('error', () => undefined);
  return {
    write: (line) => void stream.write(`${line}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

async function listenFront(world: World, front: Server, options: SuperviseOptions): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      front.once('error', reject);
      front.listen({ port: options.port, host: options.host, backlog: 1024 }, resolve);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(await describeListenFailure(world.shell, options, code ?? message));
  }
  return (front.address() as AddressInfo).port;
}
