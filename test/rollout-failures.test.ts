/** What a rollout says when a step fails: in, what the Python side answers; out, the code, the sentence and the way on. */

import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { makeLocalDesired } from '../src/commands/local-desired.ts';
import { planProject } from '../src/commands/planned-project.ts';
import { createTestWorld } from '../src/commands/test-world.test-data.ts';
import type { Plan } from '../src/model/plan.ts';
import type { World } from '../src/model/shell.ts';
import { place } from '../src/plan/index.ts';
import { type Answer, createRecordingShell } from '../src/system/recording.ts';
import { getTarget } from '../src/targets/list.ts';
import { checkProject, collectStatic } from '../src/targets/local/apply-build.ts';
import { backUp } from '../src/targets/local/apply-release.ts';
import { type Context, createSession } from '../src/targets/local/context.ts';
import { type LocalDesired, servingOf } from '../src/targets/local/desired.ts';
import { layoutOf } from '../src/targets/local/layout.ts';
import { readLocalOptions } from '../src/targets/local/options.ts';
import type { LocalRelease } from '../src/targets/local/record.ts';
import { rollBack } from '../src/targets/local/rollback.ts';
import { observeSite } from '../src/targets/local/state.ts';

const [first, second] = ['20261121-060000-aaaa', '20261121-070000-bbbb'];
let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'nuages-rollout-')), 'polls');
  cpSync('examples/polls', folder, { recursive: true, filter: (path) => !path.includes('.nuages') });
});

/** The Python side answers as told, by the words after `-m nuages_runtime`, in the release's environment. */
function worldWhere(answers: Readonly<Record<string, Answer>>, environment = ''): World {
  const python = join(layoutOf(folder).environments, environment, 'bin', 'python');
  const lines = Object.entries(answers).map(([words, answer]) => [`${python} -m nuages_runtime ${words}`, answer]);
  return { ...createTestWorld().world, shell: createRecordingShell(Object.fromEntries(lines)) };
}

async function desire(world: World, change: (plan: Plan) => Plan = (plan) => plan): Promise<LocalDesired> {
  const { plan, given } = planProject(world, folder, {}, undefined);
  const host = { cores: 2, memoryBytes: 2 ** 32, architecture: 'x64', platform: 'linux' } as const;
  const placement = place(change(plan), await getTarget('local'), host);
  const options = readLocalOptions({});
  return makeLocalDesired(world, {
    folder,
    placement,
    given,
    options,
    excluded: [],
    force: false,
    verify: async () => [],
  });
}

async function contextWhere(answers: Readonly<Record<string, Answer>>): Promise<Context> {
  const world = worldWhere(answers);
  return { world, desired: await desire(world), detail: () => undefined, session: createSession() };
}

test('check-failed: what Django found is told, and how to go on', async () => {
  const context = await contextWhere({
    'manage check': { status: 1, stderr: 'polls/urls.py: (urls.E004) is invalid' },
  });
  const message = "the project does not pass Django's own checks:\n| polls/urls.py: (urls.E004) is invalid";
  const fix = 'mend it (the last line names what), then run the same command again';
  await expect(checkProject(context, first)).rejects.toMatchObject({
    exitCode: 1,
    problems: [{ level: 'error', code: 'check-failed', message, fix }],
  });
});

test('collectstatic-failed: what Django said is told', async () => {
  const context = await contextWhere({ 'manage collectstatic': { status: 1, stderr: 'No space left on device' } });
  const message = 'static files could not be collected:\n| No space left on device';
  await expect(collectStatic(context, first)).rejects.toMatchObject({
    problems: [{ level: 'error', code: 'collectstatic-failed', message }],
  });
});

test('backup-failed: a database that cannot be copied is not migrated', async () => {
  const context = await contextWhere({
    'migration-state': { stdout: migrationState({ unapplied: ['polls.0002_votes'] }) },
    'backup-sqlite default': { status: 1, stderr: 'database disk image is malformed' },
  });
  const { data } = context.desired.layout;
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'db.sqlite3'), 'damaged');
  const message =
    'the database default could not be backed up, so it is not migrated:\n| database disk image is malformed';
  await expect(backUp(context, first)).rejects.toMatchObject({
    problems: [{ level: 'error', code: 'backup-failed', message }],
  });
});

test('secret-missing: every secret without a value is named at once', async () => {
  const needing = (plan: Plan) => ({ ...plan, overlay: { ...plan.overlay, secrets: ['API_KEY', 'MAIL_PASSWORD'] } });
  const problem = (name: string) => ({
    level: 'error',
    code: 'secret-missing',
    message: `${name} has no value`,
    fix: expect.stringMatching(new RegExp(`^put ${name}=\\.\\.\\. into \\.env`)),
  });
  await expect(desire(worldWhere({}), needing)).rejects.toMatchObject({
    exitCode: 1,
    problems: [problem('API_KEY'), problem('MAIL_PASSWORD')],
  });
});

function migrationState(part: object): string {
  const database = { leaves: ['polls.0001_initial'], unapplied: [], unknown: [], tableless: [], ...part };
  return JSON.stringify({ databases: { default: database } });
}

async function rollBackTo(wanted: string | undefined, answers: Readonly<Record<string, Answer>> = {}) {
  const world = worldWhere(answers, 'env-1');
  const desired = await desire(world);
  const release = (id: string): LocalRelease => ({
    version: 1,
    id,
    tree: desired.tree,
    configHash: desired.configHash,
    secretVersions: {},
    migrationLeaves: [],
    commit: null,
    dirty: false,
    by: desired.by,
    at: '2026-11-21T06:00:00.000Z',
    secretVersion: id,
    environment: 'env-1',
    python: '3.11.7',
    directory: '.',
    settings: 'mysite.settings',
    serving: servingOf(desired.placement, desired.options),
    tasks: [],
  });
  const state = await observeSite(world, folder);
  const kept = { ...state, environments: ['env-1'], releases: [release(first), release(second)] };
  const wish = { wanted, breakLock: false, self: desired.self, verify: async () => [] };
  return rollBack(world, desired.layout, { ...wish, state: kept });
}

test('no-release: rollback names what is kept', async () => {
  const refusal = (message: string) => ({
    problems: [{ level: 'error', code: 'no-release', message, fix: `kept releases: ${first}, ${second}` }],
  });
  await expect(rollBackTo('absent')).rejects.toMatchObject(refusal('there is no release absent'));
  await expect(rollBackTo(undefined)).rejects.toMatchObject(refusal('there is no earlier release to go back to'));
});

test('schema-moved-on: older code is not served on migrations that it does not know', async () => {
  const stdout = migrationState({ unknown: ['polls.0002_votes'] });
  await expect(rollBackTo(first, { 'migration-state': { stdout } })).rejects.toMatchObject({
    problems: [
      {
        level: 'error',
        code: 'schema-moved-on',
        message: 'that release does not know migrations of the database default: polls.0002_votes',
        fix: `take them back where they can be, then roll back: nuages manage ${folder} -- migrate polls 0001_initial`,
      },
    ],
  });
});

test('schema-behind: a release whose migrations were taken back is not served', async () => {
  const stdout = migrationState({ unapplied: ['polls.0001_initial'] });
  await expect(rollBackTo(first, { 'migration-state': { stdout } })).rejects.toMatchObject({
    problems: [
      {
        level: 'error',
        code: 'schema-behind',
        message: 'the database default lacks migrations of that release: polls.0001_initial',
        fix: `apply them with the code of ${first}: nuages up in that state`,
      },
    ],
  });
});
