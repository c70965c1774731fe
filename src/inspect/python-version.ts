/** Which Python does the project want? In, a source and its folder; out, a version, else a specifier, with its evidence. */

import { parseToml } from '../formats/toml.ts';
import type { Fact } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { folderOf, joinPath } from './evaluate/modules.ts';
import { fact, placeOf } from './place.ts';
import { poetrySpecifier, tableAt } from './project-files.ts';

type Reader = (content: string) => string | undefined;

const number = /(\d+\.\d+(?:\.\d+)?)/;

/** Files that name one version, the most deliberate first. */
const pins: readonly (readonly [string, Reader])[] = [
  ['.python-version', (content) => /^\s*(?:cpython[-@]?|python-?)?(\d+(?:\.\d+){1,2})\s*$/m.exec(content)?.[1]],
  ['runtime.txt', (content) => /python-(\d+\.\d+(?:\.\d+)?)/.exec(content)?.[1]],
  ['.tool-versions', (content) => /^python\s+(\d+\.\d+(?:\.\d+)?)/m.exec(content)?.[1]],
  ['mise.toml', (content) => /^python\s*=\s*["'](\d+\.\d+(?:\.\d+)?)/m.exec(content)?.[1]],
  ['.mise.toml', (content) => /^python\s*=\s*["'](\d+\.\d+(?:\.\d+)?)/m.exec(content)?.[1]],
  ['Pipfile', (content) => /^python_(?:full_)?version\s*=\s*["'](\d+\.\d+(?:\.\d+)?)/m.exec(content)?.[1]],
];

/** Reads the files of manage.py's folder, then of the root. A Dockerfile is a witness: its version is not sure. */
export function findPythonVersion(source: Source, directory: string): Fact<string | null> {
  const near = joinPath(directory) ?? '';
  const folders = [...new Set([near, folderOf(near), ''])];
  for (const folder of folders) {
    const found = pinned(source, folder) ?? required(source, folder);
    if (found !== undefined) return found;
  }
  return fromImage(source) ?? fact(null, null, false);
}

function at(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function pinned(source: Source, folder: string): Fact<string | null> | undefined {
  for (const [name, read] of pins) {
    const file = at(folder, name);
    const content = source.read(file)?.replace(/^\uFEFF/, '');
    const version = content === undefined ? undefined : read(content);
    if (version !== undefined && content !== undefined) return fact(version, placeOf(file, content, version));
  }
  return undefined;
}

function required(source: Source, folder: string): Fact<string | null> | undefined {
  const file = at(folder, 'pyproject.toml');
  const content = source.read(file);
  const result = content === undefined ? undefined : parseToml(content);
  const table = result?.ok ? result.data : {};
  const plain = tableAt(table, 'project')['requires-python'];
  if (typeof plain === 'string')
    return fact(plain.replace(/\s+/g, ''), placeOf(file, content ?? '', 'requires-python'));
  const poetry = tableAt(table, 'tool', 'poetry', 'dependencies').python;
  if (typeof poetry === 'string') return fact(poetrySpecifier(poetry), placeOf(file, content ?? '', /^python\s*=/m));
  const setup = at(folder, 'setup.cfg');
  const text = source.read(setup) ?? '';
  const wanted = /^python_requires\s*=\s*(.+)$/m.exec(text)?.[1];
  return wanted === undefined ? undefined : fact(wanted.replace(/\s+/g, ''), placeOf(setup, text, 'python_requires'));
}

function fromImage(source: Source): Fact<string | null> | undefined {
  const images = source.walk('', 3).filter((path) => /(^|\/)[\w.-]*Dockerfile[\w.-]*$/i.test(path));
  for (const file of images) {
    const content = source.read(file) ?? '';
    const image = /^(?:FROM\s+(?:--\S+\s+)?\S*python:?\S*|ARG\s+PYTHON_VERSION=\S*)/im.exec(content)?.[0];
    const version = image === undefined ? undefined : number.exec(image)?.[1];
    if (image !== undefined && version !== undefined) return fact(version, placeOf(file, content, image), false);
  }
  return undefined;
}
