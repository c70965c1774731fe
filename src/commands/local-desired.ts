/** What `up` is to reach on this machine: in, a placement and the values given; out, a LocalDesired. */

import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GivenValues } from '../model/given.ts';
import { UserError } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';
import type { World } from '../model/shell.ts';
import type { Placement } from '../model/target.ts';
import { nameOperator } from '../release/operator.ts';
import { newReleaseId } from '../release/record.ts';
import { resolveSecrets } from '../secrets/resolved-secrets.ts';
import { hashConfig, type LocalDesired } from '../targets/local/desired.ts';
import { type Layout, layoutOf } from '../targets/local/layout.ts';
import type { LocalOptions } from '../targets/local/options.ts';
import { readRelease } from '../targets/local/record.ts';
import { findExchanged, findSecretVersion, readMadeSecret } from '../targets/local/secret-files.ts';
import { hashTree } from '../targets/local/snapshot.ts';

export interface LocalWish {
  readonly folder: string;
  readonly placement: Placement;
  readonly given: GivenValues;
  readonly options: LocalOptions;
  /** Relative paths of the project that hold data. */
  readonly excluded: readonly string[];
  readonly force: boolean;
  readonly verify: LocalDesired['verify'];
}

/** The launcher, also when this code is called as a library. */
const launcher = fileURLToPath(new URL('../../bin/nuages.js', import.meta.url));

/** The package's folder with `nuages_runtime`, in a checkout and when installed. */
const runtimeFolder = fileURLToPath(new URL('../../runtime', import.meta.url));

/**
 * Reads the project's files and what was kept of earlier runs; writes nothing.
 * @throws UserError `secret-missing` naming every secret without a value
 */
export async function makeLocalDesired(world: World, wish: LocalWish): Promise<LocalDesired> {
  const layout = layoutOf(wish.folder);
  const { disk } = world;
  const { placement, options } = wish;
  const made = makeSecrets(world, layout, placement);
  const secrets = resolveSecrets(placement.plan.variables, wish.given, made);
  requireSecrets(placement, secrets);
  warnOfExchange(world, layout, made);
  const releaseId = newReleaseId(world.clock.now());
  const runtimeTree = hashTree(disk, `${runtimeFolder}/nuages_runtime`);
  return {
    layout,
    placement,
    about: { name: placement.plan.name, domains: placement.plan.http.domains },
    options,
    secrets,
    releaseId,
    runtimeFolder,
    tree: hashTree(disk, layout.project, wish.excluded),
    configHash: hashConfig(placement, options, runtimeTree),
    excluded: wish.excluded,
    made: [...made.keys()],
    secretVersion: findSecretVersion(disk, layout, secrets) ?? releaseId,
    force: wish.force,
    ...(await askGit(world, layout.project)),
    by: nameOperator(),
    self: ownCommand(),
    installerEnv: pickInstallerEnv(world.env),
    verify: wish.verify,
  };
}

/** This program, as the supervisor is started from it. */
export function ownCommand(): LocalDesired['self'] {
  return { program: process.execPath, args: [launcher] };
}

/** Values that nobody gave and that nuages makes once: those kept from earlier, or new ones. 50 characters and more. */
function makeSecrets(world: World, layout: Layout, placement: Placement): ReadonlyMap<string, Secret> {
  const names = placement.plan.variables.filter((variable) => variable.secret && variable.source === 'made');
  return new Map(
    names.map(({ name }) => {
      const kept = readMadeSecret(world.disk, layout, name);
      return [name, kept ?? new Secret(name, randomBytes(48).toString('base64url'))];
    }),
  );
}

/** Whoever removes .env may not know that a key goes with it: sessions end, and what was signed or encrypted with it is lost. */
function warnOfExchange(world: World, layout: Layout, made: ReadonlyMap<string, Secret>): void {
  const { disk, terminal } = world;
  const id = basename(disk.entry(layout.current)?.target ?? '');
  const serving = id === '' ? undefined : readRelease(disk, layout, id);
  if (serving === undefined) return;
  for (const name of findExchanged(disk, layout, serving.secretVersion, made)) {
    terminal.warn(
      `${name} was given to release ${id} and no longer is, so this one gets a value that nuages made; to keep the old one, put what ${join(layout.secrets, serving.secretVersion, name)} holds into .env`,
    );
  }
}

function requireSecrets(placement: Placement, secrets: ReadonlyMap<string, Secret>): void {
  const missing = placement.plan.overlay.secrets.filter((name) => !secrets.has(name));
  if (missing.length === 0) return;
  const places = new Map(placement.plan.variables.map((variable) => [variable.name, variable.at]));
  throw new UserError(
    missing.map((name) => ({
      level: 'error',
      code: 'secret-missing',
      message: `${name} has no value`,
      at: places.get(name) ?? undefined,
      fix: `put ${name}=... into .env, or into the environment of this command`,
    })),
  );
}

/** The commit, when the project is kept in git; its absence is no problem. */
async function askGit(world: World, folder: string): Promise<{ commit: string | null; dirty: boolean }> {
  if ((await world.shell.which('git')) === undefined) return { commit: null, dirty: false };
  const head = await world.shell.run({ program: 'git', args: ['-C', folder, 'rev-parse', '--verify', 'HEAD'] });
  if (head.status !== 0) return { commit: null, dirty: false };
  const status = await world.shell.run({ program: 'git', args: ['-C', folder, 'status', '--porcelain', '--', '.'] });
  return { commit: head.stdout.trim(), dirty: status.stdout.trim() !== '' };
}

/** Indexes, caches and certificates of package installers are the operator's to say; the site never sees them. */
function pickInstallerEnv(env: World['env']): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && /^(PIP|UV|POETRY|PDM|PIPENV)_/.test(name) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}
