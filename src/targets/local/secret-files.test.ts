/** Secret files on a real disk: in, values; out, versions, modes, and values made once. */

import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../model/secret.ts';
import { createDisk } from '../../system/disk.ts';
import { type Layout, layoutOf } from './layout.ts';
import {
  findExchanged,
  findSecretVersion,
  keepMadeSecret,
  readMadeSecret,
  writeSecretVersion,
} from './secret-files.ts';
import { makeSiteFolder } from './site-folder.ts';

const disk = createDisk();
let layout: Layout;

const values = (entries: Readonly<Record<string, string>>) =>
  new Map(Object.entries(entries).map(([name, value]) => [name, new Secret(name, value)]));

beforeEach(() => {
  layout = layoutOf(mkdtempSync(join(tmpdir(), 'nuages-secrets-')));
  makeSiteFolder(disk, layout);
});

describe('secret files', () => {
  test('are private, and a version is found again by exactly its values', () => {
    const secrets = values({ SECRET_KEY: 'k', DATABASE_URL: 'sqlite:///x' });
    expect(findSecretVersion(disk, layout, secrets)).toBeUndefined();
    writeSecretVersion(disk, layout, '20261121-060000-aaaa', secrets);
    expect(findSecretVersion(disk, layout, secrets)).toBe('20261121-060000-aaaa');
    expect(findSecretVersion(disk, layout, values({ SECRET_KEY: 'k' }))).toBeUndefined();
    expect(findSecretVersion(disk, layout, values({ SECRET_KEY: 'k', DATABASE_URL: 'other' }))).toBeUndefined();
    const folder = join(layout.secrets, '20261121-060000-aaaa');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'SECRET_KEY')).mode & 0o777).toBe(0o600);
    expect(readdirSync(layout.secrets)).toEqual(['20261121-060000-aaaa']);
  });

  test('tell of a value that was given and would now be made, and of no other', () => {
    const version = '20261121-060000-aaaa';
    writeSecretVersion(disk, layout, version, values({ SECRET_KEY: 'given', SAME: 'made\n' }));
    const made = values({ SECRET_KEY: 'made', SAME: 'made\n', NEW: 'made' });
    expect(findExchanged(disk, layout, version, made)).toEqual(['SECRET_KEY']);
  });

  test('give back a value that ends with a newline to readers who take the last one for the file’s own', () => {
    const secrets = values({ KEY: 'one\ntwo\n', OTHER: 'one\ntwo' });
    writeSecretVersion(disk, layout, '20261121-060000-bbbb', secrets);
    const read = (name: string) => disk.read(join(layout.secrets, '20261121-060000-bbbb', name))?.replace(/\n$/, '');
    expect([read('KEY'), read('OTHER')]).toEqual(['one\ntwo\n', 'one\ntwo']);
    expect(findSecretVersion(disk, layout, secrets)).toBe('20261121-060000-bbbb');
    expect(findSecretVersion(disk, layout, values({ KEY: 'one\ntwo', OTHER: 'one\ntwo' }))).toBeUndefined();
  });

  test('keep a value that was made: a later one never replaces it', () => {
    expect(readMadeSecret(disk, layout, 'SECRET_KEY')).toBeUndefined();
    keepMadeSecret(disk, layout, new Secret('SECRET_KEY', 'first'));
    expect(keepMadeSecret(disk, layout, new Secret('SECRET_KEY', 'second')).reveal()).toBe('first');
  });

  test('lie in a folder that git does not see and nobody else can enter', () => {
    expect(disk.read(join(layout.site, '.gitignore'))).toBe('*\n');
    expect(statSync(layout.site).mode & 0o777).toBe(0o700);
  });
});
