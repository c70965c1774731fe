/** A supervised site for tests and measurements: in, a folder; out, a real supervisor process and releases for it. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from '../../src/model/shell.ts';
import { createWorld } from '../../src/system/world.ts';
import {
  connectSupervisor,
  type SupervisorClient,
  startSupervisor,
} from '../../src/targets/local/supervisor/client.ts';
import type { ServerCommand, SupervisedRelease } from '../../src/targets/local/supervisor/protocol.ts';
import { reapLeftovers } from '../../src/targets/local/supervisor/state.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const launcher = fileURLToPath(new URL('../../bin/nuages.js', import.meta.url));

export interface TestSite {
  readonly folder: string;
  readonly runFolder: string;
  readonly world: World;
  start(options?: { readonly port?: number; readonly resume?: boolean }): Promise<SupervisorClient>;
  webLog(): string;
  /** Stops the supervisor if one lives, and removes the folder. */
  remove(): Promise<void>;
}

/** @param below folders between the site's own and its run folder, to make that path long */
export function createSite(prefix = 'nuages-site-', below = '.nuages'): TestSite {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const runFolder = join(folder, below, 'run');
  const webLog = join(folder, 'web.log');
  const world = createWorld();
  return {
    folder,
    runFolder,
    world,
    start: ({ port = 0, resume = false } = {}) =>
      startSupervisor(
        world,
        { program: process.execPath, args: [launcher] },
        { runFolder, host: '127.0.0.1', port, webLog, resume },
        join(folder, 'supervisor.log'),
      ),
    webLog: () => readFileSync(webLog, 'utf8'),
    remove: async () => {
      await (await connectSupervisor(runFolder))?.stop();
      await reapLeftovers(world, runFolder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The small server of release-server.ts; `fault` as it says there. */
export function createRelease(id: string, changes: Partial<SupervisedRelease> = {}, fault = ''): SupervisedRelease {
  const command: ServerCommand = {
    program: process.execPath,
    args: [join(here, 'release-server.ts')],
    cwd: here,
    env: { SOCKET: '{socket}', RELEASE: id, FAULT: fault },
  };
  return { ...defaults, id, command, ...changes };
}

/** Real gunicorn, 2 workers of 4 threads, with the application of wsgi_release.py. */
export function createGunicornRelease(python: string, id: string): SupervisedRelease {
  const words = ['--workers', '2', '--threads', '4', '--bind', 'unix:{socket}', 'wsgi_release:application'];
  const command: ServerCommand = {
    program: python,
    args: ['-m', 'gunicorn', '-c', 'python:wsgi_release', ...words],
    cwd: here,
    env: { NUAGES_RELEASE: id, PYTHONDONTWRITEBYTECODE: '1' },
  };
  return { ...defaults, id, command, soakSeconds: 0.5, watchSeconds: 0.5 };
}

const defaults: Omit<SupervisedRelease, 'id' | 'command'> = {
  front: { trustedProxies: [], maxBodyBytes: 5_000_000 },
  health: { alive: '/ready', ready: '/ready' },
  readySeconds: 10,
  soakSeconds: 0,
  watchSeconds: 0,
  graceSeconds: 5,
};
