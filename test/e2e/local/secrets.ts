/** K13 and K14 on a local site: in, the running site; out, tests that look for the value of its key everywhere. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifySite } from '../../../src/verify/index.ts';
import { findDescendants, readEnvironment } from './processes.ts';
import { findSupervisor, type Running } from './serving.ts';
import { copyExample, tell } from './site.ts';

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path) && statSync(path).isFile());
}

export function testSecrets(site: Running): void {
  test('K13 the key is in no process, argument, log, record or rendered file', async () => {
    const kept = join(site.copy.folder, '.nuages', 'secrets');
    const files = listFiles(kept).filter((path) => path.endsWith('SECRET_KEY'));
    const keys = files.map((path) => readFileSync(path, 'utf8').trim());
    expect(keys.length).toBeGreaterThan(0);
    expect(files.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
    await site.copy.nuages('render', site.copy.folder);
    const shown = listFiles(site.copy.folder).filter((path) => {
      if (path.startsWith(kept) || path.includes('/envs/')) return false;
      const text = readFileSync(path, 'latin1');
      return keys.some((key) => text.includes(key));
    });
    expect(shown).toEqual([]);
    const supervisor = await findSupervisor(site.copy);
    const processes = [supervisor, ...findDescendants(supervisor).map(({ pid }) => pid)];
    expect(processes.length).toBeGreaterThan(2);
    expect(processes.filter((pid) => keys.some((key) => readEnvironment(pid).includes(key)))).toEqual([]);
    const commands = findDescendants(supervisor).map(({ command }) => command);
    expect(commands.filter((command) => keys.some((key) => command.includes(key)))).toEqual([]);
  });

  test('K13 error pages show nothing', async () => {
    const { findings } = await verifySite(site.url);
    expect(findings.filter(({ promise, outcome }) => promise === 'K13' && outcome !== 'kept')).toEqual([]);
    expect(findings.find(({ probe }) => probe === 'debug-off')?.outcome).toBe('kept');
  });

  test('K14 a missing secret stops before anything is made, and is named', async () => {
    const copy = copyExample();
    const literal = /SECRET_KEY = .*/.exec(copy.read('mysite/settings.py'))?.[0] ?? '';
    copy.replace(
      'mysite/settings.py',
      literal,
      "import os\nPAYMENT_TOKEN = os.environ['PAYMENT_TOKEN']\nSECRET_KEY = os.environ['SECRET_KEY']",
    );
    const missing = await copy.nuages('up', copy.folder, '--detach', '--port', '0');
    expect(missing.status, tell(missing)).toBe(1);
    expect(missing.stderr).toContain('PAYMENT_TOKEN');
    expect(existsSync(join(copy.folder, '.nuages', 'envs'))).toBe(false);
    copy.write('.env', 'PAYMENT_TOKEN=tok_1\nSECRET_KEY=changeme\n');
    const insecure = await copy.nuages('up', copy.folder, '--detach', '--port', '0');
    expect(insecure.status, tell(insecure)).toBe(1);
    expect(insecure.stderr).toContain('SECRET_KEY');
    expect(insecure.stderr).not.toContain('tok_1');
    expect(existsSync(join(copy.folder, '.nuages', 'envs'))).toBe(false);
    await copy.end();
  });
}
