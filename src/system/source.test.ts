/** The source on disk: in, a folder with links, large and closed files; out, what may be read of it. */

import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../model/problem.ts';
import { openSource } from './source.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nuages-source-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content = ''): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}

test('reads, lists and walks', () => {
  write('manage.py', 'x');
  write('shop/settings.py', 'y');
  const source = openSource(folder);
  expect(source.read('shop/settings.py')).toBe('y');
  expect(source.list('')).toEqual(['manage.py', 'shop/']);
  expect(source.walk('', 3)).toEqual(['manage.py', 'shop/settings.py']);
  expect(source.walk('', 1)).toEqual(['manage.py']);
  expect(source.read('shop')).toBeUndefined();
});

test('a path may be written in any way, and a folder is no file', () => {
  write('shop/settings.py', 'y');
  symlinkSync('shop', join(folder, 'link'));
  const source = openSource(folder);
  for (const path of ['./shop/settings.py', 'shop//settings.py', 'link/settings.py', 'shop/../shop/settings.py'])
    expect(source.read(path), path).toBe('y');
  expect(['', '.', 'shop', 'shop/', 'link', 'shop/none.py', 'shop/settings.py/x'].map(source.has)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(source.list('shop/settings.py')).toEqual([]);
});

test('leaves out environments, caches and what other people wrote', () => {
  for (const name of ['.git/a.py', 'node_modules/b.py', 'my-env/pyvenv.cfg', 'my-env/c.py', 'x/__pycache__/d.py'])
    write(name);
  expect(openSource(folder).walk('', 5)).toEqual([]);
});

test('a link out of the root counts as absent, and is told', () => {
  write('inside/real.py', 'r');
  symlinkSync('/etc/hostname', join(folder, 'out.py'));
  symlinkSync('..', join(folder, 'inside', 'up'));
  symlinkSync('../..', join(folder, 'inside', 'above'));
  symlinkSync('inside/real.py', join(folder, 'in.py'));
  const source = openSource(folder);
  expect(source.read('out.py')).toBeUndefined();
  expect(source.read('in.py')).toBe('r');
  expect(source.has('../etc')).toBe(false);
  expect(source.walk('', 9)).toEqual(['in.py', 'inside/real.py']);
  expect(source.omitted.map((one) => one.path)).toEqual(expect.arrayContaining(['out.py', 'inside/above']));
});

test('a loop of links ends', () => {
  symlinkSync('b', join(folder, 'a'));
  symlinkSync('a', join(folder, 'b'));
  symlinkSync('.', join(folder, 'self'));
  const source = openSource(folder);
  expect(source.walk('', 20)).toEqual([]);
  expect(source.omitted.map((one) => one.reason)).toContain('a loop of symbolic links');
});

test('a file that is too large or unreadable is omitted with the reason', () => {
  write('large.py');
  truncateSync(join(folder, 'large.py'), 20_000_001);
  write('closed.py', 'secret');
  chmodSync(join(folder, 'closed.py'), 0);
  const source = openSource(folder);
  expect(source.read('large.py')).toBeUndefined();
  expect(source.omitted).toEqual([{ path: 'large.py', reason: 'larger than 20 MB' }]);
  // root reads everything, so only others meet the refusal.
  if (process.getuid?.() !== 0) expect(source.read('closed.py')).toBeUndefined();
});

test('a folder that is not there is an error with a fix', () => {
  write('file');
  expect(() => openSource(join(folder, 'none'))).toThrow(UserError);
  expect(() => openSource(join(folder, 'none'))).toThrow('does not exist');
  expect(() => openSource(join(folder, 'file'))).toThrow('is not a folder');
});
