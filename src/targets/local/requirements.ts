/** What is to be installed: in, the dependency files of a release's source; out, arguments for an installer. */

import { basename, dirname, join } from 'node:path';
import { parseToml } from '../../formats/toml.ts';
import type { Build } from '../../model/plan.ts';
import { UserError } from '../../model/problem.ts';
import type { Disk } from '../../model/shell.ts';

/** A requirements file and all that it includes, or a lock or project file: relative path and text. */
export interface DependencyFile {
  readonly path: string;
  readonly text: string;
}

/** Lock files, and the tool that can read them out as requirements. */
const exporters: readonly {
  readonly file: string;
  readonly tool: string;
  readonly packages: readonly string[];
  readonly args: readonly string[];
}[] = [
  {
    file: 'uv.lock',
    tool: 'uv',
    packages: ['uv'],
    args: ['export', '--frozen', '--no-dev', '--no-emit-project', '--format', 'requirements-txt'],
  },
  {
    file: 'poetry.lock',
    tool: 'poetry',
    packages: ['poetry', 'poetry-plugin-export'],
    args: ['export', '--format', 'requirements.txt', '--only', 'main'],
  },
  { file: 'pdm.lock', tool: 'pdm', packages: ['pdm'], args: ['export', '--format', 'requirements', '--prod'] },
  { file: 'Pipfile.lock', tool: 'pipenv', packages: ['pipenv'], args: ['requirements'] },
];

export type Installation =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | {
      readonly kind: 'export';
      readonly folder: string;
      readonly tool: string;
      readonly packages: readonly string[];
      readonly args: readonly string[];
    };

/** How the project's own dependencies are installed; a lock file always wins over the file it locks. */
export function chooseInstallation(disk: Disk, source: string, build: Build): Installation {
  for (const path of build.files) {
    const exporter = exporters.find((candidate) => candidate.file === basename(path));
    if (exporter) return { kind: 'export', folder: dirname(path), ...exporter };
  }
  const texts = build.files.filter((path) => /\.(txt|in|pip)$/.test(path));
  if (texts.length > 0) return { kind: 'files', paths: texts };
  const project = build.files.find((path) => basename(path) === 'pyproject.toml');
  if (project !== undefined) return { kind: 'lines', lines: projectDependencies(disk, join(source, project), project) };
  if (build.files.some((path) => /^setup\.(py|cfg)$/.test(basename(path)))) return { kind: 'lines', lines: ['.'] };
  return { kind: 'lines', lines: [] };
}

function projectDependencies(disk: Disk, path: string, shown: string): readonly string[] {
  const document = parseToml(disk.read(path) ?? '');
  const table = document.ok ? document.data.project : undefined;
  const list = typeof table === 'object' && table !== null && 'dependencies' in table ? table.dependencies : [];
  if (document.ok && Array.isArray(list)) return list.map(String);
  const message = document.ok ? 'project.dependencies is no list' : document.reason;
  const at = { file: shown, line: document.ok ? 1 : document.line };
  throw new UserError({ level: 'error', code: 'bad-dependencies', message, at });
}

/** Dependency files with everything that requirements files include by `-r` and `-c`, each once. */
export function readDependencyFiles(disk: Disk, source: string, build: Build): readonly DependencyFile[] {
  const files = new Map<string, string>();
  const add = (path: string) => {
    const text = disk.read(join(source, path));
    if (text === undefined || files.has(path)) return;
    files.set(path, text);
    if (!/\.(txt|in|pip)$/.test(path)) return;
    for (const match of text.matchAll(/^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)/gm)) {
      add(join(dirname(path), match[1] ?? ''));
    }
  };
  for (const path of build.files) add(path);
  return [...files].map(([path, text]) => ({ path, text }));
}

/** True when a requirement is a folder of the project itself: then an environment fits only these very sources. */
export function usesLocalFolders(files: readonly DependencyFile[]): boolean {
  return files.some(
    ({ path, text }) => /\.(txt|in|pip)$/.test(path) && /^\s*(-e\s|--editable|\.{0,2}\/|\.\s*$|\.\[|file:)/m.test(text),
  );
}
