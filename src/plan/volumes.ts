/** What a release shares with the next one: in, the paths that production writes to; out, where in the site each of them lies. */

import type { Volume } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { PlannedDatabase } from './databases.ts';

/**
 * Settings often compute a path from MEDIA_ROOT or from the project's folder before the Python side can move it, so the
 * folder itself must lead to where data is kept. Outer folders come before what lies in them.
 */
export function planVolumes(
  project: Project,
  databases: readonly PlannedDatabase[],
  mediaRoot: string,
): readonly Volume[] {
  return project.dataPaths.value.flatMap(({ path, kind, role, alias }): readonly Volume[] => {
    if (role === 'media') return [{ path, kind, place: mediaRoot }];
    if (role === 'other') return [{ path, kind, place: `{site}/data/files/${path}` }];
    const place = databases.find((database) => database.alias === alias)?.sqlite;
    return place ? [{ path, kind, place }] : [];
  });
}
