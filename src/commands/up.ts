/** `nuages up`: in, a Django project; out, the site in production mode on this machine, and its URL. */

import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { type ExitCode, exitCode } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { describeSteps } from '../release/phases.ts';
import type { LocalDesired } from '../targets/local/desired.ts';
import { layoutOf } from '../targets/local/layout.ts';
import type { LocalOptions } from '../targets/local/options.ts';
import { planRollout, type Rollout, rollOut } from '../targets/local/rollout.ts';
import { type About, readAbout, urlOf } from '../targets/local/state.ts';
import { followSite } from './attached-site.ts';
import { makeLocalDesired } from './local-desired.ts';
import { type PlacedProject, placeProject } from './placed-project.ts';
import { formatProblems } from './problems.ts';
import { type RolloutOptions, readRolloutOptions, rolloutOptions } from './rollout-options.ts';
import { describeSite } from './site-summary.ts';
import type { Verb, VerbInput } from './verb.ts';
import { verifyRollout } from './verify-local.ts';

export const verb: Verb = {
  name: 'up',
  summary: 'put the project into production mode on this machine',
  example: 'nuages up path/to/project --detach    installs, migrates and serves it on http://localhost:8000/',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: rolloutOptions,
  run: (input) => runUp(input, 'up'),
};

/** `up`, and `deploy --target local`. */
export async function runUp(input: VerbInput, name: string): Promise<ExitCode> {
  const { world } = input;
  const options = readRolloutOptions(input);
  const placed = await placeProject(world, options.folder, options.flags, options.environment);
  const desired = await makeLocalDesired(world, describeWish(world, placed, options));
  if (placed.problems.length > 0) world.terminal.say(formatProblems(placed.problems));
  if (options.dryRun) return printSteps(world, desired, options.json);
  const rollout = await rollOut(world, desired, name, options.breakLock);
  const about = readAbout(world, desired.layout);
  const url = urlOf(about?.host ?? desired.options.host, about?.port ?? desired.options.port);
  if (options.json) world.terminal.result(JSON.stringify({ url, ...summariseRollout(rollout) }, null, 2));
  else await describeSite(world, { placed, desired, rollout, url });
  if (options.detach) return exitCode.done;
  return followSite(world, desired.layout);
}

function describeWish(world: World, placed: PlacedProject, options: RolloutOptions) {
  const { project, config, given, placement } = placed;
  const local = keepAddress(config.targets.local, readAbout(world, layoutOf(options.folder)));
  return {
    folder: options.folder,
    placement,
    given,
    options: local,
    excluded: [
      ...findData(options.folder, project.media.value.root),
      ...placement.plan.volumes.map(({ path }) => path),
    ],
    force: options.force,
    verify: (url: string, isNew: boolean) => verifyRollout(world, url, placement.plan.http.health, isNew),
  };
}

/** A site does not move because somebody left out `--port`, or said only `--host`. */
export function keepAddress(local: LocalOptions, about: About | undefined): LocalOptions {
  if (about === undefined) return local;
  return {
    ...local,
    host: local.isHostSaid ? local.host : about.host,
    port: local.isPortSaid ? local.port : about.port,
  };
}

/** The media folder, when it lies in the project. */
function findData(folder: string, mediaRoot: string | null): readonly string[] {
  if (mediaRoot === null) return [];
  const path = mediaRoot.startsWith('/') ? relative(realpathSync(folder), mediaRoot) : mediaRoot.replace(/\/+$/, '');
  return path === '' || path === '.' || path.startsWith('..') ? [] : [path];
}

async function printSteps(world: World, desired: LocalDesired, json: boolean): Promise<ExitCode> {
  const steps = await planRollout(world, desired);
  world.terminal.result(json ? JSON.stringify({ steps }, null, 2) : describeSteps(steps));
  return exitCode.done;
}

function summariseRollout({ release, changed, times, steps }: Rollout) {
  return { release, changed, times, steps: steps.map(({ phase, kind, title }) => ({ phase, kind, title })) };
}
