/** K22 and K25 on a local site: in, the running site; out, tests of the verbs, and of down and up with the data kept. */

import { expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { findNaming } from './processes.ts';
import type { Running } from './serving.ts';
import { tell } from './site.ts';

export function testRunning(site: Running): void {
  const { copy } = site;

  const words: readonly (readonly [string, ...string[]])[] = [
    ['inspect', copy.folder, '--json'],
    ['plan', copy.folder],
    ['status', copy.folder],
    ['logs', copy.folder],
    ['releases', copy.folder, '--json'],
    ['manage', copy.folder, '--', 'check'],
  ];

  test.each(words)('K25 nuages %s', async (...line) => {
    const said = await copy.nuages(...line);
    expect(said.status, tell(said)).toBe(0);
    expect(said.stdout).not.toBe('');
  });

  test('K25 nuages verify', async () => {
    const said = await copy.nuages('verify', site.url, '--json');
    expect(said.status, tell(said)).toBe(0);
    expect(JSON.parse(said.stdout).findings.length).toBeGreaterThan(20);
  });

  test('K22 down leaves no process and keeps the data', async () => {
    const list = (await openBrowser(site.url).get('/polls/')).body;
    expect(list).toContain('Coffee?');
    const down = await copy.nuages('down', copy.folder);
    expect(down.status, tell(down)).toBe(0);
    expect(findNaming(copy.folder)).toEqual([]);
    await expect(fetch(site.url)).rejects.toThrow();
    const said = await copy.nuages('up', copy.folder, '--detach', '--port', new URL(site.url).port, '--json');
    expect(said.status, tell(said)).toBe(0);
    expect((await openBrowser(JSON.parse(said.stdout).url).get('/polls/')).body).toContain('Coffee?');
  });
}
