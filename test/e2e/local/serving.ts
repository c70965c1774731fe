/** K1 to K11 on a local site: in, the running site; out, tests that are named after the promise. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type VerifyReport, verifySite } from '../../../src/verify/index.ts';
import { openBrowser } from './browser.ts';
import { findLeaves } from './processes.ts';
import { type Copy, tell } from './site.ts';

const password = 'a-long-enough-password-7';

export interface Running {
  readonly copy: Copy;
  url: string;
}

/** Waits until a condition holds; fails with what it said last. */
export async function until<T>(seconds: number, look: () => Promise<T | undefined>): Promise<T> {
  const limit = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > limit) throw new Error(`not seen within ${seconds} s`);
    await new Promise((settle) => setTimeout(settle, 100));
  }
}

export function testServing(site: Running): void {
  let report: VerifyReport;

  const probed = (promise: string) => {
    const findings = report.findings.filter((finding) => finding.promise === promise);
    expect(findings.length).toBeGreaterThan(0);
    return findings.filter(({ outcome }) => outcome !== 'kept');
  };

  test('K1 own pages answer, and a killed worker is healed', async () => {
    report = await verifySite(site.url, { health: { alive: '/healthz', ready: '/readyz' } });
    expect(probed('K1')).toEqual([]);
    const supervisor = await findSupervisor(site.copy);
    const before = findLeaves(supervisor);
    const [victim] = before;
    if (!victim) throw new Error('no worker');
    process.kill(victim.pid, 'SIGKILL');
    await until(15, async () => {
      const now = findLeaves(supervisor);
      return now.length >= before.length && !now.some(({ pid }) => pid === victim.pid) ? now : undefined;
    });
    expect((await openBrowser(site.url).get('/polls/')).status).toBe(200);
  });

  test('K2 static files are hashed, immutable and compressed', () => expect(probed('K2')).toEqual([]));

  test('K5 connections suffice, and SQLite lets readers and a writer work at once', async () => {
    expect(probed('K5')).toEqual([]);
    const database = join(site.copy.folder, '.nuages', 'data', 'db.sqlite3');
    const ask = 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("pragma journal_mode").fetchone()[0])';
    expect(execFileSync('python3', ['-c', ask, database], { encoding: 'utf8' }).trim()).toBe('wal');
  });

  test('K7 a wrong Host is refused, health answers any', () => expect(probed('K7')).toEqual([]));
  test('K10 a login form works', async () => {
    expect(probed('K10')).toEqual([]);
    await createUser(site.copy);
    expect((await logIn(site.url)).body).toContain('Log out ada');
  });
  test('K11 security headers stand once, no version is named', () => expect(probed('K11')).toEqual([]));

  test('K4 an upload is served, never executed', async () => {
    const { picture, path } = await askQuestion(site.url, 'Tea?');
    expect(picture.status).toBe(200);
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
    expect(path).toMatch(/^\/media\//);
    const html = await askQuestion(site.url, 'Trap?', 'trap.html', '<script>alert(1)</script>');
    expect(html.picture.headers.get('content-disposition')).toMatch(/^attachment/);
  });
}

export async function findSupervisor(copy: Copy): Promise<number> {
  const said = await copy.nuages('status', copy.folder, '--json');
  const pid: unknown = JSON.parse(said.stdout).supervisor;
  if (typeof pid !== 'number') throw new Error(tell(said));
  return pid;
}

/** A person with rights, made by Django itself in the release that serves. */
async function createUser(copy: Copy): Promise<void> {
  const code = `from django.contrib.auth.models import User; User.objects.create_superuser("ada", "", "${password}")`;
  const said = await copy.nuages('manage', copy.folder, '--', 'shell', '-c', code);
  expect(said.status, tell(said)).toBe(0);
}

export function logIn(url: string) {
  return openBrowser(url).submit('/accounts/login/', { username: 'ada', password });
}

/** Logs in, asks a question with a picture, and fetches that picture. */
export async function askQuestion(url: string, text: string, name = 'tea.png', content = 'no real picture') {
  const browser = openBrowser(url);
  await browser.submit('/accounts/login/', { username: 'ada', password });
  const file = new File([content], name, { type: 'application/octet-stream' });
  const page = await browser.submit('/polls/new/', { question_text: text, choices: 'Yes\nNo', picture: file });
  const path = /class="picture" src="([^"]+)"/.exec(page.body)?.[1] ?? '';
  expect(path, page.body).not.toBe('');
  return { page, path, picture: await browser.get(path) };
}
