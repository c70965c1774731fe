/** The folder `.nuages` itself: in, its layout; out, a private folder that git never sees. */

import { join } from 'node:path';
import type { Disk } from '../../model/shell.ts';
import type { Layout } from './layout.ts';

/** Makes the folders that everything else expects. Idempotent. */
export function makeSiteFolder(disk: Disk, layout: Layout): void {
  makePrivate(disk, layout.site);
  const ignore = join(layout.site, '.gitignore');
  if (!disk.exists(ignore)) disk.write(ignore, '*\n');
  const { releases, environments, secrets, run, logs, backups, data } = layout;
  for (const folder of [releases, environments, secrets, run, logs, backups, data]) makePrivate(disk, folder);
  for (const folder of [join(data, 'media'), layout.static]) disk.makeFolder(folder, 0o700);
}

/** Also when it was made by hand before, with what the umask allows. */
function makePrivate(disk: Disk, folder: string): void {
  disk.makeFolder(folder, 0o700);
  const entry = disk.entry(folder);
  if (entry?.kind === 'folder' && (entry.mode & 0o077) !== 0) disk.restrict(folder, 0o700);
}
