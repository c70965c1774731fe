/** What people do to a site by mistake: in, broken projects and cut-off runs; out, an error in words, nothing left, and a next `up` that works. */

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNaming } from './local/processes.ts';
import { until } from './local/serving.ts';
import { type Copy, copyExample, type Said, tell } from './local/site.ts';

/** One site for all, since making its virtual environment takes longest. The folder's name is a trial of its own. */
let copy: Copy;
let url = '';
/** What is watched for seconds elsewhere need not be watched here. */
const quick = '[targets.local]\nsoak = 0\nwatch = 1\n';
const up = (...words: readonly string[]) => copy.nuages('up', copy.folder, '--detach', ...words);
const page = async () => (await fetch(new URL('/polls/', url))).status;

beforeAll(async () => {
  copy = copyExample();
  copy.write('nuages.toml', quick);
  symlinkSync('.', join(copy.folder, 'loop'));
  symlinkSync('/etc', join(copy.folder, 'outside'));
  const said = await up('--port', '0', '--json');
  expect(said.status, tell(said)).toBe(0);
  url = JSON.parse(said.stdout).url;
});

afterAll(async () => {
  await copy.end();
});

/** A refusal in words: the code, no stack, and never "this is a bug". */
function expectRefusal(said: Said, status: number, words: RegExp): void {
  expect(said.status, tell(said)).toBe(status);
  expect(said.stderr).toMatch(words);
  expect(said.stderr).not.toMatch(/this is a bug|\n {4}at /);
}

describe('a project that fails leaves the release before it serving', () => {
  const broken: readonly (readonly [string, string, string, string, RegExp])[] = [
    ['settings that are no Python', 'mysite/settings.py', 'DEBUG = True', 'DEBUG = (', /mysite\/settings\.py:\d+/],
    ['settings that raise', 'mysite/settings.py', 'DEBUG = True', 'raise OSError("boom")', /OSError: boom/],
    [
      'URL patterns that are no Python',
      'mysite/urls.py',
      'urlpatterns',
      'def urlpatterns',
      /mysite\/urls\.py", line \d+/,
    ],
    ['a WSGI module that raises', 'mysite/wsgi.py', 'import os', 'import os\nraise OSError("boom")', /OSError: boom/],
  ];

  test.each(broken)('K14 K17 K18 %s', async (_what, file, from, to, words) => {
    const before = copy.read(file);
    copy.replace(file, from, to);
    expectRefusal(await up(), 1, words);
    copy.write(file, before);
    expect(await page()).toBe(200);
  });

  test('K16 a migration that fails names its cause and the copy of the database', async () => {
    const file = 'polls/migrations/0099_broken.py';
    const last = readdirSync(join(copy.folder, 'polls/migrations'))
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1);
    const lines = [
      'from django.db import migrations',
      'def fail(apps, editor):',
      '    raise ValueError("cannot migrate this row")',
      'class Migration(migrations.Migration):',
      `    dependencies = [("polls", "${last?.replace('.py', '')}")]`,
      '    operations = [migrations.RunPython(fail)]',
    ];
    copy.write(file, `${lines.join('\n')}\n`);
    const said = await up();
    expectRefusal(said, 1, /ValueError: cannot migrate this row/);
    expect(said.stderr).toMatch(/backups\/.*\.sqlite3/);
    copy.remove(file);
    expect(await page()).toBe(200);
  });

  test('requirements that do not install are named', async () => {
    const before = copy.read('requirements.txt');
    copy.write('requirements.txt', `${before}no-such-package-of-anybody==99\n`);
    expectRefusal(await up(), 1, /no-such-package-of-anybody==99/);
    copy.write('requirements.txt', `${before}Django ===== 5 !\n`);
    expectRefusal(await up(), 1, /Django ===== 5 !/);
    copy.write('requirements.txt', before);
  });
});

describe('words and files that cannot be meant', () => {
  const wrong: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['a port that is none', ['--port', 'abc'], 2, /abc is no port/],
    ['a port beyond all', ['--port', '70000'], 2, /70000 is no port/],
    ['a flag with a slip', ['--prot', '1'], 2, /--port/],
    ['an address of elsewhere', ['--host', '203.0.113.9'], 1, /203\.0\.113\.9/],
  ];

  test.each(wrong)('%s', async (_what, words, status, said) => {
    expectRefusal(await up(...words), status, said);
  });

  const files: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'a key with a slip',
      'nuages.toml',
      '[targets.local]\nprot = 1\n',
      /nuages\.toml:2[\s\S]*targets\.local\.port|port[\s\S]*nuages\.toml:2/,
    ],
    ['a value of a wrong type', 'nuages.toml', '[targets.local]\nport = "x"\n', /port must be a number/],
    ['TOML that is none', 'nuages.toml', '[targets\n', /nuages\.toml is not TOML/],
    ['a malformed line in .env', '.env', 'A=1\nwhat is this\n', /\.env:2/],
    ['a key that everybody knows', '.env', 'SECRET_KEY=django-insecure-abc\n', /\.env:1/],
    ['a value with a zero byte', '.env', 'SECRET_KEY=a\0b\n', /zero byte/],
  ];

  test.each(files)('%s', async (_what, file, text, words) => {
    copy.write(file, text);
    expectRefusal(await up(), 1, words);
    copy.remove(file);
    copy.write('nuages.toml', quick);
  });

  test('a port of somebody else', async () => {
    const rival = createServer().listen(0, '127.0.0.1');
    await sleep(50);
    const { port } = rival.address() as AddressInfo;
    expectRefusal(await up('--port', String(port)), 1, new RegExp(`port ${port} is in use`));
    rival.close();
    expect(await page()).toBe(200);
  });

  test.each(['manage', 'rollback', 'status', 'logs', 'down', 'releases'])('%s where there is no site', async (verb) => {
    const empty = join(copy.folder, '..', 'empty');
    mkdirSync(empty, { recursive: true });
    const rest = verb === 'manage' ? ['--', 'check'] : [];
    expectRefusal(await copy.nuages(verb, empty, ...rest), 1, /there is no site in/);
  });
});

/** Runs `up` on a change, sends a signal when a phase begins, and gives its end. */
async function cutOff(phase: string, signal: 'SIGINT' | 'SIGKILL'): Promise<Said> {
  const args = [resolve('bin', 'nuages.js'), 'up', copy.folder, '--detach', '--force'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => {
    const begins = new RegExp(`^\\s+${phase}\\s`, 'm');
    const began = begins.test(stderr);
    stderr += part.toString();
    if (!began && begins.test(stderr)) child.kill(signal);
  });
  const status = await new Promise<number | null>((settle) => child.once('close', settle));
  return { status, stdout: '', stderr };
}

describe('a run that is cut off', () => {
  test.each(['prepare', 'build', 'release', 'switch', 'verify'])('K17 Ctrl-C in %s', async (phase) => {
    const before = findNaming(copy.folder).length;
    expectRefusal(await cutOff(phase, 'SIGINT'), 130, /Interrupted/);
    expect(await page()).toBe(200);
    await until(10, async () => (findNaming(copy.folder).length === before ? true : undefined));
  });

  test.each(['build', 'switch'])('K17 K20 kill -9 in %s, then up', async (phase) => {
    expect((await cutOff(phase, 'SIGKILL')).status).toBeNull();
    expect(await page()).toBe(200);
    const said = await up();
    expect(said.status, tell(said)).toBe(0);
    expect(await page()).toBe(200);
  });

  test('K20 two at once: one of them is told to try again', async () => {
    const both = await Promise.all([up('--force'), up('--force')]);
    expect(both.map(({ status }) => status).sort()).toEqual([0, 75]);
    expect(await page()).toBe(200);
  });

  test('K1 kill -9 of the supervisor: status says so, nothing is left, up serves again', async () => {
    const { supervisor } = JSON.parse((await copy.nuages('status', copy.folder, '--json')).stdout);
    process.kill(supervisor, 'SIGKILL');
    await until(10, async () => (findNaming(copy.folder).length === 0 ? true : undefined));
    expect((await copy.nuages('status', copy.folder)).status).toBe(1);
    const said = await up();
    expect(said.status, tell(said)).toBe(0);
    expect(await page()).toBe(200);
  });
});

test('K13 files of a site are private', () => {
  const site = join(copy.folder, '.nuages');
  const open = findOpen(site);
  expect(open).toEqual([]);
});

/** What others may read among the folders that hold values, claims and logs. */
function findOpen(site: string): readonly string[] {
  return ['secrets', 'lock', 'logs', 'run'].flatMap((folder) =>
    readdirSync(join(site, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0),
  );
}
