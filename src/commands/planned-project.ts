/** A project with its plan: in, a folder and flags; out, facts, wishes, given values and the plan, whatever is wrong with it. */

import { type Config, loadConfig, type PartialWrittenConfig } from '../config/index.ts';
import type { GivenValues } from '../model/given.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { World } from '../model/shell.ts';
import { makePlan } from '../plan/index.ts';
import { nameGivenValues } from '../secrets/given-names.ts';
import { readGivenValues } from '../secrets/values.ts';
import { openSource } from '../system/source.ts';
import { inspectAnswered } from './answered-project.ts';
import { refuseUnreadable } from './unreadable-files.ts';

export interface PlannedProject {
  readonly project: Project;
  readonly config: Config;
  readonly given: GivenValues;
  readonly plan: Plan;
}

/**
 * Reads and plans; loads no target and touches nothing. The plan's own problems stand in the plan.
 * @throws UserError for what is no project, and for a configuration or values that are wrong
 */
export function planProject(
  world: Pick<World, 'env'>,
  folder: string,
  flags: PartialWrittenConfig,
  environment: string | undefined,
): PlannedProject {
  const source = openSource(folder);
  const config = loadConfig(source, { environment, flags });
  const project = inspectAnswered(source, world.env, config);
  refuseUnreadable(source);
  const given = readGivenValues(source, world.env, config.environment, config, project.environment);
  return { project, config, given, plan: makePlan(project, config, nameGivenValues(given, project.environment)) };
}
