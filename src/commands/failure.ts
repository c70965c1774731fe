/** What a failed command says: in, whatever was thrown; out, text for stderr and the exit code. */

import { type ExitCode, exitCode, type Problem, ToolError, UserError } from '../model/problem.ts';
import { describeBug, type Occasion } from './bug.ts';
import { formatProblems } from './problems.ts';

/** How many of a tool's last lines are worth showing: pip and Django put the reason at the end. */
const lastLines = 15;

export interface Failure {
  readonly text: string;
  readonly code: ExitCode;
}

/**
 * Turns any error into words. Expected ones carry no stack; only what nobody foresaw is called a bug.
 * @param phase the phase of the rollout that was running, when one was
 */
export function describeFailure(error: unknown, occasion: Occasion, phase?: string): Failure {
  if (error instanceof UserError)
    return { text: formatProblems(error.problems, occasion.colour), code: error.exitCode };
  const problem = error instanceof ToolError ? toolProblem(error, phase) : systemProblem(error);
  if (problem) return { text: formatProblems([problem], occasion.colour), code: exitCode.refused };
  return { text: describeBug(error, occasion), code: exitCode.bug };
}

function toolProblem(error: ToolError, phase?: string): Problem {
  const said = error.stderr.trimEnd().split('\n').slice(-lastLines);
  const where = phase === undefined ? '' : ` in phase ${phase}`;
  const told = error.stderr.trim() === '' ? ['(it said nothing)'] : said;
  return {
    level: 'error',
    code: 'tool-failed',
    message: [`${error.message}${where}. The last it said:`, ...told.map((line) => `| ${line}`)].join('\n'),
  };
}

/** The machine's own refusals, by errno. Whoever wants better words catches them earlier. */
const refusals: Readonly<Record<string, { readonly message: string; readonly fix: string }>> = {
  ENOSPC: { message: 'no space left on the disk', fix: 'free some space (df -h shows where), then run the same again' },
  EDQUOT: { message: 'the disk quota is used up', fix: 'free some space, then run the same again' },
  EACCES: { message: 'permission denied', fix: 'give this user access to it, or run as a user who has it' },
  EPERM: { message: 'not permitted', fix: 'run as a user who may do this' },
  EROFS: { message: 'the file system is read-only', fix: 'use a folder that can be written' },
  EMFILE: { message: 'too many open files', fix: 'raise the limit (ulimit -n 4096), then run the same again' },
};

function systemProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  const refusal = refusals[error.code];
  if (!refusal) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return { level: 'error', code: error.code.toLowerCase(), message: `${path}${refusal.message}`, fix: refusal.fix };
}
