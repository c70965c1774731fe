/** Data that outlives a release: in, volumes; out, links that a second release shares. */

import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDisk } from '../../system/disk.ts';
import { layoutOf, releaseLayout } from './layout.ts';
import { linkVolumes } from './volumes.ts';

const volumes = [
  { path: 'data', kind: 'folder', place: '{site}/data/files/data' },
  { path: 'data/db.sqlite3', kind: 'file', place: '{site}/data/db.sqlite3' },
  { path: 'public/media', kind: 'folder', place: '{site}/data/media' },
] as const;

test('what one release writes, the next one reads, at the place that the Python side uses too', () => {
  const disk = createDisk();
  const layout = layoutOf(realpathSync(mkdtempSync(join(tmpdir(), 'volumes-'))));
  const [first, second] = ['one', 'two'].map((id) => {
    linkVolumes(disk, layout, id, volumes);
    return releaseLayout(layout, id).source;
  });
  writeFileSync(join(first ?? '', 'data', 'note.txt'), 'n');
  writeFileSync(join(first ?? '', 'data', 'db.sqlite3'), 'd');
  writeFileSync(join(first ?? '', 'public', 'media', 'cat.png'), 'm');
  expect(readFileSync(join(second ?? '', 'data', 'note.txt'), 'utf8')).toBe('n');
  expect(readFileSync(join(layout.data, 'db.sqlite3'), 'utf8')).toBe('d');
  expect(readFileSync(join(layout.data, 'media', 'cat.png'), 'utf8')).toBe('m');
});
