/** `nuages init`: in, a Django project and answers; out, its nuages.toml. Overwrites nothing. */

import { join, resolve } from 'node:path';
import { loadConfig, type PartialWrittenConfig } from '../config/index.ts';
import type { TomlValue } from '../formats/toml-value.ts';
import { type ExitCode, exitCode, UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { place } from '../plan/index.ts';
import { writeConfigFile } from '../scaffold/config-file.ts';
import { readHost } from '../system/host.ts';
import { openSource } from '../system/source.ts';
import { findTarget } from '../targets/list.ts';
import { inspectAnswered } from './answered-project.ts';
import { type Answers, answerDomains, answerQuestions } from './answers.ts';
import { planProject } from './planned-project.ts';
import { formatProblems } from './problems.ts';
import { projectOptions, readEnvironment, readProjectFlags } from './project-options.ts';
import type { Verb, VerbInput } from './verb.ts';

export const verb: Verb = {
  name: 'init',
  summary: 'write nuages.toml, asking what reading cannot decide',
  example: 'nuages init path/to/project --domain shop.example    writes nuages.toml with that domain',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [...projectOptions, { flags: '--yes', summary: 'take the usual answer wherever there is one, ask nothing' }],
  run: runInit,
};

async function runInit({ args, options, world }: VerbInput): Promise<ExitCode> {
  const folder = args.dir ?? '.';
  const path = join(resolve(folder), 'nuages.toml');
  refuseExisting(world, folder, path);
  const terminal = options.yes === true ? { ...world.terminal, interactive: false } : world.terminal;
  const environment = readEnvironment(options);
  const answers = await askUntilKnown({ ...world, terminal }, folder, environment, readProjectFlags(options));
  const { plan } = planProject(world, folder, nestAnswers(answers), environment);
  const sizes = place(plan, findTarget(String(answers.get('target') ?? 'local')), readHost()).decisions;
  if (!world.disk.create(path, writeConfigFile(answers, [...plan.decisions, ...sizes]), 0o644))
    refuseExisting(world, folder, path);
  world.terminal.result(path);
  const open = plan.problems.filter(({ level }) => level !== 'note');
  if (open.length > 0) world.terminal.say(`\nBefore \`nuages up\`:\n${formatProblems(open)}`);
  return exitCode.done;
}

/** An answer may lead to other settings, with questions of their own. Each round answers all that are open. */
async function askUntilKnown(
  world: World,
  folder: string,
  environment: string | undefined,
  flags: PartialWrittenConfig,
): Promise<Answers> {
  const source = openSource(folder);
  let answers = flattenFlags(flags);
  for (;;) {
    const config = loadConfig(source, { environment, flags: nestAnswers(answers) });
    const { questions } = inspectAnswered(source, world.env, config);
    const more = await answerQuestions(world.terminal, questions, answers);
    if (more.size === answers.size) return answerDomains(world.terminal, answers);
    answers = more;
  }
}

function refuseExisting(world: World, folder: string, path: string): void {
  const pyproject = openSource(folder).read('pyproject.toml') ?? '';
  const shared = /^\s*\[tool\.nuages[\].]/m.test(pyproject);
  if (!world.disk.exists(path) && !shared) return;
  const file = shared ? 'pyproject.toml' : 'nuages.toml';
  const fix = `edit ${file}, or remove it first; nuages plan --explain shows what counts`;
  throw new UserError({
    level: 'error',
    code: 'config-exists',
    message: `${file} is there already and is left as it is`,
    fix,
  });
}

function flattenFlags(flags: PartialWrittenConfig): Answers {
  const isTable = (value: unknown): value is object => typeof value === 'object' && !Array.isArray(value);
  const entries = Object.entries(flags).flatMap(([key, value]) =>
    isTable(value) ? Object.entries(value).map(([inner, below]) => [`${key}.${inner}`, below]) : [[key, value]],
  );
  return new Map(entries as [string, TomlValue][]);
}

/** Dotted keys back into tables. */
function nestAnswers(answers: Answers): PartialWrittenConfig {
  const written: Record<string, unknown> = {};
  for (const [key, value] of answers) {
    const parts = key.split('.');
    const last = parts.pop() ?? key;
    let table = written;
    for (const part of parts) {
      table[part] ??= {};
      table = table[part] as Record<string, unknown>;
    }
    table[last] = value;
  }
  return written;
}
