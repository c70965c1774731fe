/** The target `local`: this machine, without containers. In, placements; out, files, state and steps. */

import type { Target } from '../../model/target.ts';
import { createApplier } from './apply.ts';
import { localCapabilities } from './capabilities.ts';
import { checkPlacement } from './check.ts';
import type { LocalDesired } from './desired.ts';
import { type LocalStep, nextSteps } from './next.ts';
import { renderLocal } from './render.ts';
import { type LocalState, observeSite } from './state.ts';

export const target: Target<LocalState, LocalDesired> = {
  name: 'local',
  title: 'This machine, without containers',
  capabilities: localCapabilities,
  tools: [{ program: 'python3', version: 'as the project asks', why: 'runs the site in a virtual environment' }],
  check: checkPlacement,
  render: renderLocal,
  observe: observeSite,
  next: nextSteps,
  apply: (world, step, desired) => createApplier(world, desired).apply(step as LocalStep, () => undefined),
};
