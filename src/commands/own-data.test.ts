/** The developer's own data: in, folders on disk; out, what is said of it, and commands that can be pasted. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Volume } from '../model/plan.ts';
import { createDisk } from '../system/disk.ts';
import { layoutOf } from '../targets/local/layout.ts';
import { describeOwnData } from './own-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'own data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const volumes: readonly Volume[] = [
  { path: 'db.sqlite3', kind: 'file', place: '{site}/data/db.sqlite3' },
  { path: 'media', kind: 'folder', place: '{site}/data/media' },
];

test('nothing is said of what is absent or empty; what is there is named with commands for a folder with spaces', () => {
  const describe = () => describeOwnData(createDisk(), layoutOf(folder), volumes);
  expect(describe()).toEqual([]);
  writeFileSync(join(folder, 'db.sqlite3'), '');
  mkdirSync(join(folder, 'media'));
  writeFileSync(join(folder, 'media', '.gitkeep'), '');
  expect(describe()).toEqual([]);
  writeFileSync(join(folder, 'db.sqlite3'), 'rows');
  writeFileSync(join(folder, 'media', 'a.png'), 'pixels');
  expect(describe()).toEqual([
    expect.stringContaining('does not use db.sqlite3, media of your folder'),
    `nuages down '${folder}'`,
    `cp '${folder}/db.sqlite3' '${folder}/.nuages/data/db.sqlite3'`,
    `cp -R '${folder}/media/.' '${folder}/.nuages/data/media'`,
    `nuages up '${folder}'`,
  ]);
});
