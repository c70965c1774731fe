/** Back to an earlier release: in, a site and perhaps an id; out, that release serving, or why its schema no longer fits. */

import { join } from 'node:path';
import { joinShellWords } from '../../formats/shell-words.ts';
import type { Http } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { UserError } from '../../model/problem.ts';
import { Secret } from '../../model/secret.ts';
import type { World } from '../../model/shell.ts';
import { takeLock } from '../../release/lock.ts';
import { runPhases } from '../../release/phases.ts';
import { readMigrationState } from './apply-release.ts';
import { beginSupervision, endSwitch, probeSite, switchTraffic, takeBackSwitch } from './apply-switch.ts';
import { type Context, createSession } from './context.ts';
import type { ServingWish } from './desired.ts';
import { type Layout, releaseLayout } from './layout.ts';
import type { LocalStep, StepKind } from './next.ts';
import type { LocalRelease } from './record.ts';
import type { LocalState } from './state.ts';
import type { SelfCommand } from './supervisor/client.ts';

export interface RollbackWish {
  readonly state: LocalState;
  /** Undefined for the release that served before the current one. */
  readonly wanted: string | undefined;
  readonly breakLock: boolean;
  readonly self: SelfCommand;
  readonly verify: (url: string, health: Http['health'], isNew: boolean) => Promise<readonly Problem[]>;
}

/**
 * Serves an earlier release with its own code, environment, configuration and secrets.
 * @throws UserError `no-release`, `schema-moved-on`, and whatever a switch can fail with; the current release serves on then
 */
export async function rollBack(world: World, layout: Layout, wish: RollbackWish): Promise<LocalRelease> {
  const release = chooseRelease(world, layout, wish);
  const lock = await takeLock(world, layout.lock, 'rollback', wish.breakLock);
  const desired = describeServing(world, layout, wish, release);
  const session = createSession();
  const context = (detail: (text: string) => void) => {
    session.detail = detail;
    return { world, desired, detail, session };
  };
  const deeds: Partial<Record<StepKind, (context: Context<ServingWish>) => Promise<void>>> = {
    'check-project': (given) => checkSchema(given, wish.state, release),
    'end-switch': endSwitch,
    'start-supervisor': beginSupervision,
    switch: (given) => switchTraffic(given, release.id),
    probe: (given) => probeSite(given, release.id),
  };
  try {
    const steps = listSteps(wish.state, release.id);
    await runPhases(world, steps, async (step, detail) => deeds[step.kind]?.(context(detail)), lock.check);
    return release;
  } catch (error) {
    if (lock.holds())
      await takeBackSwitch(
        context(() => undefined),
        release.id,
      );
    throw error;
  } finally {
    lock.release();
  }
}

function listSteps(state: LocalState, id: string): readonly LocalStep[] {
  const step = (phase: LocalStep['phase'], kind: StepKind, title: string): LocalStep => ({
    phase,
    kind,
    title,
    command: `nuages rollback ${id}`,
    release: id,
  });
  return [
    ...(state.supervisor?.switching ? [step('prepare', 'end-switch', 'end the switch of a run that was cut off')] : []),
    step('prepare', 'check-project', 'see that the database still fits that release'),
    ...(state.supervisor ? [] : [step('switch', 'start-supervisor', 'listen')]),
    step('switch', 'switch', `start ${id}, wait until it is ready, move traffic`),
    step('verify', 'probe', 'ask it as a visitor would'),
  ];
}

function describeServing(world: World, layout: Layout, wish: RollbackWish, release: LocalRelease): ServingWish {
  const { about, supervisor } = wish.state;
  const host = supervisor?.host ?? about?.host ?? '127.0.0.1';
  const port = supervisor?.port ?? about?.port ?? 8000;
  const folder = join(layout.secrets, release.secretVersion);
  const names = Object.keys(release.secretVersions);
  return {
    layout,
    options: { host, port },
    about: { name: about?.name ?? 'site', domains: about?.domains ?? [] },
    secrets: new Map(names.map((name) => [name, new Secret(name, world.disk.read(join(folder, name)) ?? '')])),
    self: wish.self,
    verify: (url, isNew) => wish.verify(url, release.serving.health, isNew),
  };
}

/** Only releases that have served are gone back to unless one is named. */
function chooseRelease(world: World, layout: Layout, { state, wanted }: RollbackWish): LocalRelease {
  const { releases, current } = state;
  const hasServed = (id: string) => world.disk.exists(join(releaseLayout(layout, id).folder, 'served'));
  const release =
    wanted === undefined
      ? releases.findLast((candidate) => candidate.id < (current?.id ?? '') && hasServed(candidate.id))
      : releases.find((candidate) => candidate.id === wanted);
  const known = releases.map((candidate) => candidate.id).join(', ') || 'none';
  const refuse = (message: string) =>
    new UserError({ level: 'error', code: 'no-release', message, fix: `kept releases: ${known}` });
  if (release === undefined)
    throw refuse(wanted ? `there is no release ${wanted}` : 'there is no earlier release to go back to');
  if (release.id === state.supervisor?.current?.id) throw refuse(`release ${release.id} serves already`);
  if (!state.environments.includes(release.environment))
    throw refuse(`the virtual environment of ${release.id} is gone`);
  return release;
}

/** Old code on a schema that it does not know loses data or fails in front of visitors, so this is refused (K19). */
async function checkSchema(context: Context<ServingWish>, state: LocalState, release: LocalRelease): Promise<void> {
  const { layout } = context.desired;
  const then = await readMigrationState(context, release);
  const now = state.current ? await readMigrationState(context, state.current) : new Map();
  const problems = [...then].flatMap(([alias, { unknown, unapplied, leaves }]) => {
    const before = new Set<string>(now.get(alias)?.unknown ?? []);
    const newer = unknown.filter((name) => !before.has(name));
    const apps = new Set(newer.map((name) => name.split('.')[0] ?? ''));
    const commands = [...apps].map((app) =>
      joinShellWords(['nuages', 'manage', layout.project, '--', 'migrate', app, leafOf(leaves, app)]),
    );
    return [
      ...(newer.length > 0 ? [schemaProblem(alias, newer, commands, findBackup(context, state))] : []),
      ...(unapplied.length > 0 ? [lackProblem(alias, unapplied, release)] : []),
    ];
  });
  if (problems.length > 0) throw new UserError(problems);
}

function schemaProblem(
  alias: string,
  newer: readonly string[],
  commands: readonly string[],
  backup: string | undefined,
): Problem {
  const lost = backup
    ? `, or stop the site and put ${backup} in place of the database (what was written since is lost)`
    : '';
  return {
    level: 'error',
    code: 'schema-moved-on',
    message: `that release does not know migrations of the database ${alias}: ${newer.join(', ')}`,
    fix: `take them back where they can be, then roll back: ${commands.join(' && ')}${lost}`,
  };
}

function lackProblem(alias: string, unapplied: readonly string[], release: LocalRelease): Problem {
  const message = `the database ${alias} lacks migrations of that release: ${unapplied.join(', ')}`;
  return {
    level: 'error',
    code: 'schema-behind',
    message,
    fix: `apply them with the code of ${release.id}: nuages up in that state`,
  };
}

/** Where an app stood, by the names that the older code knows; `zero` for an app that it does not have. */
function leafOf(leaves: readonly string[], app: string): string {
  return leaves.find((leaf) => leaf.startsWith(`${app}.`))?.slice(app.length + 1) ?? 'zero';
}

function findBackup(context: Context<ServingWish>, state: LocalState): string | undefined {
  const name = state.backups.find((candidate) => candidate.startsWith(`${state.current?.id}-`));
  return name === undefined ? undefined : join(context.desired.layout.backups, name);
}
