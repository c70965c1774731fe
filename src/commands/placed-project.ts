/** A project put on a target: in, a folder and flags; out, its facts, the plan, the placement and the values given. */

import { type Config, loadConfig, type PartialWrittenConfig } from '../config/index.ts';
import { inspectProject } from '../inspect/index.ts';
import type { GivenValues } from '../model/given.ts';
import { type Problem, UserError } from '../model/problem.ts';
import type { Project } from '../model/project.ts';
import type { World } from '../model/shell.ts';
import type { Placement } from '../model/target.ts';
import { makePlan, place } from '../plan/index.ts';
import { nameGivenValues } from '../secrets/given-names.ts';
import { readGivenValues } from '../secrets/values.ts';
import { readHost } from '../system/host.ts';
import { openSource } from '../system/source.ts';
import { type AnyTarget, getTarget } from '../targets/index.ts';

export interface PlacedProject {
  readonly project: Project;
  readonly config: Config;
  readonly given: GivenValues;
  readonly placement: Placement;
  readonly target: AnyTarget;
  /** Of the plan, the placement and the target; no error is among them. */
  readonly problems: readonly Problem[];
}

/**
 * Inspects, configures, plans and places. Reads only.
 * @throws UserError with all errors of the stage that failed
 */
export async function placeProject(
  world: World,
  folder: string,
  flags: PartialWrittenConfig,
  environment: string | undefined,
): Promise<PlacedProject> {
  const source = openSource(folder);
  const project = inspectProject(source);
  const config = loadConfig(source, { environment, flags });
  const given = readGivenValues(source, world.env, config.environment, config, project.environment);
  const plan = makePlan(project, config, nameGivenValues(given, project.environment));
  const target = await getTarget(config.target?.value ?? 'local');
  const placement = place(plan, target, readHost());
  const problems = [...plan.problems, ...placement.problems, ...target.check(placement)];
  if (problems.some((problem) => problem.level === 'error')) throw new UserError(problems);
  return { project, config, given, placement, target, problems };
}
