/** The answers of `init`: in, open questions, flags and a terminal; out, every answer by its key. */

import type { TomlValue } from '../formats/toml-value.ts';
import { type Problem, UserError } from '../model/problem.ts';
import type { Question } from '../model/project.ts';
import type { Terminal } from '../model/shell.ts';

/** Dotted key to value. */
export type Answers = ReadonlyMap<string, TomlValue>;

/**
 * Asks what no flag answers. Without a terminal the usual answer counts.
 * @throws UserError naming the flag of every question that has no usual answer and nobody to ask
 */
export async function answerQuestions(
  terminal: Terminal,
  questions: readonly Question[],
  given: Answers,
): Promise<Answers> {
  const answers = new Map(given);
  const problems: Problem[] = [];
  for (const question of questions.filter(({ key }) => !given.has(key))) {
    if (terminal.interactive) answers.set(question.key, await askQuestion(terminal, question));
    else if (question.default !== null) answers.set(question.key, readAnswer(question.key, question.default));
    else problems.push(describeOpen(question));
  }
  if (problems.length > 0) throw new UserError(problems);
  return answers;
}

/** Asks for the domains, which no reading can know, where a person is there and has not named them. */
export async function answerDomains(terminal: Terminal, given: Answers): Promise<Answers> {
  if (!terminal.interactive || given.has('domains')) return given;
  const domains = await terminal.ask('Domains of the site, the canonical one first (none: only this machine)', '');
  return domains.trim() === '' ? given : new Map([...given, ['domains', readAnswer('domains', domains)]]);
}

function describeOpen(question: Question): Problem {
  const choices = question.choices.length > 0 ? ` (${question.choices.join(', ')})` : '';
  return {
    level: 'error',
    code: `question-${question.id}`,
    message: `${question.text}${choices}`,
    at: question.evidence[0],
    fix: `answer with ${question.flag}`,
  };
}

async function askQuestion(terminal: Terminal, question: Question): Promise<TomlValue> {
  const evidence = question.evidence.map(({ file, line }) => `${file}:${line}`).join(', ');
  const text = evidence ? `${question.text} (${evidence})` : question.text;
  const [first] = question.choices;
  if (first === undefined) return readAnswer(question.key, await terminal.ask(text, question.default ?? ''));
  const choices = question.choices.map((value) => ({ value, label: value }));
  return readAnswer(question.key, await terminal.choose(text, choices, question.default ?? first));
}

/** Text as the key wants it: a list for domains, else as it is. */
function readAnswer(key: string, text: string): TomlValue {
  if (key === 'domains') return text.split(/[\s,]+/).filter((word) => word !== '');
  if (!key.startsWith('variables.') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
