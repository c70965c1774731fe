/** Files of this machine: in, absolute paths; out, contents, with every write whole or not at all. */

import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../model/problem.ts';
import type { Disk, DiskEntry } from '../model/shell.ts';

/** The real disk. Failures that a person can mend (no space, no permission) are UserErrors that name the path. */
export function createDisk(): Disk {
  return {
    read: (path) => absentAsUndefined(() => readFileSync(path, 'utf8')),
    readBytes: (path) => absentAsUndefined(() => readFileSync(path)),
    write: (path, content, mode = 0o644) => guard(path, () => writeWhole(path, content, mode)),
    create: (path, content, mode = 0o644) => guard(path, () => createOnly(path, content, mode)),
    copy: (from, to) => copyAndHash(from, to),
    makeFolder: (path, mode = 0o755) => guard(path, () => void mkdirSync(path, { recursive: true, mode })),
    restrict: (path, mode) => guard(path, () => chmodSync(path, mode)),
    list: (path) => absentAsUndefined(() => readdirSync(path).sort()) ?? [],
    entry: (path) => absentAsUndefined(() => describe(path)),
    exists: (path) => absentAsUndefined(() => lstatSync(path)) !== undefined,
    remove: (path) => guard(path, () => rmSync(path, { recursive: true, force: true, maxRetries: 3 })),
    rename: (from, to) => guard(to, () => renameSync(from, to)),
    link: (target, path) => guard(path, () => replaceLink(target, path)),
    freeBytes: (path) => {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    },
  };
}

/** Written beside its place and renamed, so that a reader or a crash never sees half a file. */
function writeWhole(path: string, content: string | Uint8Array, mode: number): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeNew(draft, content, mode, 'w');
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** A hard link appears with all of its content or not at all, so a reader never sees an empty file. */
function createOnly(path: string, content: string, mode: number): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.draft`;
  try {
    writeNew(draft, content, mode, 'wx');
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function copyAndHash(from: string, to: string): string {
  const bytes = readFileSync(from);
  const mode = statSync(from).mode & 0o777;
  guard(to, () => writeFileSync(to, bytes, { flag: 'wx', mode }));
  return createHash('sha256').update(bytes).digest('hex');
}

function writeNew(path: string, content: string | Uint8Array, mode: number, flag: 'w' | 'wx'): void {
  const file = openSync(path, flag, mode);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function replaceLink(target: string, path: string): void {
  const draft = `${path}.${process.pid}.draft`;
  rmSync(draft, { force: true });
  symlinkSync(target, draft);
  renameSync(draft, path);
}

function describe(path: string): DiskEntry {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path), size: 0, mode: 0o777, changed: 0 };
  const kind = stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  return { kind, target: null, size: stats.size, mode: stats.mode & 0o777, changed: stats.mtimeMs };
}

function absentAsUndefined<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR', 'ELOOP'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

const fixes: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['there is no space left on the disk', 'make room, then run the same command again'],
  EDQUOT: ['the disk quota is used up', 'make room, then run the same command again'],
  EACCES: ['you may not write there', 'look at the owner of the folder'],
  EPERM: ['you may not write there', 'look at the owner of the folder'],
  EROFS: ['the disk is read-only', 'mount it for writing'],
  EEXIST: ['something else has that name already', 'move it away, then run the same command again'],
  ENOTDIR: ['a part of that path is no folder', 'move away what is in the way, then run the same command again'],
};

/** Turns what a person can mend into words; anything else stays the error it is. */
function guard<T>(path: string, change: () => T): T {
  try {
    return change();
  } catch (error) {
    const [why, fix] = fixes[codeOf(error)] ?? [];
    if (why === undefined) throw error;
    const code = ['ENOSPC', 'EDQUOT'].includes(codeOf(error)) ? 'disk-full' : 'disk-refuses';
    throw new UserError({ level: 'error', code, message: `cannot write ${path} (in ${dirname(path)}): ${why}`, fix });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
