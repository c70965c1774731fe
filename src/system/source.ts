/** The source tree on disk: in, a folder; out, a Source that never leaves it. */

import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { decodeText } from '../model/decode-text.ts';
import { UserError } from '../model/problem.ts';
import { isIgnoredFolder, type Source } from '../model/source.ts';

const largestFileBytes = 20_000_000;
/** A tree larger than this is no project (a home folder, a disk); the walk stops and says so. */
const mostFiles = 100_000;
const mostKeptBytes = 64_000_000;

/**
 * Opens a folder for reading. Symbolic links that leave it, files over 20 MB and what cannot be read
 * are left out and listed in `omitted`.
 * @throws UserError `no-such-folder` when there is no readable folder at the path.
 */
export function openSource(folder: string): Source {
  const root = realRoot(folder);
  const omitted = new Map<string, string>();
  const omit = (path: string, reason: string): undefined => {
    omitted.set(path, reason);
  };
  const { reach, entries } = createListing(root, omit);
  const readBytes = keepRead((path) => readFile(path, reach, omit));
  return {
    root: folder,
    has: (path) => reach(path) !== undefined,
    readBytes,
    read: (path) => {
      const bytes = readBytes(path);
      return bytes === undefined ? undefined : decodeText(bytes);
    },
    list: (path) => listFolder(path, reach, entries),
    walk: (path, depth) => walkFolder(path, depth, reach, entries, omit),
    get omitted() {
      return [...omitted].map(([path, reason]) => ({ path, reason }));
    },
  };
}

/** What lies in a folder, by name. */
type Folder = ReadonlyMap<string, Dirent>;
type Omit = (path: string, reason: string) => undefined;
type Reach = (path: string) => string | undefined;
type Entries = (path: string) => readonly Dirent[];

/** One command looks at a tree several times; what it holds is asked of the disk once. */
function createListing(root: string, omit: Omit): { readonly reach: Reach; readonly entries: Entries } {
  const known = new Map<string, Folder>();
  const folderAt = (path: string): Folder => {
    const found = known.get(path) ?? readFolder(root, path, reach, omit);
    known.set(path, found);
    return found;
  };
  // Of a plain file in a folder that was listed the real path is known without asking for each part of it.
  const reach = (path: string): string | undefined => {
    if (!isPlainPath(path)) return reachInside(root, path, omit);
    const parent = folderOf(path);
    const folder = folderAt(parent);
    const entry = folder.get(path.slice(parent === '' ? 0 : parent.length + 1));
    if (entry === undefined && folder.size > 0) return undefined;
    if (entry === undefined || entry.isSymbolicLink()) return reachInside(root, path, omit);
    const above = reach(parent);
    return above && join(above, entry.name);
  };
  return { reach, entries: (path) => [...folderAt(path).values()] };
}

/** Files are read by one part of a command after the other: what was read stays in memory, as far as there is room. */
function keepRead(read: (path: string) => Uint8Array | undefined): (path: string) => Uint8Array | undefined {
  const kept = new Map<string, Uint8Array | undefined>();
  let room = mostKeptBytes;
  return (path) => {
    if (kept.has(path)) return kept.get(path);
    const bytes = read(path);
    room -= bytes?.length ?? 0;
    if (room > 0) kept.set(path, bytes);
    return bytes;
  };
}

function readFile(path: string, reach: Reach, omit: Omit): Uint8Array | undefined {
  const full = reach(path);
  if (full === undefined) return undefined;
  try {
    const status = statSync(full);
    if (!status.isFile()) return undefined;
    if (status.size > largestFileBytes) return omit(path, `larger than ${largestFileBytes / 1_000_000} MB`);
    return readFileSync(full);
  } catch (error) {
    return omit(path, `cannot be read (${errorCode(error)})`);
  }
}

function realRoot(folder: string): string {
  try {
    const root = realpathSync(resolve(folder));
    readdirSync(root);
    return root;
  } catch (error) {
    const reason = errorCode(error);
    const said = reason === 'ENOENT' ? 'does not exist' : reason === 'ENOTDIR' ? 'is not a folder' : `: ${reason}`;
    throw new UserError({
      level: 'error',
      code: 'no-such-folder',
      message: `The folder ${folder} ${said}.`,
      fix: 'Give the path of a folder that you may read.',
    });
  }
}

/** The real path of something inside the root, or undefined when it is absent or a link leads out. */
function reachInside(root: string, path: string, omit: Omit): string | undefined {
  const asked = join(root, path);
  if (asked !== root && !asked.startsWith(root + sep)) return undefined;
  try {
    const real = realpathSync(asked);
    if (real === root || real.startsWith(root + sep)) return real;
    return omit(path, 'a symbolic link that leads out of the project');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return danglingLink(asked) ? omit(path, 'a broken link') : undefined;
    return omit(
      path,
      code === 'ELOOP' ? 'a loop of symbolic links' : `lies in a folder that cannot be entered (${code})`,
    );
  }
}

function danglingLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function isPlainPath(path: string): boolean {
  return !/^\/|(^|\/)\.{0,2}(\/|$)/.test(path);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function readFolder(root: string, path: string, reach: Reach, omit: Omit): Folder {
  const full = reach(path);
  if (full === undefined) return new Map();
  try {
    return new Map(readdirSync(full, { withFileTypes: true }).map((entry) => [entry.name, entry]));
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOTDIR') omit(path === '' ? root : path, `a folder that cannot be read (${code})`);
    return new Map();
  }
}

function listFolder(path: string, reach: Reach, entries: Entries): readonly string[] {
  const names = entries(path).flatMap((entry) => {
    if (entry.isDirectory()) return [`${entry.name}/`];
    if (entry.isFile()) return [entry.name];
    if (!entry.isSymbolicLink()) return [];
    const full = reach(join(path, entry.name));
    return full === undefined ? [] : [isFolder(full) ? `${entry.name}/` : entry.name];
  });
  return names.sort();
}

/** Links to folders are not entered: what they lead to inside the root is met at its own place. */
function walkFolder(folder: string, depth: number, reach: Reach, list: Entries, omit: Omit): readonly string[] {
  const found: string[] = [];
  const waiting: { path: string; left: number }[] = [{ path: folder.replace(/^\.\/?/, ''), left: depth }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, left } = next;
    const entries = list(path);
    if (path !== '' && entries.some((entry) => entry.name === 'pyvenv.cfg')) continue;
    for (const entry of entries) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (left > 1 && !isIgnoredFolder(entry.name)) waiting.push({ path: below, left: left - 1 });
      } else if (entry.isFile()) found.push(below);
      else if (entry.isSymbolicLink()) {
        const full = reach(below);
        if (full !== undefined && !isFolder(full)) found.push(below);
      }
    }
    if (found.length > mostFiles) {
      omit(folder === '' ? '.' : folder, `more than ${mostFiles} files; the rest was not looked at`);
      break;
    }
  }
  return found.sort();
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
