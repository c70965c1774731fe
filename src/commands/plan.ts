/** `nuages plan`: in, a Django project; out, what would run and why, as text or JSON. Changes nothing. */

import { type ExitCode, exitCode } from '../model/problem.ts';
import { place } from '../plan/index.ts';
import { readHost } from '../system/host.ts';
import { findTarget } from '../targets/list.ts';
import { formatDecisions, formatPlan } from './plan-text.ts';
import { planProject } from './planned-project.ts';
import { formatProblems } from './problems.ts';
import { projectOptions, readEnvironment, readProjectFlags } from './project-options.ts';
import type { Verb, VerbInput } from './verb.ts';

export const verb: Verb = {
  name: 'plan',
  summary: 'show what would run, and why',
  example: 'nuages plan path/to/project --explain    prints every decided value, where it came from and the reason',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [
    ...projectOptions,
    { flags: '--explain', summary: 'every decided value with its origin and reason' },
    { flags: '--json', summary: 'print the plan as JSON' },
  ],
  run: runPlan,
};

/** Exit code 1 when the plan has an error: it is shown all the same. */
async function runPlan({ args, options, world }: VerbInput): Promise<ExitCode> {
  const { plan, config } = planProject(world, args.dir ?? '.', readProjectFlags(options), readEnvironment(options));
  const placement = place(plan, findTarget(config.target?.value ?? 'local'), readHost());
  const problems = [...plan.problems, ...placement.problems];
  const decisions = [...plan.decisions, ...placement.decisions];
  if (options.json === true) {
    const { web, host, staticBy } = placement;
    const placed = { target: placement.target, host, web, staticBy };
    world.terminal.result(JSON.stringify({ ...placement.plan, decisions, problems, placement: placed }, null, 2));
  } else {
    const explained = options.explain === true ? `\n\n${formatDecisions(decisions)}` : '';
    world.terminal.result(`${formatPlan(placement)}${explained}`);
    if (problems.length > 0) world.terminal.say(`\n${formatProblems(problems)}`);
  }
  return problems.some(({ level }) => level === 'error') ? exitCode.refused : exitCode.done;
}
