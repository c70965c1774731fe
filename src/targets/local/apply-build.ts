/** The steps of the phase build: in, a context and a release's id; out, its source, runtime, secrets, environment and static files. */

import { join } from 'node:path';
import type { Place } from '../../model/problem.ts';
import type { Context } from './context.ts';
import { lastJson, runInRelease, runnableOf } from './context.ts';
import { formatOverlay } from './desired.ts';
import { findDriftingApps } from './drift.ts';
import { ensureEnvironment } from './environment.ts';
import { releaseLayout } from './layout.ts';
import { findSitePython } from './python.ts';
import { addToDraft, readDraft } from './record.ts';
import { runtimeCommand } from './runtime.ts';
import { keepMadeSecret, writeSecretVersion } from './secret-files.ts';
import { copyTree } from './snapshot.ts';
import { linkVolumes } from './volumes.ts';

/** More would push the rest off the screen. */
const mostWarnings = 5;

/** Copies the project and the Python side, and writes runtime.json. */
export async function copySource({ world, desired }: Context, id: string): Promise<void> {
  const { disk } = world;
  const own = releaseLayout(desired.layout, id);
  const tree = copyTree(disk, desired.layout.project, own.source, desired.excluded);
  linkVolumes(disk, desired.layout, id, desired.placement.plan.volumes);
  disk.makeFolder(own.runtime, 0o755);
  copyTree(disk, join(desired.runtimeFolder, 'nuages_runtime'), join(own.runtime, 'nuages_runtime'));
  disk.write(own.overlay, formatOverlay(desired.placement.plan.overlay));
  disk.makeFolder(own.static, 0o755);
  addToDraft(disk, desired.layout, id, { tree });
}

export async function writeSecrets({ world, desired }: Context): Promise<void> {
  for (const name of desired.made) {
    const secret = desired.secrets.get(name);
    if (secret) keepMadeSecret(world.disk, desired.layout, secret);
  }
  writeSecretVersion(world.disk, desired.layout, desired.secretVersion, desired.secrets);
}

export async function makeEnvironment({ world, desired, detail }: Context, id: string): Promise<void> {
  const { layout, placement, installerEnv } = desired;
  const { build } = placement.plan;
  const draft = readDraft(world.disk, layout, id);
  const request = {
    layout,
    build,
    installerEnv,
    source: releaseLayout(layout, id).source,
    tree: draft.tree ?? desired.tree,
    python: draft.python ?? (await findSitePython(world, build)),
  };
  const environment = await ensureEnvironment(world, request, detail);
  addToDraft(world.disk, layout, id, { environment });
}

/** Finds what would only fail in front of visitors: syntax errors, broken imports, bad URL patterns. */
export async function checkProject(context: Context, id: string): Promise<void> {
  await runInRelease(context, id, ['manage', 'check'], {
    code: 'check-failed',
    message: "the project does not pass Django's own checks:",
    fix: 'mend it (the last line names what), then run the same command again',
  });
  await warnOfDrift(context, id);
}

/** Models that are ahead of their migrations: often harmless, so it is only told; when a column lacks, pages that read it fail. */
async function warnOfDrift(context: Context, id: string): Promise<void> {
  const { world, desired } = context;
  const check = ['manage', 'makemigrations', '--check', '--dry-run', '--no-color'];
  const command = runtimeCommand(desired.layout, runnableOf(context, id), check, world.env.PATH ?? '');
  const apps = findDriftingApps(await world.shell.run(command));
  if (apps.length === 0) return;
  world.terminal.warn(
    `models of ${apps.join(', ')} have changes without a migration; if they are yours: manage.py makemigrations ${apps.join(' ')}`,
  );
}

/** Collects into the release, then copies hashed names to where earlier and later releases find them (K3). */
export async function collectStatic(context: Context, id: string): Promise<void> {
  const message = 'static files could not be collected:';
  const failure = { code: 'collectstatic-failed', message };
  await runInRelease(context, id, ['manage', 'collectstatic', '--noinput', '--verbosity', '0'], failure);
  await runInRelease(context, id, ['publish-static', context.desired.layout.static], failure);
  await warnOfMissing(context, id);
}

/** Runs what makes further files of the release. They may be static files with hashed names, which are published too. */
export async function buildTasks(context: Context, id: string): Promise<void> {
  const { layout, placement } = context.desired;
  for (const { name, manage } of placement.plan.build.tasks) {
    const line = manage.join(' ');
    await runInRelease(context, id, ['manage', ...manage], {
      code: `${name}-failed`,
      message: `manage.py ${line} failed, which makes files of the release:`,
      fix: 'mend it and run the same command again, or say in nuages.toml what is to run instead: [build] tasks = []',
    });
  }
  const failure = {
    code: 'publish-static-failed',
    message: 'static files could not be put where releases share them:',
  };
  await runInRelease(context, id, ['publish-static', layout.static], failure);
}

/** What templates ask for and nobody brings is a broken picture to a visitor, and no reason to stop. */
async function warnOfMissing(context: Context, id: string): Promise<void> {
  const failure = {
    code: 'check-static-failed',
    message: 'the static files that templates name could not be looked up:',
  };
  const stdout = await runInRelease(context, id, ['check-static'], failure);
  const { missing } = lastJson<{ missing: readonly { readonly name: string; readonly at: Place }[] }>(stdout);
  for (const { name, at } of missing.slice(0, mostWarnings)) {
    context.world.terminal.warn(`${at.file}:${at.line} names the static file ${name}, which is nowhere`);
  }
}
