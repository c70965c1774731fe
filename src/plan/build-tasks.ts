/** Management commands that make files of a release: in, facts and wishes; out, tasks for after collectstatic. */

import type { Config } from '../config/index.ts';
import type { Task } from '../model/plan.ts';
import type { Fact, Project } from '../model/project.ts';
import type { Decisions } from './decisions.ts';

/** What the user lists, else what the project's own applications need before they can serve. */
export function planBuildTasks(project: Project, config: Config, decisions: Decisions): readonly Task[] {
  const lines = decisions.choose('build.tasks', {
    said: config.build.tasks,
    fact: findCompress(project),
    default: [],
    why: 'Nothing found that has to be made after static files are collected.',
  });
  return lines.map((line) => {
    const manage = line.trim().split(/\s+/);
    return { name: manage[0] ?? line, manage };
  });
}

/**
 * In offline mode django-compressor answers each page that has not been prepared with an error.
 * COMPRESS_ENABLED is on wherever DEBUG is off; `--force` is for settings that say otherwise while they are read for a command.
 * https://django-compressor.readthedocs.io/en/stable/scenarios.html#offline-compression
 */
function findCompress({ installedApps, literals }: Project): Fact<readonly string[] | null> | undefined {
  const offline = literals.COMPRESS_OFFLINE;
  if (offline?.value !== true || !installedApps.value.includes('compressor')) return undefined;
  // A variable may have decided it: only a plain False is believed.
  const isOff = literals.COMPRESS_ENABLED?.value === false && literals.COMPRESS_ENABLED.sure;
  return isOff ? undefined : { ...offline, value: ['compress --force'] };
}
