/** The read-only tree that inspect looks at: in, a folder on disk or an object in a test; out, texts and names. */

/**
 * A read-only tree of files. Paths are relative to its root, with `/` between parts, never `..`.
 * Nothing outside the root is ever read: a symbolic link that leaves it counts as absent.
 */
export interface Source {
  /** What a message calls this tree: the folder as the user wrote it. */
  readonly root: string;
  /** True when a regular file or folder is there and can be reached. */
  has(path: string): boolean;
  /** The raw content of a file, or undefined when it is absent, unreadable or no regular file. */
  readBytes(path: string): Uint8Array | undefined;
  /** The text of a file (UTF-8, or as its byte order mark says; else Latin-1), or undefined as `readBytes`. */
  read(path: string): string | undefined;
  /** Names in a folder, sorted; folders end in `/`. Empty when it is absent. */
  list(folder: string): readonly string[];
  /** All files below `folder` up to `depth` levels, sorted, without the folders that are never a project's own source. */
  walk(folder: string, depth: number): readonly string[];
  /** What was left out and why (too large, unreadable, outside the root), for the user to see. */
  readonly omitted: readonly { readonly path: string; readonly reason: string }[];
}

const ignoredFolders = new Set([
  '.git',
  '.hg',
  '.nuages',
  '.tox',
  '.nox',
  '.venv',
  'venv',
  'virtualenv',
  'node_modules',
  'bower_components',
  '__pycache__',
  'site-packages',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
]);

/** True for folders that hold other people's code or caches, wherever they lie. A folder with a `pyvenv.cfg` is one too. */
export function isIgnoredFolder(name: string): boolean {
  return ignoredFolders.has(name);
}
