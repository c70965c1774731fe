/** `nuages releases`: in, a site; out, its releases, newest first. */

import { exitCode } from '../model/problem.ts';
import type { LocalRelease } from '../targets/local/record.ts';
import { openLocalSite } from './local-site.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'releases',
  summary: 'list the releases that are kept',
  example: 'nuages releases path/to/project    the one that serves is marked with *',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [{ flags: '--json', summary: 'print the result as JSON' }],
  run: async ({ args, options, world }) => {
    const { state } = await openLocalSite(world, args.dir);
    const current = state.current?.id;
    const releases = state.releases.toReversed();
    if (options.json === true) {
      world.terminal.result(
        JSON.stringify(
          releases.map((release) => ({ ...release, current: release.id === current })),
          null,
          2,
        ),
      );
    } else {
      world.terminal.result(releases.map((release) => formatLine(release, current)).join('\n'));
    }
    return exitCode.done;
  },
};

function formatLine(release: LocalRelease, current: string | undefined): string {
  const commit = release.commit ? ` ${release.commit.slice(0, 10)}${release.dirty ? ' with changes' : ''}` : '';
  return `${release.id === current ? '*' : ' '} ${release.id}  ${release.at}  by ${release.by}${commit}`;
}
