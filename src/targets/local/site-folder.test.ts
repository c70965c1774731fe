/** The folder of a site: in, what was there before; out, who may look into it. */

import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDisk } from '../../system/disk.ts';
import { layoutOf } from './layout.ts';
import { makeSiteFolder } from './site-folder.ts';

test('folders that were made by hand are closed to others', () => {
  const layout = layoutOf(mkdtempSync(join(tmpdir(), 'nuages-folder-')));
  mkdirSync(layout.data, { recursive: true, mode: 0o755 });
  makeSiteFolder(createDisk(), layout);
  const modes = [layout.site, layout.data, layout.secrets].map((folder) => statSync(folder).mode & 0o777);
  expect(modes).toEqual([0o700, 0o700, 0o700]);
});
