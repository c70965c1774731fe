/** The site that a verb is about: in, a folder; out, its layout and state, or a refusal that says where none is. */

import { joinShellWords } from '../formats/shell-words.ts';
import { UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { type Layout, layoutOf } from '../targets/local/layout.ts';
import type { LocalRelease } from '../targets/local/record.ts';
import { type LocalState, observeSite } from '../targets/local/state.ts';
import type { OptionValue } from './verb.ts';

export interface LocalSite {
  readonly layout: Layout;
  readonly state: LocalState;
}

/** @throws UserError `no-site` when nothing was ever put up here */
export async function openLocalSite(world: World, folder: OptionValue): Promise<LocalSite> {
  const layout = layoutOf(typeof folder === 'string' ? folder : '.');
  if (!world.disk.exists(layout.site)) {
    const message = `there is no site in ${layout.project} (looked for ${layout.site})`;
    throw new UserError({
      level: 'error',
      code: 'no-site',
      message,
      fix: joinShellWords(['nuages', 'up', layout.project]),
    });
  }
  return { layout, state: await observeSite(world, layout.project) };
}

/** @throws UserError `no-release` when no release was ever finished */
export function requireCurrent({ layout, state }: LocalSite): LocalRelease {
  const { current } = state;
  if (current !== undefined) return current;
  const message = `no release of ${layout.project} has served yet`;
  throw new UserError({
    level: 'error',
    code: 'no-release',
    message,
    fix: joinShellWords(['nuages', 'up', layout.project]),
  });
}
