/** Files that this user may not read: in, a source that was looked at; out, a refusal that names them. */

import { UserError } from '../model/problem.ts';
import type { Source } from '../model/source.ts';

/**
 * Settings or values that were passed over in silence would make another site than the one that is meant. Folders that
 * cannot be entered are let be: a database's own files often lie beside a project.
 * @throws UserError `unreadable`, one problem for each file
 */
export function refuseUnreadable(source: Source): void {
  const files = source.omitted.filter(({ reason }) => reason.startsWith('cannot be read'));
  if (files.length === 0) return;
  throw new UserError(
    files.map(({ path, reason }) => ({
      level: 'error',
      code: 'unreadable',
      message: `${path} ${reason}`,
      at: { file: path, line: 1 },
      fix: `let this user read it (chmod u+r ${path}), or run as its owner`,
    })),
  );
}
