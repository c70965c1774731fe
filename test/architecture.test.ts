/** The law of ARCHITECTURE.md, enforced: in, the sources as text; out, a failure that names the file that breaks it. */

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Who may import whom: folder of src, then the places that it may import beside its own folder. */
const mayImport: Readonly<Record<string, readonly RegExp[]>> = {
  model: [],
  formats: [],
  services: [/^model\//],
  inspect: [/^model\//, /^formats\//],
  artifacts: [/^model\//, /^formats\//],
  config: [/^model\//, /^formats\//, /^targets\/[^/]+\/options\.ts$/],
  plan: [/^model\//, /^services\//, /^config\//],
  targets: [/^model\//, /^formats\//, /^artifacts\//, /^release\//],
  release: [/^model\//, /^services\//],
  secrets: [/^model\//, /^formats\//],
  provision: [/^model\//, /^formats\//],
  scaffold: [/^model\//, /^formats\//],
  verify: [/^model\//, /^formats\//],
  system: [/^model\//, /^formats\//],
  commands: [/./],
  '': [/./],
};

/** Each third-party library, and what starts a process, has one home. */
const homeOf: Readonly<Record<string, RegExp>> = {
  commander: /^cli\.ts$/,
  '@clack/prompts': /^system\/terminal[^/]*\.ts$/,
  'node:child_process': /^system\/shell[^/]*\.ts$/,
  yaml: /^formats\/yaml\.ts$/,
  'smol-toml': /^formats\/toml\.ts$/,
  '@lezer/python': /^inspect\/python[^/]*\.ts$/,
  '@renovatebot/pep440': /^(formats|plan|inspect|targets\/[^/]+)\/[^/]+\.ts$/,
  'node-diff3': /^scaffold\//,
  htmlparser2: /^verify\/html\.ts$/,
  zod: /^(config|targets)\//,
};

const bannedNames = /^(utils?|helpers?|common|misc|manager|base|core)$/;
const files = readTree('src').concat(readTree('test'), readTree('scripts'));
const sources = files.filter((file) => file.path.startsWith('src/'));
const production = sources.filter((file) => !file.path.endsWith('.test.ts'));

function readTree(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('test/fixtures/'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** What a file imports, static or dynamic, as written. */
function importsOf(file: SourceFile): string[] {
  const matches = file.text.matchAll(
    /^(?:import|export)\s[^;]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...matches].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** `targets/local/render.ts` belongs to `targets/local`: no target may import another. */
function ownFolder(inSrc: string): string {
  const [first = '', second = ''] = inSrc.split('/');
  if (!inSrc.includes('/')) return '';
  return first === 'targets' && inSrc.split('/').length > 2 ? `targets/${second}` : first;
}

function forbiddenImports(file: SourceFile): string[] {
  const inSrc = posix.relative('src', file.path);
  const own = ownFolder(inSrc);
  const allowed = mayImport[own.split('/')[0] ?? ''] ?? [];
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.relative('src', posix.join(posix.dirname(file.path), name)))
    .filter((path) => (own === '' || !path.startsWith(`${own}/`)) && !allowed.some((pattern) => pattern.test(path)))
    .map((path) => `${file.path} imports src/${path}`);
}

function libraryOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function strayLibraries(file: SourceFile): string[] {
  const inSrc = posix.relative('src', file.path);
  return importsOf(file)
    .filter((name) => !name.startsWith('.'))
    .map(libraryOf)
    .filter((name) => !(homeOf[name]?.test(inSrc) ?? name.startsWith('node:')))
    .map((name) => `${file.path} imports ${name}`);
}

function linesMatching(list: readonly SourceFile[], pattern: RegExp): string[] {
  return list.flatMap((file) =>
    file.text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1} ${line.trim()}`] : [])),
  );
}

describe('imports', () => {
  test('follow the table', () => {
    expect(production.flatMap(forbiddenImports)).toEqual([]);
  });

  test('of a library stay in its one home', () => {
    expect(production.flatMap(strayLibraries)).toEqual([]);
  });

  test('of our own files name the file with its ending', () => {
    const loose = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.') && !/\.(ts|json)$/.test(name))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(loose).toEqual([]);
  });

  test('are seen by this test in all three forms', () => {
    const text =
      "import {\n  a,\n} from './a.ts';\nexport { b } from 'b';\nconst c = () => import('./c.ts');\nimport 'd';\n";
    expect(importsOf({ path: 'x.ts', text })).toEqual(['./a.ts', 'b', './c.ts', 'd']);
    const target = { path: 'src/targets/local/x.ts', text: "import { y } from '../swarm/y.ts';" };
    expect(forbiddenImports(target)).toEqual(['src/targets/local/x.ts imports src/targets/swarm/y.ts']);
    expect(strayLibraries({ path: 'src/plan/x.ts', text: "import { z } from 'zod';" })).toEqual([
      'src/plan/x.ts imports zod',
    ]);
  });
});

describe('files', () => {
  test('begin with a sentence that says what goes in and what comes out', () => {
    const silent = files.filter((file) => !/^(#!.*\n)?\/\*\* \S/.test(file.text)).map((file) => file.path);
    expect(silent).toEqual([]);
  });

  test('have no banned name', () => {
    const named = (path: string) =>
      path.split('/').some((part) => bannedNames.test(part.replace(/(\.test)?\.ts$/, '')));
    expect(files.map((file) => file.path).filter(named)).toEqual([]);
    expect(named('src/plan/utils.ts')).toBe(true);
  });

  test('stay below 250 lines', () => {
    const long = files.filter((file) => file.text.split('\n').length > 251).map((file) => file.path);
    expect(long).toEqual([]);
  });
});

describe('code', () => {
  test('ends the process in cli.ts only', () => {
    const others = production.filter((file) => file.path !== 'src/cli.ts');
    expect(linesMatching(others, /\bprocess\.exit\(/)).toEqual([]);
  });

  test('awaits nothing while it is loaded, for the launcher requires it', () => {
    expect(linesMatching(production, /^(export )?(const .*= )?await /)).toEqual([]);
  });

  test('is tested without module mocks, and holds no default export and no escape from the types', () => {
    const others = files.filter((file) => file.path !== 'test/architecture.test.ts');
    expect(linesMatching(others, /\bvi\.(mock|doMock)\(|^export default|@ts-(ignore|nocheck)/)).toEqual([]);
  });

  test('has no dead ends', () => {
    const others = files.filter((file) => file.path !== 'test/architecture.test.ts');
    expect(linesMatching(others, /\b(TODO|FIXME|XXX)\b|not implemented/)).toEqual([]);
  });
});

test('no file that is kept in git names a path of somebody’s machine', () => {
  const list = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');
  const kept = list.filter(
    (path) => path !== '' && path !== 'test/architecture.test.ts' && !path.endsWith('package-lock.json'),
  );
  const texts = kept.flatMap((path) => {
    const text = readTracked(path);
    return text === undefined ? [] : [{ path, text }];
  });
  expect(linesMatching(texts, /(?<![\w.~}])\/(root|work|Users\/\w+|home\/(?!user\b|app\b|me\b)\w+)\/\w/)).toEqual([]);
});

/** A file may be deleted or be a link to a folder in the work tree while git still lists it. */
function readTracked(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
