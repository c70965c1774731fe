/** What a person is told when a verb refuses: in, words and real folders; out, the code, the sentence and the way on. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { verb as down } from '../src/commands/down.ts';
import { verb as init } from '../src/commands/init.ts';
import { verb as inspect } from '../src/commands/inspect.ts';
import { verb as logs } from '../src/commands/logs.ts';
import { verb as manage } from '../src/commands/manage.ts';
import { verb as plan } from '../src/commands/plan.ts';
import { verb as render } from '../src/commands/render.ts';
import { verb as status } from '../src/commands/status.ts';
import { verb as supervise } from '../src/commands/supervise.ts';
import { createTestWorld, type TestWorld } from '../src/commands/test-world.test-data.ts';
import { verb as up } from '../src/commands/up.ts';
import type { Verb, VerbInput } from '../src/commands/verb.ts';
import { exitCode } from '../src/model/problem.ts';
import { takeLock } from '../src/release/lock.ts';
import { createRecordingShell } from '../src/system/recording.ts';
import { describeListenFailure } from '../src/targets/local/supervisor/port-holder.ts';

let folder: string;
let fresh: TestWorld;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'nuages-refusals-')), 'polls');
  cpSync('examples/polls', folder, { recursive: true, filter: (path) => !path.includes('.nuages') });
  fresh = createTestWorld();
});

function run(verb: Verb, options: VerbInput['options'] = {}, rest: readonly string[] = []) {
  return verb.run({ args: { dir: folder, folder }, rest, options, world: fresh.world });
}

/** The whole refusal: nothing else may be said beside it. */
function refusal(code: string, message: string, fix: string | undefined, exit: number = exitCode.refused) {
  const problem = fix === undefined ? { level: 'error', code, message } : { level: 'error', code, message, fix };
  return { exitCode: exit, problems: [problem] };
}

test('no-site: a folder where nothing was put up', async () => {
  const message = `there is no site in ${folder} (looked for ${folder}/.nuages)`;
  for (const verb of [status, logs, down])
    await expect(run(verb)).rejects.toMatchObject(refusal('no-site', message, `nuages up ${folder}`));
});

test('no-release: a site of which nothing was ever finished', async () => {
  mkdirSync(join(folder, '.nuages'));
  const expected = refusal('no-release', `no release of ${folder} has served yet`, `nuages up ${folder}`);
  await expect(run(manage, {}, ['check'])).rejects.toMatchObject(expected);
});

test('no-command: manage without a command', async () => {
  const expected = refusal('no-command', 'no management command was given', 'nuages manage -- help', exitCode.usage);
  await expect(run(manage)).rejects.toMatchObject(expected);
});

test('wrong-name: data is deleted only for its own name', async () => {
  mkdirSync(join(folder, '.nuages', 'data'), { recursive: true });
  const message = '--delete-data takes the name of the site, polls; shop is not it. Nothing was stopped or deleted';
  const refused = run(down, { deleteData: 'shop' });
  await expect(refused).rejects.toMatchObject({ problems: [{ code: 'wrong-name', message }] });
  await expect(refused).rejects.toMatchObject({
    problems: [{ fix: expect.stringMatching(/^nuages down .*--delete-data polls/) }],
  });
  expect(existsSync(join(folder, '.nuages', 'data'))).toBe(true);
});

test('bad-count: lines that are no number', async () => {
  mkdirSync(join(folder, '.nuages'));
  const expected = refusal('bad-count', '--lines ten is no number', 'use --lines 50', exitCode.usage);
  await expect(run(logs, { lines: 'ten' })).rejects.toMatchObject(expected);
});

test.each(['70000', 'http', '-1'])('bad-port: %s', async (port) => {
  const ofUp = refusal('bad-port', `--port ${port} is no port`, 'use a number from 0 to 65535', exitCode.usage);
  await expect(run(up, { port })).rejects.toMatchObject(ofUp);
  const ofSupervise = refusal('bad-port', `${port} is no port`, 'give one from 0 to 65535', exitCode.usage);
  await expect(run(supervise, { port })).rejects.toMatchObject(ofSupervise);
  expect(existsSync(join(folder, '.nuages'))).toBe(false);
});

test('bad-variable: a flag without a value', async () => {
  const fix = 'write --variable STAGE=production; secrets belong into .env.production';
  const expected = refusal('bad-variable', '--variable STAGE is no NAME=value', fix, exitCode.usage);
  await expect(run(plan, { variable: ['STAGE'] })).rejects.toMatchObject(expected);
});

test('config-exists: init overwrites no configuration, in either file', async () => {
  const say = (file: string) =>
    refusal(
      'config-exists',
      `${file} is there already and is left as it is`,
      `edit ${file}, or remove it first; nuages plan --explain shows what counts`,
    );
  writeFileSync(join(folder, 'nuages.toml'), 'name = "mine"\n');
  await expect(run(init)).rejects.toMatchObject(say('nuages.toml'));
  expect(readFileSync(join(folder, 'nuages.toml'), 'utf8')).toBe('name = "mine"\n');
  writeFileSync(join(folder, 'pyproject.toml'), '[tool.nuages]\nname = "mine"\n');
  await expect(run(init)).rejects.toMatchObject(say('pyproject.toml'));
});

test('no-such-folder: one that is absent, and one that is a file', async () => {
  const fix = 'Give the path of a folder that you may read.';
  const at = (dir: string) => inspect.run({ args: { dir }, rest: [], options: {}, world: fresh.world });
  const absent = `${folder}/absent`;
  const file = `${folder}/manage.py`;
  const expected = (message: string) => refusal('no-such-folder', message, fix);
  await expect(at(absent)).rejects.toMatchObject(expected(`The folder ${absent} does not exist.`));
  await expect(at(file)).rejects.toMatchObject(expected(`The folder ${file} is not a folder.`));
});

test('render-conflict: the same line edited here and changed there', async () => {
  expect(await run(render)).toBe(exitCode.done);
  const page = join(folder, 'deploy', 'README.md');
  const edited = readFileSync(page, 'utf8').replace(/^# .*$/m, '# Ours');
  writeFileSync(page, edited);
  writeFileSync(join(folder, 'nuages.toml'), 'name = "renamed"\n');
  expect(await run(render)).toBe(exitCode.refused);
  const talk = fresh.talk.join('\n');
  expect(talk).toContain('render-conflict');
  expect(talk).toContain('deploy/README.md and the new version of it changed the same lines; yours is untouched');
  expect(talk).toContain('take over what you want from deploy/README.md.new, then delete that file');
  expect(readFileSync(page, 'utf8')).toBe(edited);
  expect(readFileSync(`${page}.new`, 'utf8')).toContain('renamed');
});

test('cannot-listen: a port that needs rights, an address of another machine, anything else', async () => {
  const ask = (host: string, port: number, reason: string) =>
    describeListenFailure(createRecordingShell(), { host, port }, reason);
  const address = 'choose another: --host 127.0.0.1, or 0.0.0.0 for all';
  const problem = (message: string, fix: string) => ({ level: 'error', code: 'cannot-listen', message, fix });
  expect(await ask('127.0.0.1', 80, 'EACCES')).toEqual(
    problem('this user may not listen on port 80', 'choose one above 1023: --port 8000'),
  );
  expect(await ask('192.0.2.1', 9990, 'EADDRNOTAVAIL')).toEqual(
    problem('192.0.2.1 is no address of this machine', address),
  );
  expect(await ask('::1', 9990, 'EAFNOSUPPORT')).toEqual(problem('cannot listen on ::1:9990 (EAFNOSUPPORT)', address));
});

test('lock-lost: whoever was overtaken stops', async () => {
  const locks = join(folder, 'lock');
  const first = await takeLock(fresh.world, locks, 'up', false);
  const second = await takeLock(fresh.world, locks, 'rollback', true);
  const expected = refusal('lock-lost', 'another run has taken over the lock', undefined);
  expect(() => first.check()).toThrow(expect.objectContaining(expected));
  second.release();
  first.release();
});
