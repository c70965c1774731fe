/** Problems as a person reads them: in, problems of a stage; out, one text with all of them. */

import { styleText } from 'node:util';
import type { Level, Problem } from '../model/problem.ts';

const colours = { error: 'red', warning: 'yellow', note: 'cyan' } as const satisfies Record<Level, string>;
const order: readonly Level[] = ['error', 'warning', 'note'];

/** All problems, errors first, otherwise in the order given; no line end after the last. */
export function formatProblems(problems: readonly Problem[], colour = false): string {
  return problems
    .toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
    .map((problem) => formatProblem(problem, colour))
    .join('\n');
}

/**
 * One problem: level, code and message, then the place and the fix on lines of their own.
 *
 *     error[unknown-key]: web.worker is not known; did you mean web.workers?
 *       at nuages.toml:3
 *       fix: rename it
 */
function formatProblem(problem: Problem, colour = false): string {
  const label = `${problem.level}[${problem.code}]`;
  const [first, ...more] = problem.message.split('\n');
  const lines = [
    `${colour ? styleText(colours[problem.level], label, { validateStream: false }) : label}: ${first}`,
    ...more.map((line) => `  ${line}`),
    ...(problem.at ? [`  at ${problem.at.file}:${problem.at.line}`] : []),
    ...(problem.fix === undefined ? [] : [`  fix: ${problem.fix.replaceAll('\n', '\n       ')}`]),
  ];
  return lines.join('\n');
}
