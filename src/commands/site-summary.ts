/** The last words of `up`: in, what was found and done; out, the URL and why the site runs as it does, in a few lines. */

import { joinShellWords } from '../formats/shell-words.ts';
import type { Place } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import type { LocalDesired } from '../targets/local/desired.ts';
import { readRelease } from '../targets/local/record.ts';
import type { Rollout } from '../targets/local/rollout.ts';
import { runtimeCommand } from '../targets/local/runtime.ts';
import { describeOwnData } from './own-data.ts';
import type { PlacedProject } from './placed-project.ts';

export interface Outcome {
  readonly placed: PlacedProject;
  readonly desired: LocalDesired;
  readonly rollout: Rollout;
  readonly url: string;
}

/** What `python -m nuages_runtime report --json` says of one setting that it changed. */
interface Change {
  readonly setting: string;
  readonly kind: string;
  readonly at: Place | null;
}

/** The URL alone is the result on stdout; the rest is talk. */
export async function describeSite(world: World, outcome: Outcome): Promise<void> {
  const { placed, desired, rollout, url } = outcome;
  const { plan, web } = placed.placement;
  const say = (label: string, text: string) => world.terminal.say(`  ${label.padEnd(11)} ${text}`);
  const news = rollout.changed ? '' : 'nothing has changed; ';
  const { settings } = plan.project;
  world.terminal.say(`\n${news}${plan.name} serves, release ${rollout.release}`);
  say('settings', `${settings}${placeOf(placed.project.settings.production.at)}`);
  say('services', plan.services.map((service) => `${service.kind} (${service.name})`).join(', ') || 'none');
  say('server', `gunicorn, ${web.workers} workers x ${web.threads} threads`);
  const python = readRelease(world.disk, desired.layout, rollout.release)?.python;
  if (python) say('python', python);
  say('data', `${desired.layout.data} (stays when the site is taken down)`);
  if (rollout.changed) {
    const overrides = await readOverrides(world, outcome);
    if (overrides.length > 0) say('overridden', `${overrides.join(', ')}`);
    say('first user', joinShellWords(['nuages', 'manage', desired.layout.project, '--', 'createsuperuser']));
    for (const [index, line] of tellOwnData(world, outcome).entries()) say(index === 0 ? 'own data' : '', line);
  }
  world.terminal.result(url);
}

/** Said once: when the first release of a site is made, and not when it is started again. */
function tellOwnData(world: World, { placed, desired: { layout }, rollout }: Outcome): readonly string[] {
  const isMade = rollout.steps.some(({ kind }) => kind === 'copy-source');
  if (!isMade || world.disk.list(layout.releases).length > 1) return [];
  return describeOwnData(world.disk, layout, placed.placement.plan.volumes);
}

function placeOf(at: Place | null): string {
  return at === null ? '' : ` (${at.file}:${at.line})`;
}

/** Settings of the project that were unsafe, each with its place. A report that fails must not spoil a rollout that went well. */
async function readOverrides(world: World, { desired, rollout }: Outcome): Promise<readonly string[]> {
  const release = readRelease(world.disk, desired.layout, rollout.release);
  if (release === undefined) return [];
  const command = runtimeCommand(desired.layout, release, ['report', '--json'], world.env.PATH ?? '');
  const output = await world.shell.run(command);
  if (output.status !== 0) return [];
  const report = JSON.parse(output.stdout.trimEnd().split('\n').at(-1) ?? '{}') as { changes?: readonly Change[] };
  const overridden = (report.changes ?? []).filter((change) => change.kind === 'overridden');
  return overridden.map((change) => `${change.setting}${placeOf(change.at)}`);
}
