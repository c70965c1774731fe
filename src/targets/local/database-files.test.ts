/** Databases to copy before a migration: in, plans and what lies on the disk; out, aliases. */

import { expect, test } from 'vitest';
import { planWith as plan } from '../../commands/plan-with.test-data.ts';
import type { DiskEntry } from '../../model/shell.ts';
import { fact, variable } from '../../plan/project.test-data.ts';
import { listDatabaseFiles } from './database-files.ts';

const environment = [variable('DATABASE_URL', { feeds: 'DATABASES.default', secret: true, required: true })];
const entry: DiskEntry = { kind: 'file', target: null, size: 4096, mode: 0o600, changed: 0 };
const full = { entry: (path: string) => (path === '/srv/data/db.sqlite3' ? entry : undefined) };
const empty = { entry: () => ({ ...entry, size: 0 }) };
const absent = { entry: () => undefined };

test('our own file counts once something is in it', () => {
  expect([...listDatabaseFiles(full, plan({}), '/srv')]).toEqual(['default']);
  expect([...listDatabaseFiles(empty, plan({}), '/srv')]).toEqual([]);
  expect([...listDatabaseFiles(absent, plan({}), '/srv')]).toEqual([]);
});

test('a file that the user placed elsewhere counts', () => {
  const placed = plan({ environment }, { '.env': 'DATABASE_URL=sqlite:////var/lib/shop/db.sqlite3' });
  expect(placed.overlay.databases.default?.sqlite).toBeNull();
  expect([...listDatabaseFiles(absent, placed, '/srv')]).toEqual(['default']);
});

test('a database server is not copied here', () => {
  const databases = fact([{ alias: 'default', engines: ['postgresql'], backends: ['django.db.backends.postgresql'] }]);
  const server = plan({ databases, environment }, { '.env': 'DATABASE_URL=postgres://u:p@db/shop' });
  expect([...listDatabaseFiles(full, server, '/srv')]).toEqual([]);
});
