/** Rendered trees: in, each example on each target and one fixed host; out, the files in test/golden, or what differs. */

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planProject } from '../src/commands/planned-project.ts';
import type { Host, RenderedFile } from '../src/model/target.ts';
import { place } from '../src/plan/index.ts';
import { writeRendered } from '../src/scaffold/write.ts';
import { createDisk } from '../src/system/disk.ts';
import { getTarget, targetNames } from '../src/targets/list.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const host: Host = { cores: 2, memoryBytes: 2 * 1024 ** 3, architecture: 'x64', platform: 'linux' };
const isUpdating = process.env.UPDATE_GOLDEN === '1';

const cases = readdirSync(join(root, 'examples')).flatMap((example) =>
  targetNames.map((target) => ({ example, target })),
);

async function renderExample(example: string, targetName: string): Promise<readonly RenderedFile[]> {
  const { plan } = planProject({ env: {} }, join(root, 'examples', example), {}, undefined);
  const target = await getTarget(targetName);
  const placement = place(plan, target, host);
  const errors = [...plan.problems, ...placement.problems, ...target.check(placement)].filter(
    ({ level }) => level === 'error',
  );
  expect(errors).toEqual([]);
  return target.render(placement);
}

function writeExpected(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

test.each(cases)('$example on $target renders what test/golden holds', async ({ example, target }) => {
  const folder = join(root, 'test/golden', example, target);
  const files = await renderExample(example, target);
  if (isUpdating) {
    rmSync(folder, { recursive: true, force: true });
    for (const { path, content } of files) writeExpected(join(folder, path), content);
  }
  const stored = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ path }) => path).sort()).toEqual(
    stored.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort(),
  );
  for (const { path, content } of files) expect(content, path).toBe(readFileSync(join(folder, path), 'utf8'));
});

test.each(cases)('$example on $target: the same input gives the same bytes', async ({ example, target }) => {
  expect(await renderExample(example, target)).toEqual(await renderExample(example, target));
});

test.each(cases)('$example on $target: a second render changes nothing', async ({ example, target }) => {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  try {
    cpSync(join(root, 'examples', example), folder, { recursive: true });
    const files = await renderExample(example, target);
    expect(writeRendered(createDisk(), folder, files).written).toHaveLength(files.length);
    expect(writeRendered(createDisk(), folder, files).unchanged).toHaveLength(files.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
