/** The steps of the phase prepare: in, a context; out, a machine that can take a release, or why it cannot. */

import { createServer } from 'node:net';
import { join } from 'node:path';
import { UserError } from '../../model/problem.ts';
import type { Context } from './context.ts';
import { releaseLayout } from './layout.ts';
import { findSitePython } from './python.ts';
import { addToDraft } from './record.ts';
import { observeSite } from './state.ts';
import { describeListenFailure } from './supervisor/port-holder.ts';

const megabyte = 1024 * 1024;
/** A virtual environment with Django and what serves it, unpacked, with room for a large dependency. */
const environmentBytes = 400 * megabyte;
const sourceBytes = 100 * megabyte;

/** Removes releases, environments and drafts that were never finished. */
export async function removePartial({ world, desired }: Context): Promise<void> {
  const { layout } = desired;
  const state = await observeSite(world, layout.project);
  for (const id of state.partialReleases) world.disk.remove(join(layout.releases, id));
  for (const name of state.partialEnvironments) world.disk.remove(join(layout.environments, name));
  const drafts = world.disk.list(layout.secrets).filter((name) => name.startsWith('draft-'));
  for (const name of drafts) world.disk.remove(join(layout.secrets, name));
}

/** Full disks are better found now than in the middle of a migration. */
export async function checkRoom({ world, desired }: Context): Promise<void> {
  const { layout } = desired;
  const hasEnvironment = world.disk.list(layout.environments).length > 0;
  const needed = hasEnvironment ? sourceBytes : sourceBytes + environmentBytes;
  const free = world.disk.freeBytes(layout.site);
  if (free >= needed) return;
  const message = `${layout.site} has ${toMegabytes(free)} MB of room; a release needs about ${toMegabytes(needed)} MB`;
  throw new UserError({
    level: 'error',
    code: 'disk-full',
    message,
    fix: 'make room, then run the same command again',
  });
}

function toMegabytes(bytes: number): number {
  return Math.floor(bytes / megabyte);
}

/** Tries to listen: the only question whose answer holds. */
export async function checkPort({ world, desired }: Context): Promise<void> {
  const { host, port } = desired.options;
  const failure = await tryListening(host, port);
  const { supervisor } = await observeSite(world, desired.layout.project);
  // In use by our own, which is about to move to another address of this machine.
  const isOurs = failure === 'EADDRINUSE' && supervisor?.port === port;
  if (failure === undefined || isOurs) return;
  throw new UserError(await describeListenFailure(world.shell, { host, port }, failure));
}

function tryListening(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

export async function choosePython({ world, desired }: Context, id: string): Promise<void> {
  const { layout, placement } = desired;
  const python = await findSitePython(world, placement.plan.build);
  world.disk.makeFolder(releaseLayout(layout, id).folder, 0o700);
  addToDraft(world.disk, layout, id, { python });
}
