/** Talk with a person: in, words and questions; out, stderr for talk, stdout for results. */

import { interruption } from '../model/problem.ts';
import type { Terminal } from '../model/shell.ts';
import { createPhaseLine } from './phase-line.ts';

/** The real terminal; questions load their library only when one is asked. */
export function createTerminal(signal?: AbortSignal): Terminal {
  const interactive = Boolean(process.stdin.isTTY && process.stderr.isTTY && !process.env.CI);
  const write = (text: string) => void process.stderr.write(text);
  return {
    interactive,
    result: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    say: (text) => write(`${text}\n`),
    warn: (text) => write(`warning: ${text}\n`),
    phase: (name, work) => runPhase(name, work, write, Boolean(process.stderr.isTTY)),
    choose: (question, choices, initial) => choose(question, choices, initial, signal),
    ask: (question, initial) => ask(question, initial, signal),
  };
}

async function runPhase<T>(
  name: string,
  work: (detail: (text: string) => void) => Promise<T>,
  write: (text: string) => void,
  live: boolean,
): Promise<T> {
  const line = createPhaseLine(name, write, live);
  try {
    const result = await work(line.detail);
    line.end('done');
    return result;
  } catch (error) {
    line.end('failed');
    throw error;
  }
}

async function choose(
  question: string,
  choices: readonly { value: string; label: string; hint?: string }[],
  initial: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { isCancel, select } = await import('@clack/prompts');
  const options = choices.map((choice) => ({ ...choice }));
  const shown = { message: question, options, initialValue: initial, output: process.stderr };
  const answer = await select<string>(signal ? { ...shown, signal } : shown);
  if (isCancel(answer)) throw interruption();
  return answer;
}

async function ask(question: string, initial: string, signal: AbortSignal | undefined): Promise<string> {
  const { isCancel, text } = await import('@clack/prompts');
  const shown = { message: question, initialValue: initial, output: process.stderr };
  const answer = await text(signal ? { ...shown, signal } : shown);
  if (isCancel(answer)) throw interruption();
  return answer ?? '';
}
