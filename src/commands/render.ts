/** `nuages render`: in, a Django project; out, the files of its target, written so that nothing of the user's is lost. */

import { resolve } from 'node:path';
import { type ExitCode, exitCode, type Problem, UserError } from '../model/problem.ts';
import { place } from '../plan/index.ts';
import { compareRendered, type WriteSummary, writeRendered } from '../scaffold/write.ts';
import { readHost } from '../system/host.ts';
import { getTarget } from '../targets/list.ts';
import { planProject } from './planned-project.ts';
import { formatProblems } from './problems.ts';
import { projectOptions, readEnvironment, readProjectFlags } from './project-options.ts';
import type { Verb, VerbInput } from './verb.ts';

export const verb: Verb = {
  name: 'render',
  summary: "write the target's files into deploy/",
  example: 'nuages render path/to/project --dry-run    tells which files would be written, merged or left',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [
    ...projectOptions,
    { flags: '--dry-run', summary: 'compare only, write nothing' },
    { flags: '--json', summary: 'print the result as JSON' },
  ],
  run: runRender,
};

/** Exit code 1 when a file is in conflict. */
async function runRender({ args, options, world }: VerbInput): Promise<ExitCode> {
  const folder = args.dir ?? '.';
  const { plan, config } = planProject(world, folder, readProjectFlags(options), readEnvironment(options));
  const target = await getTarget(config.target?.value ?? 'local');
  const placement = place(plan, target, readHost());
  const problems = [...plan.problems, ...placement.problems, ...target.check(placement)];
  if (problems.some(({ level }) => level === 'error')) throw new UserError(problems);
  const write = options.dryRun === true ? compareRendered : writeRendered;
  const summary = write(world.disk, resolve(folder), target.render(placement));
  const conflicts = summary.conflicted.map(describeConflict);
  if (options.json === true) world.terminal.result(JSON.stringify({ ...summary, problems }, null, 2));
  else world.terminal.result(formatSummary(summary));
  if (problems.length + conflicts.length > 0) world.terminal.say(formatProblems([...problems, ...conflicts]));
  return conflicts.length > 0 ? exitCode.refused : exitCode.done;
}

function describeConflict(path: string): Problem {
  return {
    level: 'error',
    code: 'render-conflict',
    message: `${path} and the new version of it changed the same lines; yours is untouched`,
    fix: `take over what you want from ${path}.new, then delete that file`,
  };
}

const words: Readonly<Record<keyof WriteSummary, string>> = {
  written: 'written',
  merged: 'merged with your changes',
  kept: 'left as you have it',
  unchanged: 'unchanged',
  conflicted: 'in conflict',
};

function formatSummary(summary: WriteSummary): string {
  const outcomes = Object.keys(words) as (keyof WriteSummary)[];
  const rows = outcomes.flatMap((outcome) => summary[outcome].map((path) => `  ${path}  ${words[outcome]}`));
  return rows.join('\n') || '  nothing to write';
}
