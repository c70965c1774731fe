/** K3, K16 to K20 on a local site: in, the running site; out, tests of good and of bad rollouts. */

import { expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { findDescendants, findNaming } from './processes.ts';
import { askQuestion, findSupervisor, type Running, until } from './serving.ts';
import { type Copy, type Said, tell } from './site.ts';
import { loadWhile } from './traffic.ts';

const wantedRequests = 10_000;

/** After the load tests, which keep the usual times, the others need not wait. */
const quick = '[targets.local]\nsoak = 0\nwatch = 1\n';

/** The same words each time: `up` without its port would move the site to the default one. */
function up({ copy, url }: Running): Promise<Said> {
  return copy.nuages('up', copy.folder, '--detach', '--port', new URL(url).port);
}

async function readVersion(url: string): Promise<string> {
  return (await openBrowser(url).get('/polls/version/')).body;
}

/** Only what serves is there: the supervisor and below it as many processes as before. */
async function expectNoProcessLeft({ copy }: Running): Promise<void> {
  const supervisor = await findSupervisor(copy);
  const own = new Set([supervisor, ...findDescendants(supervisor).map(({ pid }) => pid)]);
  await until(5, async () => {
    const stray = findNaming(copy.folder).filter(({ pid }) => !own.has(pid));
    return stray.length === 0 ? true : undefined;
  });
}

function setVersion(copy: Copy, version: string): void {
  copy.write('polls/__init__.py', `VERSION = '${version}'\n`);
}

/** A change that must fail: exit code 1, the old release serves, the reason is told. */
async function expectRefused(site: Running, reason: RegExp): Promise<void> {
  const before = await readVersion(site.url);
  const said = await up(site);
  expect(said.status, tell(said)).toBe(1);
  expect(said.stderr).toMatch(reason);
  expect(await readVersion(site.url)).toBe(before);
}

export function testReleases(site: Running): void {
  const { copy } = site;

  test('K17 K3 K4 a new version loses no request, and keeps old files and uploads', async () => {
    const page = (await openBrowser(site.url).get('/polls/')).body;
    const [style = ''] = /\/static\/polls\/css\/style\.[0-9a-f]+\.css/.exec(page) ?? [];
    const { path } = await askQuestion(site.url, 'Coffee?');
    copy.replace('polls/static/polls/css/style.css', '42rem', '44rem');
    setVersion(copy, '2.0');
    const traffic = await loadWhile(site.url, wantedRequests, async () => {
      const said = await up(site);
      expect(said.status, tell(said)).toBe(0);
    });
    expect(traffic.failed).toEqual([]);
    expect(traffic.requests).toBeGreaterThanOrEqual(wantedRequests);
    expect(traffic.versions).toEqual(['1.0', '2.0']);
    const browser = openBrowser(site.url);
    expect((await browser.get('/polls/')).body).not.toContain(style);
    expect((await browser.get(style)).status).toBe(200);
    expect((await browser.get(path)).status).toBe(200);
  });

  test('K17 K19 a rollback loses no request and restores the code', async () => {
    const traffic = await loadWhile(site.url, wantedRequests, async () => {
      const said = await copy.nuages('rollback', copy.folder);
      expect(said.status, tell(said)).toBe(0);
    });
    expect(traffic.failed).toEqual([]);
    expect(traffic.versions).toEqual(['1.0', '2.0']);
    expect(await readVersion(site.url)).toBe('1.0');
    const again = await up(site);
    expect(again.status, tell(again)).toBe(0);
    expect(await readVersion(site.url)).toBe('2.0');
  });

  test('K16 a migration that fails leaves the old release serving and the lock free', async () => {
    copy.write('polls/migrations/0002_broken.py', migration("migrations.RunSQL('SELECT no_such_function()')"));
    setVersion(copy, '3.0');
    copy.write('nuages.toml', quick);
    await expectRefused(site, /no_such_function/);
    copy.remove('polls/migrations/0002_broken.py');
  });

  test('K18 a crash at start leaves the old release serving', async () => {
    const wsgi = copy.read('mysite/wsgi.py');
    copy.write('mysite/wsgi.py', `${wsgi}\nraise RuntimeError('the application does not start')\n`);
    await expectRefused(site, /does not start/);
    copy.write('mysite/wsgi.py', wsgi);
  });

  test('K18 a release that never gets ready leaves the old one serving', async () => {
    const wsgi = copy.read('mysite/wsgi.py');
    copy.write('mysite/wsgi.py', `${wsgi}\nimport time\ntime.sleep(600)\n`);
    copy.write('nuages.toml', `${quick}ready-timeout = 3\n`);
    await expectRefused(site, /ready/);
    copy.write('mysite/wsgi.py', wsgi);
    copy.write('nuages.toml', quick);
    await expectNoProcessLeft(site);
  });

  test('K18 a release whose first page fails leaves the old one serving', async () => {
    const views = copy.read('polls/views.py');
    copy.replace('polls/views.py', '        return published()', '        return no_such_name()');
    await expectRefused(site, /\/polls\/ answers 500/);
    expect((await openBrowser(site.url).get('/polls/')).status).toBe(200);
    copy.write('polls/views.py', views);
    await expectNoProcessLeft(site);
  });

  test('K20 of two at once one goes on and the other is told to try again', async () => {
    setVersion(copy, '4.0');
    const both = await Promise.all([up(site), up(site)]);
    expect(both.map(({ status }) => status).toSorted(), both.map(tell).join('\n')).toEqual([0, 75]);
    expect(await readVersion(site.url)).toBe('4.0');
  });

  test('K22 K19 a backup lies there before a migration, and a rollback across it is refused', async () => {
    const field = "migrations.AddField('question', 'note', models.TextField(null=True))";
    copy.write('polls/migrations/0002_note.py', migration(field));
    copy.replace('polls/models.py', '    class Meta:', '    note = models.TextField(null=True)\n\n    class Meta:');
    setVersion(copy, '5.0');
    const said = await up(site);
    expect(said.status, tell(said)).toBe(0);
    expect(await readVersion(site.url)).toBe('5.0');
    const status = JSON.parse((await copy.nuages('status', copy.folder, '--json')).stdout);
    expect(status.backups.length).toBeGreaterThan(0);
    const back = await copy.nuages('rollback', copy.folder);
    expect(back.status, tell(back)).toBe(1);
    expect(back.stderr).toContain('0002_note');
    expect(await readVersion(site.url)).toBe('5.0');
  });
}

function migration(operation: string): string {
  return `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('polls', '0001_initial')]
    operations = [${operation}]
`;
}
