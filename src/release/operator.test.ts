/** Who works here: in, a process of a user whom the system does not list; out, a name all the same. */

import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { nameOperator } from './operator.ts';

test('a user is named with the host', () => {
  expect(nameOperator()).toMatch(/^[^@]+@/);
  expect(nameOperator().endsWith(`@${hostname()}`)).toBe(true);
});

test.runIf(process.getuid?.() === 0)('a user without a line in the list of users goes by its number', () => {
  const script = `import { nameOperator } from ${JSON.stringify(new URL('./operator.ts', import.meta.url).href)}; process.setuid(54321); console.log(nameOperator())`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(said.trim()).toBe(`uid-54321@${hostname()}`);
});
