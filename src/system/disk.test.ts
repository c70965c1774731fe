/** The real disk: in, writes of all kinds; out, whole files or words that a person understands. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createDisk } from './disk.ts';

const disk = createDisk();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nuages-disk-'));
});

describe('the disk', () => {
  test('writes whole files with their mode and leaves no draft', () => {
    disk.write(join(folder, 'secret'), 'one', 0o600);
    disk.write(join(folder, 'secret'), 'two', 0o600);
    expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe('two');
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secret']);
  });

  test('creates a file only once', () => {
    expect(disk.create(join(folder, 'claim'), 'first')).toBe(true);
    expect(disk.create(join(folder, 'claim'), 'second')).toBe(false);
    expect(disk.read(join(folder, 'claim'))).toBe('first');
    expect(readdirSync(folder)).toEqual(['claim']);
  });

  test('replaces a link in one step, and describes it rather than what it points at', () => {
    disk.link('a', join(folder, 'current'));
    disk.link('b', join(folder, 'current'));
    expect(disk.entry(join(folder, 'current'))).toMatchObject({ kind: 'link', target: 'b' });
    expect(disk.exists(join(folder, 'current'))).toBe(true);
  });

  test('takes what is absent for undefined, also below a file and in a loop of links', () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('loop', join(folder, 'loop'));
    expect(disk.read(join(folder, 'none'))).toBeUndefined();
    expect(disk.read(join(folder, 'file', 'below'))).toBeUndefined();
    expect(disk.read(join(folder, 'loop'))).toBeUndefined();
    expect(disk.list(join(folder, 'none'))).toEqual([]);
  });

  test('says in words that something is in the way', () => {
    const file = join(folder, 'in-the-way');
    disk.write(file, '');
    expect(() => disk.makeFolder(file)).toThrow(/in-the-way .*something else has that name already/);
    expect(() => disk.write(join(file, 'below'), '')).toThrow(/is no folder/);
  });

  test('never removes what a link points at', () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'kept'), '');
    mkdirSync(join(folder, 'release'));
    symlinkSync('../data', join(folder, 'release', 'data'));
    disk.remove(join(folder, 'release'));
    expect(readdirSync(join(folder, 'data'))).toEqual(['kept']);
  });
});
