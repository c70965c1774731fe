/** Apps without migrations: in, their names and places; out, a refusal. */

import { expect, test } from 'vitest';
import { refuseTableless } from './tableless.ts';

test('names each app, its first model and the command that makes migrations', () => {
  const apps = ['shop', 'blog'].map((app) => ({ app, at: { file: `${app}/models.py`, line: 4 } }));
  const [shop, blog] = [/makemigrations shop,/, /the app blog/].map((pattern) => expect.stringMatching(pattern));
  const at = { file: 'shop/models.py', line: 4 };
  const problems = [expect.objectContaining({ at, fix: shop }), expect.objectContaining({ message: blog })];
  expect(() => refuseTableless(apps)).toThrow(expect.objectContaining({ problems }));
});

test('says nothing when every app has its tables', () => {
  expect(() => refuseTableless([])).not.toThrow();
});
