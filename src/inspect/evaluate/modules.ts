/** Finds the files of dotted names: in, a module name and who imports it; out, a path in the source. */

import type { Source } from '../../model/source.ts';

/** Where Python would look, in order: folders relative to the source root, `` for the root itself. */
export type SearchPath = readonly string[];

/** Joins folder and name with `/`; `` and `.` are the root. Does not go above the root: undefined then. */
export function joinPath(...parts: readonly string[]): string | undefined {
  const stack: string[] = [];
  for (const part of parts.flatMap((piece) => piece.split('/'))) {
    if (part === '' || part === '.') continue;
    if (part !== '..') stack.push(part);
    else if (stack.pop() === undefined) return undefined;
  }
  return stack.join('/');
}

/** The folder of a path, `` at the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** The file of a dotted name, or undefined when it is not part of the project. */
export function findModule(source: Source, search: SearchPath, dotted: string): string | undefined {
  for (const folder of search) {
    const file = fileOf(source, joinPath(folder, dotted.replaceAll('.', '/')));
    if (file !== undefined) return file;
  }
  return undefined;
}

function fileOf(source: Source, path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined;
  const candidates = [`${path}/__init__.py`, `${path}.py`];
  return candidates.find((candidate) => source.has(candidate));
}

/** True when the dotted name is a folder without `__init__.py`, which Python also imports. */
export function isNamespace(source: Source, search: SearchPath, dotted: string): boolean {
  return search.some((folder) => {
    const path = joinPath(folder, dotted.replaceAll('.', '/'));
    return path !== undefined && path !== '' && source.list(path).length > 0;
  });
}

/** The dotted name of a file seen from the search path; the deepest folder that fits decides. */
export function dottedName(search: SearchPath, file: string): string {
  const [folder] = [...search]
    .filter((candidate) => candidate === '' || file.startsWith(`${candidate}/`))
    .sort((one, other) => other.length - one.length);
  const inside = folder === undefined || folder === '' ? file : file.slice(folder.length + 1);
  return inside
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.');
}

/** Turns a relative import into an absolute dotted name, or undefined when it leads above the top. */
export function absoluteName(
  importer: { dotted: string; file: string },
  level: number,
  module: string,
): string | undefined {
  if (level === 0) return module;
  const parts = importer.dotted.split('.');
  const up = importer.file.endsWith('/__init__.py') ? level - 1 : level;
  if (up > parts.length) return undefined;
  const base = parts.slice(0, parts.length - up);
  return [...base, ...(module === '' ? [] : [module])].join('.');
}
