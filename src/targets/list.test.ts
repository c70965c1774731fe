/** The list of targets: in, the folders of src/targets; out, proof that list, folders, configuration and loaded targets agree. */

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { targetNames as configured, targetsSchema } from '../config/target-options.ts';
import { UserError } from '../model/problem.ts';
import { findTarget, targetNames, targets } from './list.ts';

test('every folder is in the list, and the configuration has a table for each', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true });
  const named = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect([...targetNames].sort()).toEqual(named.sort());
  expect(configured).toEqual(targetNames);
  expect(Object.keys(targetsSchema.shape)).toEqual(targetNames);
});

test.each(targets)('$name says the same of itself once it is loaded', async ({ name, title, capabilities, load }) => {
  expect(await load()).toMatchObject({ name, title, capabilities });
});

test('an unknown name is refused with those that are known', () => {
  expect(() => findTarget('moon')).toThrow(UserError);
  expect(() => findTarget('moon')).toThrow('there is no target moon');
});
