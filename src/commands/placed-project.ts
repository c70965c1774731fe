/** A project put on a target: in, a folder and flags; out, its facts, the placement and the values given. Reads only. */

import type { PartialWrittenConfig } from '../config/index.ts';
import { type Problem, UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import type { Placement } from '../model/target.ts';
import { place } from '../plan/index.ts';
import { readHost } from '../system/host.ts';
import { type AnyTarget, getTarget } from '../targets/list.ts';
import { type PlannedProject, planProject } from './planned-project.ts';

export interface PlacedProject extends PlannedProject {
  readonly placement: Placement;
  readonly target: AnyTarget;
  /** Of the plan, the placement and the target; no error is among them. */
  readonly problems: readonly Problem[];
}

/** @throws UserError with all errors of the stage that failed */
export async function placeProject(
  world: World,
  folder: string,
  flags: PartialWrittenConfig,
  environment: string | undefined,
): Promise<PlacedProject> {
  const planned = planProject(world, folder, flags, environment);
  const target = await getTarget(planned.config.target?.value ?? 'local');
  const placement = place(planned.plan, target, readHost());
  const problems = [...planned.plan.problems, ...placement.problems, ...target.check(placement)];
  if (problems.some((problem) => problem.level === 'error')) throw new UserError(problems);
  return { ...planned, placement, target, problems };
}
