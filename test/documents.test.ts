/** The documents: in, every Markdown file that is kept; out, a failure for a link to nowhere and for a table that is behind. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { createProject } from '../src/plan/project.test-data.ts';
import { targets } from '../src/targets/list.ts';

const kept = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).split('\n').filter(existsSync);
const own = kept.filter((path) => !/^(test\/(golden|fixtures)|examples|templates)\//.test(path));

function linksOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
}

function headingsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').match(/^#+ .*$/gm) ?? [];
  return headings.map((line) =>
    line
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(/\s/g, '-'),
  );
}

test('every link inside the repository leads somewhere', () => {
  const broken = own.flatMap((path) =>
    linksOf(path)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? path : posix.join(posix.dirname(path), file);
        return !existsSync(target) || (anchor !== undefined && !headingsOf(target).includes(anchor));
      })
      .map((link) => `${path}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test('the table of targets has a row and a page for each', () => {
  const text = readFileSync('docs/targets/README.md', 'utf8');
  const rows = targets.map(({ name, title }) => `| [${name}](${name}.md) | ${title} |`).join('\n');
  expect(text).toContain(`| target | what it is |\n|---|---|\n${rows}\n<!-- /targets -->`);
});

test('the list of decisions has a row for each page', () => {
  const pages = readdirSync('docs/decisions').filter((name) => /^\d{4}-/.test(name));
  expect(linksOf('docs/decisions/README.md').toSorted()).toEqual(pages.toSorted());
});

test('every command that the documents tell to run is a script of package.json', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const told = own.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\bnpm run ([a-z0-9:-]+)/g)].map((match) => match[1] ?? ''),
  );
  expect(told.filter((name) => !(name in scripts))).toEqual([]);
  expect(told).toContain('demo');
});

test('docs/inspect.md has a row for each key of what inspect finds, and names every refusal', () => {
  const text = readFileSync('docs/inspect.md', 'utf8');
  const { settings, dependencies, ...plain } = createProject();
  const below = { settings, dependencies };
  const nested = Object.entries(below).flatMap(([name, group]) => Object.keys(group).map((key) => `${name}.${key}`));
  const rows = [...text.matchAll(/^\| `([\w.]+)` \|(?=.*\|.*\|.*\|)/gm)].map((match) => match[1]);
  expect(rows.toSorted()).toEqual([...Object.keys(plain), ...nested].sort());
  const code = readdirSync('src/inspect').map((name) =>
    name.endsWith('.ts') ? readFileSync(`src/inspect/${name}`, 'utf8') : '',
  );
  const refusals = code.flatMap((one) =>
    [...one.matchAll(/(?:code: |refuse\(\s*)'([a-z-]+)'/g)].map((match) => match[1]),
  );
  expect(refusals.length).toBeGreaterThan(5);
  expect(refusals.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
});

test('each place that the code map of ARCHITECTURE.md names is there or said to be planned, and none is left out', () => {
  const text = readFileSync('ARCHITECTURE.md', 'utf8');
  const rows = [...text.matchAll(/^\| `([\w./<>-]+)` \| (.*) \|$/gm)].map(([, place = '', said = '']) => ({
    place,
    said,
  }));
  const wrong = rows.filter(({ place, said }) => existsSync(place.replace(/<.*/, '')) === said.startsWith('planned'));
  expect(wrong).toEqual([]);
  const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
  const folders = tracked.flatMap((path) => /^(?:src\/)?(?!src\/)[\w-]+\//.exec(path)?.[0] ?? []);
  const named = rows.map(({ place }) => place);
  expect([...new Set(folders)].filter((folder) => !named.some((place) => place.startsWith(folder)))).toEqual([]);
});
