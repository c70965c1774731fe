/** What is there of a site: in, real folders; out, what is believed of them. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorld } from '../../system/world.ts';
import { layoutOf } from './layout.ts';
import { observeSite, readAbout } from './state.ts';

const world = createWorld();

test('a site.json that was spoilt by hand counts as none, and so does a spoilt record of a release', async () => {
  const layout = layoutOf(mkdtempSync(join(tmpdir(), 'nuages-state-')));
  mkdirSync(join(layout.releases, '20261121-064512-3f2a'), { recursive: true });
  writeFileSync(join(layout.releases, '20261121-064512-3f2a', 'release.json'), 'garbage');
  writeFileSync(layout.about, '{"name": "shop", "host": "127.0.0.1", "port": 8000, "domains": []}');
  expect(readAbout(world, layout)?.name).toBe('shop');
  writeFileSync(layout.about, '{"name": "sh');
  const state = await observeSite(world, layout.project);
  expect(state.about).toBeUndefined();
  expect(state.releases).toEqual([]);
  expect(state.partialReleases).toEqual(['20261121-064512-3f2a']);
});
