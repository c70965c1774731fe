/** `nuages down`: in, a site; out, no process of it. Its data stays unless its name is typed. */

import { basename, join } from 'node:path';
import { exitCode, UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { type Lock, takeLock } from '../release/lock.ts';
import type { Layout } from '../targets/local/layout.ts';
import { connectSupervisor } from '../targets/local/supervisor/client.ts';
import { type LocalSite, openLocalSite } from './local-site.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'down',
  summary: 'stop the site and keep its data',
  example:
    'nuages down path/to/project    finishes requests in flight and leaves no process; up serves the same data again',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [
    { flags: '--delete-data <name>', summary: 'delete everything of the site, for good; takes its name' },
    { flags: '--break-lock', summary: 'take the lock whoever holds it' },
  ],
  run: async ({ args, options, world }) => {
    const site = await openLocalSite(world, args.dir);
    const name = site.state.about?.name;
    if (options.deleteData !== undefined)
      requireName(String(options.deleteData), name ?? basename(site.layout.project));
    const lock = await takeLockIfRoom(world, site.layout, options.breakLock === true);
    try {
      const stopped = await stopSite(site.layout);
      world.terminal.say(stopped ? `${name ?? 'the site'} is down` : `${name ?? 'the site'} was not running`);
      finish(world, site, options.deleteData !== undefined);
    } finally {
      lock?.release();
    }
    return exitCode.done;
  },
};

/** A site on a full disk must still be stopped, and nobody can begin a rollout there meanwhile. */
async function takeLockIfRoom(world: World, layout: Layout, breakLock: boolean): Promise<Lock | undefined> {
  return takeLock(world, layout.lock, 'down', breakLock).catch((error: unknown) => {
    const code = error instanceof UserError ? error.problems[0]?.code : undefined;
    if (code !== 'disk-full' && code !== 'disk-refuses') throw error;
    world.terminal.warn('stopped without a lock: the disk takes none');
    return undefined;
  });
}

async function stopSite(layout: Layout): Promise<boolean> {
  const client = await connectSupervisor(layout.run);
  await client?.stop();
  return client !== undefined;
}

function finish(world: World, { layout }: LocalSite, deleteData: boolean): void {
  if (deleteData) {
    const others = world.disk.list(layout.site).filter((name) => join(layout.site, name) !== layout.lock);
    // The lock goes last, so that no rollout begins in what is half gone.
    for (const name of others) world.disk.remove(join(layout.site, name));
    world.disk.remove(layout.site);
    world.terminal.say(`deleted ${layout.site} with its database, uploads, backups and secrets`);
  } else {
    world.terminal.say(`data stays in ${layout.data}`);
  }
}

/** A site that does not know its name, since none was ever finished, goes by its folder's. */
function requireName(typed: string, name: string): void {
  if (typed === name) return;
  const message = `--delete-data takes the name of the site, ${name}; ${typed} is not it. Nothing was stopped or deleted`;
  throw new UserError({ level: 'error', code: 'wrong-name', message, fix: `nuages down --delete-data ${name}` });
}
