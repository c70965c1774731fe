/** Paths as settings compute them: in, parts; out, a clean POSIX path. Nothing touches a disk. */

import { sourceRoot } from './value.ts';

/** Joins as `os.path.join` and then cleans as `os.path.normpath` do: an absolute part starts over. */
export function joinPaths(parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) {
    if (part.startsWith('/')) joined = part;
    else joined = joined === '' || joined.endsWith('/') ? joined + part : `${joined}/${part}`;
  }
  return cleanPath(joined);
}

function cleanPath(path: string): string {
  const absolute = path.startsWith('/');
  const stack: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') stack.push(part);
    // Above the project's folder a path stays marked as such: its names are unknown.
    else if (stack.length > 0 && stack.at(-1) !== '..' && stack.at(-1) !== sourceRoot.slice(1)) stack.pop();
    else stack.push('..');
  }
  return `${absolute ? '/' : ''}${stack.join('/')}`;
}

/** The folder that a path lies in. */
export function parentPath(path: string): string {
  return joinPaths([path, '..']);
}

/** A path relative to the project's folder (`.` for itself), or null when it lies outside. */
export function insideSource(path: string): string | null {
  const clean = cleanPath(path);
  if (clean === sourceRoot) return '.';
  if (!clean.startsWith(`${sourceRoot}/`)) return null;
  const inside = clean.slice(sourceRoot.length + 1);
  return inside.startsWith('..') ? null : inside;
}
