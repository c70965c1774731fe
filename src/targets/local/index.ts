/** The target `local`: this machine, without containers. In, placements; out, files, state and steps. */

import type { World } from '../../model/shell.ts';
import type { Target } from '../../model/target.ts';
import { type Applier, createApplier } from './apply.ts';
import { localCapabilities } from './capabilities.ts';
import { checkPlacement } from './check.ts';
import type { LocalDesired } from './desired.ts';
import { type LocalStep, nextSteps } from './next.ts';
import { renderLocal } from './render.ts';
import { type LocalState, observeSite } from './state.ts';

/** The steps of one rollout share what it has started, so they share an applier. */
const appliers = new WeakMap<LocalDesired, Applier>();

function applierOf(world: World, desired: LocalDesired): Applier {
  const applier = appliers.get(desired) ?? createApplier(world, desired);
  appliers.set(desired, applier);
  return applier;
}

export const target: Target<LocalState, LocalDesired> = {
  name: 'local',
  title: 'This machine, without containers',
  capabilities: localCapabilities,
  tools: [{ program: 'python3', version: 'as the project asks', why: 'runs the site in a virtual environment' }],
  check: checkPlacement,
  render: renderLocal,
  observe: observeSite,
  next: nextSteps,
  apply: (world, step, desired) => applierOf(world, desired).apply(step as LocalStep, () => undefined),
};
