/** A shell for tests: in, answers by command line; out, what was run, in order. Nothing is started. */

import type { Command, Output, RunningProgram, Shell, StartOptions } from '../model/shell.ts';

/** What a recorded command answers: an output, a failure to start, or by a function of the command. */
export type Answer = Partial<Output> | ((command: Command) => Partial<Output>);

export interface RecordingShell extends Shell {
  /** Every command so far, as `program arg arg`. */
  readonly lines: readonly string[];
  readonly commands: readonly Command[];
  readonly started: readonly { readonly command: Command; readonly options: StartOptions }[];
}

/**
 * A shell that only takes notes.
 * @param answers by the beginning of the command line; the longest that fits decides, none means success without output
 * @param programs what `which` finds
 */
export function createRecordingShell(
  answers: Readonly<Record<string, Answer>> = {},
  programs: readonly string[] = [],
): RecordingShell {
  const commands: Command[] = [];
  const started: { command: Command; options: StartOptions }[] = [];
  return {
    commands,
    started,
    get lines() {
      return commands.map(lineOf);
    },
    run: async (command, onLine) => {
      commands.push(command);
      const output = { status: 0, stdout: '', stderr: '', ...answerTo(command, answers) };
      if (onLine) for (const line of output.stdout.split('\n')) onLine(line);
      return output;
    },
    start: async (command, options) => {
      commands.push(command);
      started.push({ command, options });
      return recordedProgram(commands.length);
    },
    which: async (program) => (programs.includes(program) ? `/usr/bin/${program}` : undefined),
  };
}

function lineOf(command: Command): string {
  return [command.program, ...command.args].join(' ');
}

function answerTo(command: Command, answers: Readonly<Record<string, Answer>>): Partial<Output> {
  const line = lineOf(command);
  const [key] = Object.keys(answers)
    .filter((beginning) => line.startsWith(beginning))
    .sort((left, right) => right.length - left.length);
  const answer = key === undefined ? {} : answers[key];
  return typeof answer === 'function' ? answer(command) : (answer ?? {});
}

/** Runs until it is signalled, as far as anybody can tell. */
function recordedProgram(pid: number): RunningProgram {
  let end: (status: number | null) => void = () => undefined;
  const exited = new Promise<number | null>((resolve) => {
    end = resolve;
  });
  return { pid, exited, signal: () => end(null) };
}
