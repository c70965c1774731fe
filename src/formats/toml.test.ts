/** TOML: in, text; out, data or the line of the error. */

import { expect, test } from 'vitest';
import { parseToml } from './toml.ts';

test('gives plain data', () => {
  expect(parseToml('[project]\nname = "shop"\n')).toEqual({ ok: true, data: { project: { name: 'shop' } } });
});

test('ignores a byte order mark', () => {
  expect(parseToml('\uFEFFname = 1')).toEqual({ ok: true, data: { name: 1 } });
});

test('says the line of an error', () => {
  expect(parseToml('a = 1\n\nb = [1,\n')).toMatchObject({ ok: false, line: 4 });
  expect(parseToml('a = 1\na = 2\n')).toMatchObject({ ok: false, line: 2 });
});
