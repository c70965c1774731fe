/** A source tree without a disk: in, an object of paths and contents; out, a Source, for tests. */

import { decodeText } from './decode-text.ts';
import { isIgnoredFolder, type Source } from './source.ts';

/**
 * Makes a Source of `files` (path to text or bytes). Paths use `/` and are relative to the root.
 * Folders exist as far as files lie in them.
 */
export function createMemorySource(files: Readonly<Record<string, string | Uint8Array>>, root = 'project'): Source {
  const contents = new Map(Object.entries(files));
  const readBytes = (path: string): Uint8Array | undefined => {
    const content = contents.get(clean(path));
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  const list = (folder: string): readonly string[] => {
    const prefix = clean(folder) === '' ? '' : `${clean(folder)}/`;
    const names = new Set<string>();
    for (const path of contents.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [first, ...rest] = path.slice(prefix.length).split('/');
      if (first) names.add(rest.length > 0 ? `${first}/` : first);
    }
    return [...names].sort();
  };
  const walk = (folder: string, depth: number): readonly string[] =>
    list(folder).flatMap((name) => {
      const path = clean(folder) === '' ? name : `${clean(folder)}/${name}`;
      if (!name.endsWith('/')) return [path];
      if (depth <= 1 || isIgnoredFolder(name.slice(0, -1)) || contents.has(`${path}pyvenv.cfg`)) return [];
      return walk(path, depth - 1);
    });
  return {
    root,
    has: (path) => contents.has(clean(path)) || clean(path) === '' || list(path).length > 0,
    readBytes,
    read: (path) => {
      const bytes = readBytes(path);
      return bytes === undefined ? undefined : decodeText(bytes);
    },
    list,
    walk: (folder, depth) => [...walk(folder, depth)].sort(),
    omitted: [],
  };
}

function clean(path: string): string {
  return path.replace(/^\.(\/|$)|\/+$/g, '');
}
