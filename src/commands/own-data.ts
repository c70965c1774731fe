/** Data that the developer has in the project's folder: in, what releases share; out, words on it and how to begin with it. */

import { join } from 'node:path';
import { joinShellWords } from '../formats/shell-words.ts';
import type { Volume } from '../model/plan.ts';
import type { Disk } from '../model/shell.ts';
import type { Layout } from '../targets/local/layout.ts';

/** Lines for a person: a sentence, then the commands; empty when the folder holds no data of its own. */
export function describeOwnData(disk: Disk, layout: Layout, volumes: readonly Volume[]): readonly string[] {
  const own = volumes.filter((volume) => holdsData(disk, layout, volume));
  if (own.length === 0) return [];
  const names = own.map(({ path }) => path).join(', ');
  return [
    `the site does not use ${names} of your folder; to begin with what is there instead of an empty site:`,
    joinShellWords(['nuages', 'down', layout.project]),
    ...own.map((volume) => copyCommand(layout, volume)),
    joinShellWords(['nuages', 'up', layout.project]),
  ];
}

/** Files that only keep an empty folder in git do not count. */
function holdsData(disk: Disk, layout: Layout, { path, kind }: Volume): boolean {
  const there = disk.entry(join(layout.project, path));
  if (kind === 'file') return there?.kind === 'file' && there.size > 0;
  if (there?.kind !== 'folder') return false;
  return disk.list(join(layout.project, path)).some((name) => !name.startsWith('.git'));
}

function copyCommand(layout: Layout, { path, kind, place }: Volume): string {
  const from = join(layout.project, path);
  const to = place.replace('{site}', layout.site);
  return joinShellWords(kind === 'folder' ? ['cp', '-R', `${from}/.`, to] : ['cp', from, to]);
}
