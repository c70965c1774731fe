/** Which databases are files that a migration could spoil: in, the plan and the disk; out, aliases. */

import type { Plan } from '../../model/plan.ts';
import type { Disk } from '../../model/shell.ts';

/**
 * Aliases of the SQLite databases that hold something. One whose place the user gave is asked by the Python side, which knows it.
 * @param site the folder that `{site}` stands for
 */
export function listDatabaseFiles(
  disk: Pick<Disk, 'entry'>,
  { services, overlay }: Pick<Plan, 'services' | 'overlay'>,
  site: string,
): ReadonlySet<string> {
  const files = services.filter(({ kind, name }) => {
    if (kind !== 'sqlite') return false;
    const path = overlay.databases[name]?.sqlite ?? null;
    return path === null || (disk.entry(path.replace('{site}', site))?.size ?? 0) > 0;
  });
  return new Set(files.map(({ name }) => name));
}
