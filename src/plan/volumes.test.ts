/** What releases share: in, paths that production writes to; out, their places in the site. */

import { expect, test } from 'vitest';
import { createProject, fact } from './project.test-data.ts';
import { planVolumes } from './volumes.ts';

test('puts uploads and databases where the Python side looks for them, the rest beside', () => {
  const project = createProject({
    dataPaths: fact([
      { path: 'data', kind: 'folder', role: 'other', setting: 'ICONS' },
      { path: 'data/db.sqlite3', kind: 'file', role: 'database', setting: 'DATABASES', alias: 'default' },
      { path: 'media', kind: 'folder', role: 'media', setting: 'MEDIA_ROOT' },
    ]),
  });
  const databases = [{ alias: 'default', kind: 'sqlite', sqlite: '{site}/data/db.sqlite3', urlSecret: null }] as const;
  expect(planVolumes(project, databases, '{site}/data/media')).toEqual([
    { path: 'data', kind: 'folder', place: '{site}/data/files/data' },
    { path: 'data/db.sqlite3', kind: 'file', place: '{site}/data/db.sqlite3' },
    { path: 'media', kind: 'folder', place: '{site}/data/media' },
  ]);
});

test('leaves a database alone that the user placed elsewhere', () => {
  const path = { path: 'db.sqlite3', kind: 'file', role: 'database', setting: 'DATABASES', alias: 'default' } as const;
  const project = createProject({ dataPaths: fact([path]) });
  expect(planVolumes(project, [{ alias: 'default', kind: 'postgresql', sqlite: null, urlSecret: null }], 'm')).toEqual(
    [],
  );
});
