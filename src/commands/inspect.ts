/** `nuages inspect`: in, a folder; out, what was found in it as a table, or as JSON. */

import { loadConfig } from '../config/index.ts';
import { exitCode } from '../model/problem.ts';
import type { Fact, Project } from '../model/project.ts';
import { openSource } from '../system/source.ts';
import { inspectAnswered } from './answered-project.ts';
import { answerOptions, readEnvironment, readProjectFlags } from './project-options.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'inspect',
  summary: 'read a project and show each fact with the line that says so',
  example: 'nuages inspect ../shop --json   # every fact with its evidence, for a script',
  arguments: [{ name: 'dir', summary: 'folder of the project; this one unless given', required: false }],
  options: [...answerOptions, { flags: '--json', summary: 'print the facts as JSON' }],
  run: async ({ args, options, world }) => {
    const source = openSource(args.dir ?? '.');
    const config = loadConfig(source, { environment: readEnvironment(options), flags: readProjectFlags(options) });
    const project = inspectAnswered(source, world.env, config);
    world.terminal.result(options.json === true ? JSON.stringify(project, null, 2) : describeProject(project));
    return exitCode.done;
  },
};

/** The facts as lines for a person: name, value, place; a question mark where reading could not be sure. */
export function describeProject(project: Project): string {
  const facts = [...factLines(project), ...literalLines(project)];
  const width = Math.max(...facts.map(([name]) => name.length));
  const table = facts.map(
    ([name, value, place]) => `${name.padEnd(width)}  ${value}${place === '' ? '' : `  (${place})`}`,
  );
  return [...table, '', ...environmentLines(project), ...questionLines(project), ...omittedLines(project)].join('\n');
}

type Line = readonly [name: string, value: string, place: string];

function factLines(project: Project): readonly Line[] {
  const groups: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['', { ...project }],
    ['settings.', project.settings],
    ['dependencies.', project.dependencies],
  ];
  return groups.flatMap(([prefix, group]) =>
    Object.entries(group).flatMap(([name, value]) => (isFact(value) ? [lineOf(prefix + name, value)] : [])),
  );
}

function literalLines(project: Project): readonly Line[] {
  return Object.entries(project.literals).map(([name, value]) => lineOf(name, value));
}

function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === 'object' && value !== null && 'sure' in value && 'at' in value;
}

function lineOf(name: string, { value, at, sure }: Fact<unknown>): Line {
  return [name, `${sure ? ' ' : '?'} ${describeValue(value)}`, at === null ? '' : `${at.file}:${at.line}`];
}

function describeValue(value: unknown): string {
  if (value === null) return '-';
  if (!Array.isArray(value)) return typeof value === 'object' ? describeEntries(value) : String(value);
  if (value.length === 0) return '(none)';
  return value.map(describeValue).join(', ');
}

function describeEntries(value: object): string {
  const entries = Object.entries(value).filter(
    ([, item]) => item !== null && !(Array.isArray(item) && item.length === 0),
  );
  return entries.map(([name, item]) => `${name} ${describeValue(item)}`).join(', ') || '-';
}

function environmentLines(project: Project): readonly string[] {
  if (project.environment.length === 0) return ['The settings read no variables.'];
  const rows = project.environment.map((variable) => [
    variable.name,
    variable.required ? 'required' : 'optional',
    variable.secret ? `${variable.type}, secret` : variable.type,
    variable.default === null ? '' : `default ${JSON.stringify(variable.default)}`,
    variable.feeds ?? '',
    `(${variable.at.file}:${variable.at.line})`,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
  return ['Variables that the settings read:', ...lines];
}

function questionLines(project: Project): readonly string[] {
  return project.questions.flatMap((question) => [
    '',
    `? ${question.text}`,
    ...(question.default === null
      ? []
      : [`  taken: ${question.default}; others: ${others(question.choices, question.default)}`]),
    `  answer with ${question.flag}, or ${question.key} in nuages.toml`,
    ...question.evidence.map((place) => `  ${place.file}:${place.line}`),
  ]);
}

function others(choices: readonly string[], chosen: string): string {
  const rest = choices.filter((choice) => choice !== chosen);
  return rest.length === 0 ? 'none' : rest.join(', ');
}

function omittedLines(project: Project): readonly string[] {
  if (project.omitted.length === 0) return [];
  return ['', 'Left out:', ...project.omitted.map(({ path, reason }) => `  ${path}: ${reason}`)];
}
