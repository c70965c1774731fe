/** The project's files as a release keeps them: in, a folder; out, its hash, or a copy with the hash of what was copied. */

import { createHash } from 'node:crypto';
import { dirname, join, relative, resolve } from 'node:path';
import type { Disk } from '../../model/shell.ts';
import { isIgnoredFolder } from '../../model/source.ts';

interface Found {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly executable: boolean;
}

/** A database that is larger is told by its name; reading it whole would take too long. */
const readableBytes = 64 * 1024 * 1024;

/**
 * Hash of the tree: names, contents, links and execute bits. Same files, same hash, on any machine.
 * @param excluded relative paths that are data, not code (the media folder)
 */
export function hashTree(disk: Disk, root: string, excluded: readonly string[] = []): string {
  const hash = createHash('sha256');
  for (const found of walkTree(disk, root, excluded)) {
    const full = join(root, found.path);
    const content = found.kind === 'file' ? sha256(disk.readBytes(full)) : (disk.entry(full)?.target ?? '');
    hash.update(line(found, content));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Copies the tree into a new folder. Never by hard links: an edit in place would change a release that serves.
 * A link that leaves the tree points at the same place as before.
 * @returns the hash of what was copied, which differs from `hashTree` when somebody saved a file in between
 */
export function copyTree(disk: Disk, root: string, target: string, excluded: readonly string[] = []): string {
  const hash = createHash('sha256');
  disk.makeFolder(target, 0o755);
  for (const found of walkTree(disk, root, excluded)) hash.update(line(found, copyOne(disk, root, target, found)));
  return hash.digest('hex').slice(0, 16);
}

function copyOne(disk: Disk, root: string, target: string, found: Found): string {
  const from = join(root, found.path);
  const to = join(target, found.path);
  if (found.kind === 'folder') disk.makeFolder(to, 0o755);
  if (found.kind === 'file') return disk.copy(from, to);
  if (found.kind === 'folder') return '';
  const written = disk.entry(from)?.target ?? '';
  const leads = resolve(dirname(from), written);
  const inside = !relative(root, leads).startsWith('..');
  disk.link(inside ? relative(dirname(from), leads) || '.' : leads, to);
  return written;
}

function line(found: Found, content: string): string {
  return `${found.kind} ${found.executable ? 'x' : '-'} ${content} ${found.path}\n`;
}

function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

/** Everything a project may need at run time, in a fixed order: folders before what lies in them. */
export function walkTree(disk: Disk, root: string, excluded: readonly string[]): readonly Found[] {
  const left = new Set(excluded);
  const found: Found[] = [];
  const visit = (folder: string) => {
    for (const name of disk.list(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const entry = disk.entry(join(root, path));
      if (entry === undefined || entry.kind === 'other' || left.has(path)) continue;
      const executable = entry.kind === 'file' && (entry.mode & 0o111) !== 0;
      if (entry.kind === 'folder') {
        if (isLeftOut(disk, root, path)) continue;
        found.push({ path, kind: 'folder', executable });
        visit(path);
      } else if (!isData(disk, join(root, path), name, entry.size)) {
        found.push({ path, kind: entry.kind, executable });
      }
    }
  };
  visit('');
  return found;
}

function isLeftOut(disk: Disk, root: string, path: string): boolean {
  return isIgnoredFolder(path.slice(path.lastIndexOf('/') + 1)) || disk.exists(join(root, path, 'pyvenv.cfg'));
}

/** Values (they arrive as inputs and secrets), compiled code, and the developer's own database. */
function isData(disk: Disk, path: string, name: string, size: number): boolean {
  if (name === '.env' || name.startsWith('.env.') || name.endsWith('.pyc')) return true;
  const database = name.replace(/-(wal|shm|journal)$/, '');
  if (!/\.(sqlite3?|db)$/i.test(database)) return false;
  return database === name ? isDjangoDatabase(disk, path, size) : true;
}

/** A SQLite file that was migrated is the developer's database; one that was not may be data that the code reads. */
function isDjangoDatabase(disk: Disk, path: string, size: number): boolean {
  if (size > readableBytes) return true;
  const bytes = Buffer.from(disk.readBytes(path) ?? '');
  return bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3' && bytes.includes('django_migrations');
}
