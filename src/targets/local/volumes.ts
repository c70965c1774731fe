/** Paths of a release that lead to the site's data: in, the plan's volumes; out, symbolic links in the release's source. */

import { dirname, join } from 'node:path';
import type { Volume } from '../../model/plan.ts';
import type { Disk } from '../../model/shell.ts';
import { type Layout, releaseLayout } from './layout.ts';

/** Links each path of the copied source to its place, which is made when absent. What is a real file or folder there stays. */
export function linkVolumes(disk: Disk, layout: Layout, id: string, volumes: readonly Volume[]): void {
  const { source } = releaseLayout(layout, id);
  for (const { path, kind, place } of volumes) {
    const target = place.replace('{site}', layout.site);
    disk.makeFolder(kind === 'folder' ? target : dirname(target), 0o700);
    const link = join(source, path);
    disk.makeFolder(dirname(link), 0o755);
    const there = disk.entry(link);
    if (there === undefined || there.kind === 'link') disk.link(target, link);
  }
}
