/** `nuages rollback`: in, a site and a release; out, that release's code, environment, configuration and secrets serving again. */

import { exitCode } from '../model/problem.ts';
import { rollBack } from '../targets/local/rollback.ts';
import { ownCommand } from './local-desired.ts';
import { openLocalSite } from './local-site.ts';
import type { Verb } from './verb.ts';
import { verifyHealth } from './verify-local.ts';

export const verb: Verb = {
  name: 'rollback',
  summary: 'serve an earlier release again',
  example: 'nuages rollback --dir path/to/project    the release before the one that serves; without a failed request',
  arguments: [{ name: 'release', summary: 'id from nuages releases (the one before)', required: false }],
  options: [
    { flags: '--dir <folder>', summary: 'the project (.)' },
    { flags: '--break-lock', summary: 'take the lock whoever holds it' },
  ],
  run: async ({ args, options, world }) => {
    const { layout, state } = await openLocalSite(world, options.dir);
    const release = await rollBack(world, layout, {
      state,
      wanted: args.release,
      breakLock: options.breakLock === true,
      self: ownCommand(),
      verify: (url, health) => verifyHealth(world, url, health),
    });
    world.terminal.say(`${state.about?.name ?? 'the site'} serves release ${release.id} again`);
    return exitCode.done;
  },
};
