/** The folder `.nuages` itself: in, its layout; out, a private folder that git never sees. */

import { join } from 'node:path';
import type { Disk } from '../../model/shell.ts';
import type { Layout } from './layout.ts';

/** Makes the folders that everything else expects. Idempotent. */
export function makeSiteFolder(disk: Disk, layout: Layout): void {
  disk.makeFolder(layout.site, 0o700);
  const ignore = join(layout.site, '.gitignore');
  if (!disk.exists(ignore)) disk.write(ignore, '*\n');
  for (const folder of [
    layout.releases,
    layout.environments,
    layout.secrets,
    layout.run,
    layout.logs,
    layout.backups,
  ]) {
    disk.makeFolder(folder, 0o700);
  }
  for (const folder of [layout.data, join(layout.data, 'media'), layout.static]) disk.makeFolder(folder, 0o700);
}
