/** What can be wrong: in, what and where; out, values that every stage collects and cli prints. */

/** A place in the user's files. `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** `error` stops the stage, `warning` does not, `note` is only told. */
export type Level = 'error' | 'warning' | 'note';

/** One finding. `code` is stable and kebab-case; `fix` says what to type or change. */
export interface Problem {
  readonly level: Level;
  readonly code: string;
  readonly message: string;
  readonly at?: Place | undefined;
  readonly fix?: string | undefined;
}

/** Exit codes of the command line, as docs/contract.md and `--help` list them. */
export const exitCode = { done: 0, refused: 1, usage: 2, bug: 70, tryAgain: 75, interrupted: 130 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** An expected failure: all problems of one stage at once, printed without a stack. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;

  constructor(problems: Problem | readonly Problem[], code: ExitCode = exitCode.refused) {
    const list: readonly Problem[] = Array.isArray(problems) ? problems : [problems as Problem];
    super(list.map((problem) => problem.message).join('\n'));
    this.name = 'UserError';
    this.problems = list;
    this.exitCode = code;
  }
}

/** A tool of somebody else's failed: which, how, and the last that it said. */
export class ToolError extends Error {
  readonly program: string;
  readonly status: number | null;
  readonly stderr: string;

  constructor(program: string, status: number | null, stderr: string) {
    super(`${program} failed with ${status === null ? 'a signal' : `exit code ${status}`}`);
    this.name = 'ToolError';
    this.program = program;
    this.status = status;
    this.stderr = stderr;
  }
}

/** What is thrown when the operator has pressed Ctrl-C and things have been left whole. */
export function interruption(): UserError {
  return new UserError(
    { level: 'error', code: 'interrupted', message: 'stopped before it was done' },
    exitCode.interrupted,
  );
}
