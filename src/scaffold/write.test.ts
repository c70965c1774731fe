/** Rendering into a real folder: in, files and edits; out, checked contents of the disk. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RenderedFile } from '../model/target.ts';
import { createDisk } from '../system/disk.ts';
import { compareRendered, writeRendered } from './write.ts';

const disk = createDisk();
const text = 'one\ntwo\nthree\nfour\n';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nuages-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(content: string, about: Partial<RenderedFile> = {}): RenderedFile {
  return { path: 'deploy/site.conf', content, mode: 0o640, keep: false, ...about };
}
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const edit = (from: string, to: string) =>
  writeFileSync(join(folder, 'deploy/site.conf'), read('deploy/site.conf').replace(from, to));
const nothing = { written: [], unchanged: [], merged: [], conflicted: [], kept: [] };
const only = ['deploy/site.conf'];

describe('writeRendered', () => {
  test('writes with the mode, keeps itself out of git, and changes nothing when run again', () => {
    expect(writeRendered(disk, folder, [file(text)])).toEqual({ ...nothing, written: only });
    expect(read('deploy/site.conf')).toBe(text);
    expect(statSync(join(folder, 'deploy/site.conf')).mode & 0o777).toBe(0o640);
    expect(read('.nuages/.gitignore')).toBe('*\n');
    const before = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, String(name))).mtimeMs);
    expect(writeRendered(disk, folder, [file(text)])).toEqual({ ...nothing, unchanged: only });
    expect(
      readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, String(name))).mtimeMs),
    ).toEqual(before);
  });

  test('renews a file that nobody edited, and leaves an edited one while there is nothing new', () => {
    writeRendered(disk, folder, [file(text)]);
    expect(writeRendered(disk, folder, [file(`${text}five\n`)])).toEqual({ ...nothing, written: only });
    edit('one', 'ONE');
    expect(writeRendered(disk, folder, [file(`${text}five\n`)])).toEqual({ ...nothing, kept: only });
    expect(read('deploy/site.conf')).toBe(`${text}five\n`.replace('one', 'ONE'));
  });

  test('merges what the user and nuages changed in different lines, once', () => {
    writeRendered(disk, folder, [file(text)]);
    edit('one', 'ONE');
    const newer = text.replace('four', 'FOUR');
    expect(writeRendered(disk, folder, [file(newer)])).toEqual({ ...nothing, merged: only });
    expect(read('deploy/site.conf')).toBe('ONE\ntwo\nthree\nFOUR\n');
    expect(writeRendered(disk, folder, [file(newer)])).toEqual({ ...nothing, kept: only });
  });

  test('loses nothing in a conflict: the file stays, the new text lies beside it until it is deleted', () => {
    writeRendered(disk, folder, [file(text)]);
    edit('two', 'mine');
    const newer = text.replace('two', 'yours');
    expect(writeRendered(disk, folder, [file(newer)])).toEqual({ ...nothing, conflicted: only });
    expect(read('deploy/site.conf')).toBe(text.replace('two', 'mine'));
    expect(read('deploy/site.conf.new')).toBe(newer);
    expect(writeRendered(disk, folder, [file(newer)])).toEqual({ ...nothing, conflicted: only });
    writeRendered(disk, folder, [file(`${newer}five\n`)]);
    expect(read('deploy/site.conf.new')).toBe(`${newer}five\n`);
    unlinkSync(join(folder, 'deploy/site.conf.new'));
    expect(writeRendered(disk, folder, [file(`${newer}five\n`)])).toEqual({ ...nothing, kept: only });
    expect(read('deploy/site.conf')).toBe(text.replace('two', 'mine'));
  });

  test("never overwrites a file that is the user's own", () => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM mine\n');
    const own = file('FROM ours\n', { path: 'Dockerfile' });
    expect(writeRendered(disk, folder, [{ ...own, keep: true }])).toEqual({ ...nothing, kept: ['Dockerfile'] });
    expect(writeRendered(disk, folder, [own])).toEqual({ ...nothing, conflicted: ['Dockerfile'] });
    expect(read('Dockerfile')).toBe('FROM mine\n');
    expect(read('Dockerfile.new')).toBe('FROM ours\n');
  });
});

test('compareRendered tells the same and writes nothing', () => {
  expect(compareRendered(disk, folder, [file(text)])).toEqual({ ...nothing, written: only });
  expect(readdirSync(folder)).toEqual([]);
});
