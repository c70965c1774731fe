/** `nuages rollback`: in, a site and a release; out, that release's code, environment, configuration and secrets serving again. */

import { exitCode } from '../model/problem.ts';
import { isReleaseId } from '../release/record.ts';
import { rollBack } from '../targets/local/rollback.ts';
import { ownCommand } from './local-desired.ts';
import { openLocalSite } from './local-site.ts';
import type { Verb, VerbInput } from './verb.ts';
import { verifyRollout } from './verify-local.ts';

export const verb: Verb = {
  name: 'rollback',
  summary: 'serve an earlier release again',
  example: 'nuages rollback path/to/project    the release before the one that serves; without a failed request',
  arguments: [
    { name: 'dir', summary: 'the project (.)', required: false },
    { name: 'release', summary: 'id from nuages releases (the one before)', required: false },
  ],
  options: [{ flags: '--break-lock', summary: 'take the lock whoever holds it' }],
  run: async ({ args, options, world }) => {
    const { dir, release: wanted } = readWords(args);
    const { layout, state } = await openLocalSite(world, dir);
    const release = await rollBack(world, layout, {
      state,
      wanted,
      breakLock: options.breakLock === true,
      self: ownCommand(),
      verify: (url, health, isNew) => verifyRollout(world, url, health, isNew),
    });
    world.terminal.say(`${state.about?.name ?? 'the site'} serves release ${release.id} again`);
    return exitCode.done;
  },
};

/** A release may be named alone, for the project in this folder. */
function readWords(args: VerbInput['args']): {
  readonly dir: string | undefined;
  readonly release: string | undefined;
} {
  const { dir, release } = args;
  return dir !== undefined && release === undefined && isReleaseId(dir)
    ? { dir: undefined, release: dir }
    : { dir, release };
}
