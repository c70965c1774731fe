/** Unix sockets in folders with long names: in, a folder; out, a short name for it while it is needed. */

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Bytes of a socket's path that macOS takes, with the zero at its end; Linux takes 108. `man 4 unix`, `sun_path`. */
const pathLimit = 104;

/** The longest file name that is put into such a folder. */
const nameLimit = 'control.sock'.length;

/** True when sockets in this folder can be reached by their absolute path. */
function fitsSocketPath(folder: string): boolean {
  return Buffer.byteLength(resolve(folder)) + 1 + nameLimit < pathLimit;
}

/**
 * Runs `work` with a name of the folder that leaves room for a socket: its own, else a symbolic link in a new
 * private (0700) folder for temporary files, which is removed afterwards.
 */
export async function withShortPath<T>(folder: string, work: (shortFolder: string) => Promise<T>): Promise<T> {
  if (fitsSocketPath(folder)) return work(resolve(folder));
  const short = makeShortPath(folder);
  try {
    return await work(short.folder);
  } finally {
    short.remove();
  }
}

/** The same for a caller that decides itself when the link may go. */
export function makeShortPath(folder: string): { readonly folder: string; remove(): void } {
  if (fitsSocketPath(folder)) return { folder: resolve(folder), remove: () => undefined };
  const hidden = mkdtempSync(join(tmpdir(), 'nuages-'));
  const link = join(hidden, 'run');
  symlinkSync(resolve(folder), link);
  return { folder: link, remove: () => rmSync(hidden, { recursive: true, force: true }) };
}
