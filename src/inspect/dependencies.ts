/** What does production install? In, a source; out, the package manager, its files, the requirements and all names known. */

import { parseToml, type TomlTable } from '../formats/toml.ts';
import type { Place } from '../model/problem.ts';
import type { Fact, PackageManager, Project } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { folderOf, joinPath } from './evaluate/modules.ts';
import { lockedNames } from './lock-files.ts';
import { fact, placeOf } from './place.ts';
import {
  groupRequirements,
  poetryRequirements,
  projectRequirements,
  setupRequirements,
  tableAt,
} from './project-files.ts';
import { normaliseName, parseRequirements, type Requirement } from './requirement.ts';

export interface Dependencies {
  readonly facts: Project['dependencies'];
  /** The requirement of django and its place; a lock's exact version comes first. */
  readonly django: Fact<string | null>;
}

interface Found {
  readonly manager: PackageManager;
  readonly files: readonly string[];
  readonly requirements: readonly Requirement[];
  /** Names and versions of a lock, empty without one. */
  readonly locked: ReadonlyMap<string, string>;
  readonly at: Place;
  readonly sure: boolean;
}

/** Looks beside manage.py and at the root of the source; the folder with files nearest to manage.py wins. */
export function findDependencies(source: Source, directory: string): Dependencies {
  const near = joinPath(directory) ?? '';
  const folders = near === '' ? [''] : [near, ...ancestors(near)];
  for (const folder of folders) {
    const found =
      byLock(source, folder) ??
      byRequirements(source, folder, plainRank) ??
      byProjectFile(source, folder) ??
      byRequirements(source, folder, oddRank);
    if (found !== undefined) return describe(source, found);
  }
  const lost = fact<readonly string[]>([], null, false);
  return {
    facts: { manager: fact('none', null, false), files: lost, installed: lost, requirements: lost },
    django: fact(null, null, false),
  };
}

function ancestors(folder: string): readonly string[] {
  const parent = folderOf(folder);
  return parent === '' ? [''] : [parent, ...ancestors(parent)];
}

function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

const locks: readonly (readonly [string, PackageManager, string])[] = [
  ['uv.lock', 'uv', 'pyproject.toml'],
  ['poetry.lock', 'poetry', 'pyproject.toml'],
  ['pdm.lock', 'pdm', 'pyproject.toml'],
  ['Pipfile.lock', 'pipenv', 'Pipfile'],
];

function byLock(source: Source, folder: string): Found | undefined {
  const present = locks.filter(([lock]) => source.has(within(folder, lock)));
  const [first] = present;
  if (first === undefined) return undefined;
  const [lock, manager, project] = first;
  const projectFile = within(folder, project);
  const table = readTable(source, projectFile);
  const requirements =
    manager === 'pipenv' ? pipfileRequirements(table) : [...projectRequirements(table), ...poetryRequirements(table)];
  const file = within(folder, lock);
  const locked = lockedNames(
    source.read(file) ?? '',
    manager,
    requirements.flatMap((one) => one.name ?? []),
  );
  const rivals = present.length > 1 || source.has(within(folder, 'requirements.txt'));
  return {
    manager,
    files: source.has(projectFile) ? [projectFile, file] : [file],
    requirements: withLines(requirements, source.read(projectFile) ?? ''),
    locked,
    at: { file, line: 1 },
    sure: present.length === 1 && (!rivals || requirements.length > 0),
  };
}

function withLines(requirements: readonly Requirement[], content: string): readonly Requirement[] {
  return requirements.map((one) => ({
    ...one,
    line: placeOf('', content.toLowerCase(), new RegExp(`["'\\s]?${(one.name ?? '').replace(/-/g, '[-_.]')}\\b`)).line,
  }));
}

function readTable(source: Source, file: string): TomlTable {
  const content = source.read(file);
  const result = content === undefined ? undefined : parseToml(content);
  return result?.ok ? result.data : {};
}

function pipfileRequirements(table: TomlTable): readonly Requirement[] {
  return Object.entries(tableAt(table, 'packages')).map(([name, value]) => {
    const version = typeof value === 'string' ? value : String((value as { version?: unknown } | null)?.version ?? '*');
    const specifier = version === '*' ? '' : version;
    return { name: normaliseName(name), specifier, text: `${name}${specifier}`, line: 1 };
  });
}

/** Requirements files, production's before the plain one, never those of development. */
function byRequirements(source: Source, folder: string, worst: number): Found | undefined {
  const names = ['', 'requirements/', 'reqs/', 'requires/', 'deps/'].flatMap((sub) =>
    source
      .list(within(folder, sub).replace(/\/$/, ''))
      .filter((name) => /\.(txt|pip)$/.test(name) && (sub !== '' || /require|^reqs?\b/i.test(name)))
      .map((name) => within(folder, sub + name)),
  );
  const ranked = names
    .map((file) => ({ file, rank: rankOf(file) }))
    .filter(({ rank }) => rank <= worst)
    .sort((one, other) => one.rank - other.rank);
  for (const { file, rank } of ranked) {
    const files: string[] = [];
    const read = readRequirements(source, file, files);
    if (read.requirements.length === 0) continue;
    const pipTools = read.compiled || source.has(file.replace(/\.txt$/, '.in'));
    const rivals = ranked.filter((other) => other.rank === rank).length > 1;
    const exact = read.requirements.filter((one) => /^===?[^,*]+$/.test(one.specifier));
    return {
      manager: pipTools ? 'pip-tools' : 'pip',
      files,
      requirements: read.requirements,
      locked: new Map(
        exact.flatMap((one) => (one.name === null ? [] : [[one.name, one.specifier.replace(/^=+/, '')] as const])),
      ),
      at: { file, line: 1 },
      sure: !rivals,
    };
  }
  return undefined;
}

/** Names that say what they are for, and others; those of development are never taken. */
const plainRank = 2;
const oddRank = 3;

function rankOf(file: string): number {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/(dev|local|test|doc|lint|ci|build|optional|example)/i.test(name)) return 9;
  if (/(prod|production|deploy|live)/i.test(name)) return 0;
  if (/^requirements\.(txt|pip)$/.test(name)) return 1;
  if (/^(base|common|main|all|default|app|core)\.(txt|pip)$/.test(name)) return 2;
  return 3;
}

function readRequirements(
  source: Source,
  file: string,
  files: string[],
): { readonly requirements: readonly Requirement[]; readonly compiled: boolean } {
  const content = source.read(file);
  if (content === undefined || files.includes(file) || files.length > 50) return { requirements: [], compiled: false };
  files.push(file);
  const parsed = parseRequirements(content);
  const below = parsed.includes.map(({ path }) =>
    readRequirements(source, joinPath(folderOf(file), path) ?? '', files),
  );
  return {
    requirements: [...below.flatMap((one) => one.requirements), ...parsed.requirements],
    compiled: parsed.compiled || below.some((one) => one.compiled),
  };
}

/** pyproject.toml, Pipfile or setup files without a lock. */
function byProjectFile(source: Source, folder: string): Found | undefined {
  const file = within(folder, 'pyproject.toml');
  const table = readTable(source, file);
  const poetry = poetryRequirements(table);
  const own = [...projectRequirements(table), ...poetry];
  const listed = own.length > 0 ? own : groupRequirements(table);
  const plain = (manager: PackageManager, from: string, requirements: readonly Requirement[]): Found => ({
    manager,
    files: [from],
    requirements: withLines(requirements, source.read(from) ?? ''),
    locked: new Map(),
    at: { file: from, line: 1 },
    sure: true,
  });
  if (listed.length > 0) {
    const tool = tableAt(table, 'tool');
    const manager = 'uv' in tool ? 'uv' : poetry.length > 0 ? 'poetry' : 'pdm' in tool ? 'pdm' : 'pip';
    return plain(manager, file, listed);
  }
  const pipfile = within(folder, 'Pipfile');
  if (source.has(pipfile)) return plain('pipenv', pipfile, pipfileRequirements(readTable(source, pipfile)));
  for (const name of ['setup.cfg', 'setup.py']) {
    const setup = within(folder, name);
    const requirements = setupRequirements(name, source.read(setup) ?? '');
    if (requirements.length > 0) return plain('pip', setup, requirements);
  }
  return undefined;
}

/** `==5.2.1` names a version; any other specifier stays one. */
function exactVersion(specifier: string | undefined): string {
  return specifier?.replace(/^===?([^,*]+)$/, '$1') ?? '';
}

function describe(source: Source, found: Found): Dependencies {
  const names = new Set([...found.requirements.flatMap((one) => one.name ?? []), ...found.locked.keys()]);
  const django = found.requirements.find((one) => one.name === 'django');
  const locked = found.locked.get('django');
  const file = found.files.find((path) => /^\s*["']?django\b/im.test(source.read(path) ?? '')) ?? found.at.file;
  const at =
    django === undefined
      ? found.at
      : placeOf(file, (source.read(file) ?? '').toLowerCase(), /(^|["'\s])django\b(?![-_.\w])/);
  return {
    facts: {
      manager: fact(found.manager, found.at, found.sure),
      files: fact(found.files, found.at, found.sure),
      installed: fact([...names].sort(), found.at, found.sure && found.locked.size > 0),
      requirements: fact(
        found.requirements.map((one) => one.text),
        found.at,
        found.sure,
      ),
    },
    django: fact(
      locked ?? (exactVersion(django?.specifier) || null),
      at,
      locked !== undefined || (django?.specifier ?? '') !== '',
    ),
  };
}
