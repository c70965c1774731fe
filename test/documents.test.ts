/** The documents: in, every Markdown file that is kept; out, a failure for a link to nowhere and for a table that is behind. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
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
