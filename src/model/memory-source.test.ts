/** The source in memory: in, files; out, what a source on disk would say. */

import { expect, test } from 'vitest';
import { createMemorySource } from './memory-source.ts';

const source = createMemorySource({
  'manage.py': 'x',
  'shop/settings.py': 'y',
  'shop/deep/a.txt': 'z',
  '.venv/lib/x.py': 'no',
  'env/pyvenv.cfg': '',
  'env/lib/y.py': 'no',
  'latin.py': Uint8Array.of(0x63, 0xe9),
  'wide.txt': Uint8Array.of(0xff, 0xfe, 0x61, 0x00),
});

test('lists a folder, sub-folders with a slash', () => {
  expect(source.list('shop')).toEqual(['deep/', 'settings.py']);
  expect(source.list('nowhere')).toEqual([]);
});

test('walks to a depth and never into environments', () => {
  expect(source.walk('', 9)).toEqual(['latin.py', 'manage.py', 'shop/deep/a.txt', 'shop/settings.py', 'wide.txt']);
  expect(source.walk('', 2)).not.toContain('shop/deep/a.txt');
});

test('knows files and folders', () => {
  expect(['shop', 'shop/settings.py', '.', 'shop/none.py'].map((path) => source.has(path))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('decodes Latin-1 and UTF-16', () => {
  expect(source.read('latin.py')).toBe('cé');
  expect(source.read('wide.txt')).toBe('a');
});
