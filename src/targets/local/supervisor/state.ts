/** What the supervisor writes down about itself: in and out, `state.json` in the run folder. */

import { join } from 'node:path';
import type { Disk, World } from '../../../model/shell.ts';
import { identifyProcess, isSameProcess, type ProcessIdentity } from './process-identity.ts';
import type { SupervisedRelease } from './protocol.ts';
import type { Site } from './switch.ts';

export interface SupervisorState {
  readonly version: 1;
  readonly supervisor: ProcessIdentity;
  readonly host: string;
  readonly port: number;
  /** What `--resume` starts again. */
  readonly current: SupervisedRelease | null;
  /** Web servers that were alive when this was written. */
  readonly servers: readonly ProcessIdentity[];
}

const name = 'state.json';

/** How long a leftover may take to end itself before it is killed, in milliseconds. */
const patience = 3_000;

export function writeState(disk: Disk, runFolder: string, state: SupervisorState): void {
  disk.write(join(runFolder, name), `${JSON.stringify(state, null, 2)}\n`, 0o600);
}

/** @returns undefined when there is none, or none that can be read */
export function readState(disk: Disk, runFolder: string): SupervisorState | undefined {
  try {
    const state = JSON.parse(disk.read(join(runFolder, name)) ?? 'null') as SupervisorState | null;
    return state?.version === 1 ? state : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Gives a function that writes down what the site runs, one writing after another.
 * @param last the release that was current before, named until there is a new one
 */
export function createRecorder(
  world: World,
  runFolder: string,
  site: Site,
  address: { readonly host: string; readonly port: number },
  last: SupervisedRelease | null,
): () => void {
  let writing: Promise<void> = Promise.resolve();
  let wanted = false;
  const write = async () => {
    wanted = false;
    const supervisor = await identifyProcess(world.shell, process.pid);
    const runs = [site.current, ...site.others];
    const pids = runs.flatMap((run) => (run?.server()?.isAlive() ? [run.server()?.pid ?? 0] : []));
    const servers = await Promise.all(pids.map((pid) => identifyProcess(world.shell, pid)));
    if (supervisor === undefined) return;
    writeState(world.disk, runFolder, {
      version: 1,
      supervisor,
      ...address,
      current: site.current?.release ?? last,
      servers: servers.filter((server) => server !== undefined),
    });
  };
  return () => {
    if (wanted) return;
    wanted = true;
    // A disk that is full, or a folder that somebody removed, must not end the site.
    writing = writing.then(write).catch(() => undefined);
  };
}

/**
 * Ends what a dead supervisor left running: only processes whose number and start time are the recorded ones.
 * To be called when no supervisor answers.
 * @returns the process ids that were ended
 */
export async function reapLeftovers(world: World, runFolder: string): Promise<readonly number[]> {
  const state = readState(world.disk, runFolder);
  if (state === undefined) return [];
  const ended: number[] = [];
  for (const identity of [state.supervisor, ...state.servers]) {
    if (identity.pid !== process.pid && (await endProcess(world, identity))) ended.push(identity.pid);
  }
  return ended;
}

async function endProcess(world: World, identity: ProcessIdentity): Promise<boolean> {
  if (!(await isSameProcess(world.shell, identity))) return false;
  send(identity.pid, 'SIGTERM');
  for (let waited = 0; waited < patience; waited += 50) {
    await world.clock.sleep(50);
    if (!(await isSameProcess(world.shell, identity))) return true;
  }
  send(identity.pid, 'SIGKILL');
  return true;
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself a moment ago.
  }
}
