/** What in the project's folder does production write to? In, the settings in force; out, paths that must outlive a release. */

import type { DataPath, Fact } from '../model/project.ts';
import { isIgnoredFolder, type Source } from '../model/source.ts';
import { insideSource } from './evaluate/paths.ts';
import { likeliest, sourceRoot, type Value } from './evaluate/value.ts';
import { fact } from './place.ts';
import { entryOf, pathOf, placeOfSetting, type SettingsView } from './settings-view.ts';

/** Settings that name what is only read, or what belongs to one release. */
const readOnly = new Set([
  'STATIC_ROOT',
  'STATICFILES_DIRS',
  'COMPRESS_ROOT',
  'TEMPLATES',
  'LOCALE_PATHS',
  'FIXTURE_DIRS',
  'WEBPACK_LOADER',
]);

/** Names of what a front-end build leaves, which belongs to one release too. */
const built = /FRONTEND|DIST|BUILD|WEBPACK|VITE|NODE/;
const leftByBuild = /^(dist|build)$/;

/** Files that are written without being made by hand. */
const writtenFile = /\.(sqlite3?|db|log)$/i;

/**
 * Uploads, SQLite files, and every path that a setting names and the source does not hold (or holds empty, or tells git to
 * leave out): the project makes it at run time. Of a path that is not there the first missing part is told.
 */
export function findDataPaths(view: SettingsView, source: Source): Fact<readonly DataPath[]> {
  const kept = [...view.names].filter(([name]) => readOnly.has(name)).flatMap(([, value]) => pathsIn(value));
  const isKept = (path: string) => kept.some((one) => lies(path, one) || lies(one, path));
  const found = new Map<string, DataPath>();
  for (const one of [...namedPaths(view), ...otherPaths(view, source)]) {
    if (!found.has(one.path) && !isKept(one.path)) found.set(one.path, one);
  }
  const paths = [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return fact(outermost(paths), paths[0] ? placeOfSetting(view, paths[0].setting) : null, view.whole);
}

function lies(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** What lies in another of these folders comes along with it, unless it has a place of its own. */
function outermost(paths: readonly DataPath[]): readonly DataPath[] {
  const isCovered = (path: string) => paths.some((other) => other.path !== path && lies(path, other.path));
  return paths.filter(({ path, role }) => role !== 'other' || !isCovered(path));
}

function namedPaths(view: SettingsView): readonly DataPath[] {
  const media = insideOf(pathOf(view, view.names.get('MEDIA_ROOT')));
  const uploads =
    media === null ? [] : [{ path: media, kind: 'folder', role: 'media', setting: 'MEDIA_ROOT' } as const];
  const databases = likeliest(view.names.get('DATABASES'));
  const aliases = databases.kind === 'dict' ? [...databases.entries.keys()] : [];
  const files = aliases.flatMap((alias): readonly DataPath[] => {
    const path = insideOf(pathOf(view, entryOf(databases, alias, 'NAME')));
    const engine = likeliest(entryOf(databases, alias, 'ENGINE'));
    if (path === null || engine.kind !== 'text' || !/sqlite|spatialite/.test(engine.text)) return [];
    return [{ path, kind: 'file', role: 'database', setting: 'DATABASES', alias }];
  });
  return [...uploads, ...files];
}

function insideOf(path: string | null): string | null {
  return path === null || path === '.' || path.startsWith('/') || path.startsWith('..') ? null : path;
}

function otherPaths(view: SettingsView, source: Source): readonly DataPath[] {
  const ignored = readIgnored(source);
  return [...view.names].flatMap(([setting, value]) => {
    const isData = setting === setting.toUpperCase() && !readOnly.has(setting) && !built.test(setting);
    if (!isData || setting === 'MEDIA_ROOT' || setting === 'DATABASES') return [];
    return pathsIn(value).flatMap((path) => judgePath(source, ignored, setting, path) ?? []);
  });
}

/** The first part of a path that is data, or null when all of it is there as code. */
function judgePath(source: Source, ignored: ReadonlySet<string>, setting: string, path: string): DataPath | null {
  const parts = path.split('/');
  if (parts.some((part) => part.startsWith('.') || isIgnoredFolder(part) || leftByBuild.test(part))) return null;
  for (const [index] of parts.entries()) {
    const part = parts.slice(0, index + 1).join('/');
    const isWhole = part === path;
    if (source.has(part) && !isEmptyFolder(source, part) && !ignored.has(part)) continue;
    if (isWhole && writtenFile.test(part)) return { path: part, kind: 'file', role: 'other', setting };
    return isWhole && /\.\w+$/.test(part) ? null : { path: part, kind: 'folder', role: 'other', setting };
  }
  return null;
}

/** Git keeps no empty folder, so a hidden file stands in it. */
function isEmptyFolder(source: Source, path: string): boolean {
  return source.readBytes(path) === undefined && source.list(path).every((name) => /^\.[^/]+$/.test(name));
}

/** Folders that the project tells git to leave out, by their plain names. */
function readIgnored(source: Source): ReadonlySet<string> {
  const lines = (source.read('.gitignore') ?? '').split(/\r?\n/);
  return new Set(lines.flatMap((line) => /^\/?([\w./-]+?)\/?(?:\*)?\s*$/.exec(line)?.[1] ?? []));
}

/** Paths inside the source that a value holds, whichever of its alternatives comes true. */
function pathsIn(value: Value, depth = 0): readonly string[] {
  if (depth > 8) return [];
  const below = (inner: Value) => pathsIn(inner, depth + 1);
  switch (value.kind) {
    case 'text':
    case 'path': {
      const path = value.text.startsWith(`${sourceRoot}/`) ? insideOf(insideSource(value.text)) : null;
      return path === null ? [] : [path];
    }
    case 'environment':
      return below(value.assumed);
    case 'either':
      return value.options.flatMap(below);
    case 'list':
      return value.items.flatMap(below);
    case 'dict':
      return [...value.entries.values()].flatMap(below);
    default:
      return [];
  }
}
