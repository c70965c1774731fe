/** Snapshots of real folders: in, a project's files; out, which are copied and their hash. */

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createDisk } from '../../system/disk.ts';
import { copyTree, hashTree, walkTree } from './snapshot.ts';

const disk = createDisk();
let root: string;
let target: string;

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

beforeEach(() => {
  const scratch = mkdtempSync(join(tmpdir(), 'nuages-snapshot-'));
  root = join(scratch, 'project');
  target = join(scratch, 'copy');
  mkdirSync(root);
  put('manage.py', '#!/usr/bin/env python\n');
  put('shop/settings.py', 'DEBUG = True\n');
});

const paths = () => walkTree(disk, root, ['media']).map((found) => found.path);

describe('a snapshot', () => {
  test('leaves out what is no code: environments, caches, values, the database, uploads', () => {
    const database = 'SQLite format 3\0 ... CREATE TABLE "django_migrations"';
    put('db.sqlite3', database);
    put('db.sqlite3-wal', 'wal');
    put('env/pyvenv.cfg', '');
    put('env/lib/x.py', '');
    put('.git/HEAD', '');
    put('.nuages/current', '');
    put('node_modules/a/index.js', '');
    put('shop/__pycache__/settings.pyc', '');
    put('.env', 'SECRET_KEY=x');
    put('.env.staging', 'SECRET_KEY=x');
    put('media/photo.jpg', 'x');
    expect(paths()).toEqual(['manage.py', 'shop', 'shop/settings.py']);
  });

  test('keeps a SQLite file that no Django has migrated: it may be data that the code reads', () => {
    put('cities.db', 'SQLite format 3\0 ... CREATE TABLE "cities"');
    put('words.db', 'not a database at all');
    expect(paths()).toContain('cities.db');
    expect(paths()).toContain('words.db');
  });

  test('has the hash of what it was made from', () => {
    put('static/logo.png', new Uint8Array([0, 255, 128]));
    const before = hashTree(disk, root);
    expect(copyTree(disk, root, target)).toBe(before);
    expect(hashTree(disk, target)).toBe(before);
    expect(readFileSync(join(target, 'static/logo.png'))).toEqual(Buffer.from([0, 255, 128]));
  });

  test('changes its hash with content, name and execute bit, and with nothing else', () => {
    const before = hashTree(disk, root);
    put('shop/settings.py', 'DEBUG = True\n');
    expect(hashTree(disk, root)).toBe(before);
    chmodSync(join(root, 'manage.py'), 0o755);
    const executable = hashTree(disk, root);
    expect(executable).not.toBe(before);
    put('shop/settings.py', 'DEBUG = False\n');
    expect(hashTree(disk, root)).not.toBe(executable);
  });

  test('does not follow an edit in place', () => {
    copyTree(disk, root, target);
    writeFileSync(join(root, 'shop/settings.py'), 'broken(');
    expect(readFileSync(join(target, 'shop/settings.py'), 'utf8')).toBe('DEBUG = True\n');
    expect(lstatSync(join(target, 'shop/settings.py')).nlink).toBe(1);
  });

  test('keeps links: loops end, and one that leaves the tree points where it pointed', () => {
    mkdirSync(join(root, '..', 'outside'));
    symlinkSync('..', join(root, 'shop/loop'));
    symlinkSync('../outside', join(root, 'elsewhere'));
    symlinkSync(join(root, 'shop'), join(root, 'absolute'));
    copyTree(disk, root, target);
    expect(readlinkSync(join(target, 'shop/loop'))).toBe('..');
    expect(readlinkSync(join(target, 'elsewhere'))).toBe(join(root, '..', 'outside'));
    expect(readlinkSync(join(target, 'absolute'))).toBe('shop');
    expect(existsSync(join(target, 'absolute/settings.py'))).toBe(true);
  });
});
