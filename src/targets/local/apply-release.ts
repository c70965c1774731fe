/** The steps of the phase release: in, a context and a release's id; out, a database on its schema, a backup, a record. */

import { join } from 'node:path';
import { formatRelease } from '../../release/record.ts';
import { type Context, lastJson, runInRelease, runnableOf, runRuntime } from './context.ts';
import { listDatabaseFiles } from './database-files.ts';
import { type ServingWish, servingOf } from './desired.ts';
import { releaseLayout } from './layout.ts';
import type { LocalRelease } from './record.ts';
import { addToDraft, readDraft } from './record.ts';
import type { Runnable } from './runtime.ts';
import { refuseTableless, type Tableless } from './tableless.ts';

/** What `migration-state` says of one database. */
export interface MigrationState {
  readonly leaves: readonly string[];
  readonly unapplied: readonly string[];
  /** Applied, but not in this code. */
  readonly unknown: readonly string[];
  readonly tableless: readonly Tableless[];
}

/** Per alias of the database, as the code of one release sees it. */
export async function readMigrationState(
  context: Context<ServingWish>,
  release: Runnable,
): Promise<ReadonlyMap<string, MigrationState>> {
  const failure = { code: 'database-unreadable', message: 'the state of the migrations could not be read:' };
  const stdout = await runRuntime(context, release, ['migration-state'], failure);
  return new Map(Object.entries(lastJson<{ databases: Record<string, MigrationState> }>(stdout).databases));
}

/** Copies each SQLite file that has migrations to come (K22). A file that is not there yet needs no copy. */
export async function backUp(context: Context, id: string): Promise<void> {
  const { desired, detail } = context;
  // Before the migrations are looked at, which makes an empty file where there is none.
  const files = listDatabaseFiles(context.world.disk, desired.placement.plan, desired.layout.site);
  const states = await readMigrationState(context, runnableOf(context, id));
  refuseTableless([...states.values()].flatMap(({ tableless }) => tableless));
  for (const [alias, { unapplied }] of states) {
    if (unapplied.length === 0 || !files.has(alias)) continue;
    const file = join(desired.layout.backups, `${id}-${alias}.sqlite3`);
    detail(`back up ${alias} before ${unapplied.length} migrations`);
    const message = `the database ${alias} could not be backed up, so it is not migrated:`;
    context.world.disk.remove(file);
    await runInRelease(context, id, ['backup-sqlite', alias, file], { code: 'backup-failed', message });
  }
}

/** Runs the plan's tasks once, in the new code. */
export async function migrate(context: Context, id: string): Promise<void> {
  const { desired, detail } = context;
  for (const task of desired.placement.plan.tasks) {
    detail(`manage.py ${task.manage.join(' ')}`);
    await runInRelease(context, id, ['manage', ...task.manage], {
      code: `${task.name}-failed`,
      message: `${task.name} failed (manage.py ${task.manage.join(' ')}):`,
      fix: backupHint(context, id),
    });
  }
  const states = await readMigrationState(context, runnableOf(context, id));
  addToDraft(context.world.disk, desired.layout, id, { leaves: [...states.values()].flatMap((state) => state.leaves) });
}

/** SQLite migrations are atomic one by one: the ones before the failed one stay. */
function backupHint({ world, desired }: Context, id: string): string {
  const copy = world.disk.list(desired.layout.backups).find((name) => name.startsWith(`${id}-`));
  const kept =
    copy === undefined ? '' : `; the database as it was before lies in ${join(desired.layout.backups, copy)}`;
  return `mend it and run the same command again${kept}`;
}

export async function writeRecord({ world, desired }: Context, id: string): Promise<void> {
  const { layout, placement, configHash, secretVersion, commit, dirty, by } = desired;
  const { plan } = placement;
  const draft = readDraft(world.disk, layout, id);
  const release: LocalRelease = {
    version: 1,
    id,
    tree: draft.tree ?? desired.tree,
    configHash,
    secretVersions: Object.fromEntries([...desired.secrets.keys()].map((name) => [name, secretVersion])),
    migrationLeaves: draft.leaves ?? [],
    commit,
    dirty,
    by,
    at: world.clock.now().toISOString(),
    secretVersion,
    environment: draft.environment ?? '',
    python: draft.python?.version ?? '',
    directory: plan.project.directory,
    settings: plan.project.settings,
    serving: servingOf(placement, desired.options),
    tasks: plan.tasks,
  };
  const own = releaseLayout(layout, id);
  world.disk.write(own.record, formatRelease(release), 0o600);
  world.disk.remove(own.draft);
}
