/** What keeps a plan from running: in, facts, wishes and the planned variables; out, every problem at once. */

import type { Config } from '../config/index.ts';
import type { GivenNames } from '../model/given.ts';
import type { PlannedVariable } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Project, Question, Variable } from '../model/project.ts';
import { type Role, roleOf } from './role.ts';
import { isTrueWord } from './spelling.ts';

/** Checks what no single part of the plan can see. */
export function checkPlan(
  project: Project,
  config: Config,
  variables: readonly PlannedVariable[],
  missingDatabases: readonly string[],
  given: GivenNames,
): readonly Problem[] {
  return [
    ...checkSettings(project, config),
    ...checkDependencies(project, config),
    ...checkVariables(
      project.environment.filter((variable) => !isPartOf(roleOf(variable), missingDatabases)),
      variables,
      config.environment,
    ),
    ...project.questions.flatMap((question) => checkQuestion(question, config)),
    ...noteDebug(project.environment, config, given),
  ];
}

function checkSettings(project: Project, config: Config): Problem[] {
  const { production, all } = project.settings;
  if (config.settings || production.value !== null) return [];
  if (project.questions.some(({ key }) => key === 'settings')) return [];
  const seen = all.value.length > 0 ? `; there are ${all.value.join(', ')}` : '';
  return [
    {
      level: 'error',
      code: 'settings-unknown',
      message: `the settings module of production could not be found${seen}`,
      at: production.at ?? undefined,
      fix: 'name it: --settings mysite.settings, or settings = "mysite.settings" in nuages.toml',
    },
  ];
}

/** What is added by name alone may bring Django with it (a CMS does), so it counts. */
function checkDependencies({ dependencies }: Project, config: Config): Problem[] {
  const files = config.build.files?.value ?? dependencies.files.value;
  if (files.length > 0 || (config.build.add?.value ?? []).length > 0) return [];
  return [
    {
      level: 'error',
      code: 'no-dependencies',
      message:
        'no file says what to install: there is no requirements.txt, pyproject.toml, Pipfile or the like that names Django',
      fix: 'write what your environment has into one, in that environment: python -m pip freeze > requirements.txt; or name it: [build] add = ["django==5.2.*"] in nuages.toml',
    },
  ];
}

/** A missing database is told once, by its own problem, not by each of its variables. */
function isPartOf(role: Role, missingDatabases: readonly string[]): boolean {
  return (role.kind === 'database-url' || role.kind === 'database-part') && missingDatabases.includes(role.alias);
}

/** Variables without which start-up raises. */
function checkVariables(
  contract: readonly Variable[],
  planned: readonly PlannedVariable[],
  environment: string,
): Problem[] {
  const names = new Set(planned.map(({ name }) => name));
  const missing = contract.filter(
    (variable) => variable.required && !names.has(variable.name) && roleOf(variable).kind !== 'boot',
  );
  return missing.map((variable) => describeMissing(variable, environment));
}

function describeMissing({ name, secret, at }: Variable, environment: string): Problem {
  const file = `put ${name}=... into .env.${environment}, or export it`;
  return {
    level: 'error',
    code: 'missing-variable',
    message: `${name} is missing: the settings read it and do not start without it`,
    at,
    fix: secret ? file : `${file}, or write it under [variables] in nuages.toml`,
  };
}

/** A question with a usual answer is told, one without stops. */
function checkQuestion(question: Question, config: Config): Problem[] {
  if (config.given.has(question.key)) return [];
  const [at] = question.evidence;
  const answer = question.choices.length > 0 ? question.choices.join(' | ') : (question.default ?? '...');
  const space = question.flag.endsWith('=') ? '' : ' ';
  const fix = `answer with ${question.flag}${space}${answer}, or ${question.key} in nuages.toml`;
  if (question.default !== null) {
    const message = `${question.text} Taken: ${question.default}.`;
    return [{ level: 'note', code: `question-${question.id}`, message, at, fix }];
  }
  return [{ level: 'error', code: `question-${question.id}`, message: question.text, at, fix }];
}

/** A developer's `.env` often says DEBUG=True; that it does not count is told. */
function noteDebug(contract: readonly Variable[], config: Config, given: GivenNames): Problem[] {
  if (config.off?.value.includes('debug')) return [];
  const names = [
    'DJANGO_DEBUG',
    ...contract.filter((variable) => roleOf(variable).kind === 'debug').map(({ name }) => name),
  ];
  return [...new Set(names)].flatMap((name) => {
    const said = given.plain.get(name);
    if (!said || !isTrueWord(said.value)) return [];
    const message = `${name} is on in ${said.from === 'environment' ? 'the environment' : said.from}; the site runs without debugging all the same`;
    return [
      {
        level: 'note',
        code: 'debug-ignored',
        message,
        at: said.at ?? undefined,
        fix: 'nothing has to be done',
      },
    ];
  });
}
