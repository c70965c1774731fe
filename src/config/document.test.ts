/** Generated files: in, the schema; out, proof that what is kept in the repository is fresh. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeDocument, writeSchema } from './document.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('schema.json is fresh (npm run generate)', () => {
  expect(read('schema.json')).toBe(writeSchema());
});

test('docs/config.md is fresh (npm run generate)', () => {
  expect(read('docs/config.md')).toBe(writeDocument());
});

test('every key has a meaning and says what counts without it', () => {
  const rows = writeDocument()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(30);
  const bare = rows.filter(
    (row) => row.split(' | ').length < 4 || row.split(' | ').some((cell) => cell.trim() === '' || cell.trim() === '|'),
  );
  expect(bare.filter((row) => !/^\| `(variables|env)` /.test(row))).toEqual([]);
});
