/** Plans for tests: in, what is special about a project and its files; out, the Plan, by the same stages as the verbs. */

import { loadConfig, type PartialWrittenConfig } from '../config/index.ts';
import { createMemorySource } from '../model/memory-source.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { makePlan } from '../plan/index.ts';
import { createProject } from '../plan/project.test-data.ts';
import { nameGivenValues } from '../secrets/given-names.ts';
import { readGivenValues } from '../secrets/values.ts';

/** The plan of such a project with configuration and `.env` files as given, and no environment of a person. */
export function planWith(
  about: Partial<Project>,
  files: Record<string, string> = {},
  flags: PartialWrittenConfig = {},
): Plan {
  const project = createProject(about);
  const source = createMemorySource(files);
  const config = loadConfig(source, { flags });
  const values = readGivenValues(source, {}, config.environment, config, project.environment);
  return makePlan(project, config, nameGivenValues(values, project.environment));
}
