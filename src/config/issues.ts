/** What the schema found wrong, in words: in, its issues; out, problems with the line and a suggestion. */

import type { z } from 'zod';
import type { Place, Problem } from '../model/problem.ts';
import { suggestWord } from './suggestion.ts';

type Issue = z.core.$ZodIssue;

/** Where a key stands and which keys are known beside it. */
export interface IssueContext {
  readonly placeOf: (path: readonly string[]) => Place | null;
  readonly keysAt: (path: readonly string[]) => readonly string[];
}

/** One problem per issue; an issue that names several unknown keys gives one for each. */
export function describeIssues(issues: readonly Issue[], context: IssueContext): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => describeUnknownKey(path, key, context));
    return [describeWrongValue(issue, path, context)];
  });
}

function describeUnknownKey(path: readonly string[], key: string, context: IssueContext): Problem {
  const known = context.keysAt(path);
  const near = suggestWord(key.replaceAll('_', '-'), known);
  const parents = path.length > 0 ? `${path.join('.')}.` : '';
  const place = context.placeOf([...path, key]);
  return {
    level: 'error',
    code: 'unknown-key',
    message: `${parents}${key} is not known${near ? `; did you mean ${parents}${near}?` : ''}`,
    at: place ?? undefined,
    fix: near ? `rename it to ${near}` : `remove it; known here: ${known.join(', ')}`,
  };
}

function describeWrongValue(issue: Issue, path: readonly string[], context: IssueContext): Problem {
  const key = path.join('.');
  return {
    level: 'error',
    code: 'wrong-value',
    message: `${key} ${describeExpectation(issue)}`,
    at: context.placeOf(path) ?? undefined,
    fix: `correct ${key}; docs/config.md lists what it may be`,
  };
}

function describeExpectation(issue: Issue): string {
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map(String);
    const near = typeof issue.input === 'string' ? suggestWord(issue.input, choices) : undefined;
    return `must be ${formatChoices(choices)}${near ? `; did you mean ${near}?` : ''}`;
  }
  if (issue.code === 'invalid_type') return `must be ${typeNames[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small')
    return `must be at least ${issue.minimum}${issue.origin === 'string' ? ' character' : ''}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return issue.message;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a table',
  record: 'a table',
};

function formatChoices(choices: readonly string[]): string {
  if (choices.length === 1) return `"${choices[0]}"`;
  return `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`;
}
