/** TOML writing: in, plain data; out, the same data read back by the parser. */

import { expect, test } from 'vitest';
import { parseToml } from './toml.ts';
import { writeTomlKey, writeTomlValue } from './toml-value.ts';

test('the parser reads back what was written', () => {
  const values = { text: 'a "b" \\ \n\t\u007F ä \u0001', number: 3, truth: true, list: ['x', 'y "z"'], 'odd key.': '' };
  const text = Object.entries(values)
    .map(([key, value]) => `${writeTomlKey(key)} = ${writeTomlValue(value)}`)
    .join('\n');
  expect(parseToml(text)).toEqual({ ok: true, data: values });
});
