/** What the site runs with in place of what the code says: in, keys and switches in the code; out, notes and reasons with their places. */

import { expect, test } from 'vitest';
import { planWith as plan } from '../commands/plan-with.test-data.ts';
import type { SecretKeySource } from '../model/project.ts';
import { createProject } from './project.test-data.ts';

const at = { file: 'shop/settings.py', line: 7 };
const keyIn = (value: SecretKeySource) => createProject({ secretKey: { value, at, sure: true } });
const of = (key: string, { decisions }: ReturnType<typeof plan>) => decisions.find((decision) => decision.key === key);

test.each<[SecretKeySource, string]>([
  ['insecure', 'others know'],
  ['random', 'made anew at each start'],
])('a key that is %s is told with its place, and gives way', (source, reason) => {
  const planned = plan(keyIn(source));
  expect(planned.problems).toMatchObject([
    { level: 'note', code: 'insecure-key', at, message: expect.stringContaining(reason) },
  ]);
  expect(of('SECRET_KEY', planned)).toMatchObject({ at, from: 'default', why: expect.stringContaining(reason) });
});

test('a weak key that is kept on purpose is warned of', () => {
  const planned = plan(keyIn('insecure'), {}, { off: ['secret-key'] });
  expect(planned.problems).toMatchObject([{ level: 'warning', code: 'insecure-key', at }]);
  expect(of('SECRET_KEY', planned)?.value).toBe('as the code has it');
});

test('a good key in the code is explained, one from a variable is no matter', () => {
  const planned = plan(keyIn('literal'));
  expect(planned.problems).toEqual([]);
  expect(of('SECRET_KEY', planned)).toMatchObject({ from: 'fact', at });
  expect(of('SECRET_KEY', plan(keyIn('variable')))).toBeUndefined();
});

test('DEBUG = True in the code is explained', () => {
  const literals = { DEBUG: { value: true, at, sure: true } };
  expect(of('DEBUG', plan({ literals }))).toMatchObject({ value: false, from: 'default', at });
  expect(of('DEBUG', plan({ literals }, {}, { off: ['debug'] }))).toMatchObject({ value: true, from: 'fact', at });
  expect(of('DEBUG', plan({ literals: { DEBUG: { value: false, at, sure: true } } }))).toBeUndefined();
});
