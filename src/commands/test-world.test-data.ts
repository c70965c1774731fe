/** A world for tests of verbs: in, answers of a person; out, a World with the real disk and a terminal that takes notes. */

import type { Terminal, World } from '../model/shell.ts';
import { createDisk } from '../system/disk.ts';
import { createRecordingShell } from '../system/recording.ts';

export interface TestWorld {
  readonly world: World;
  /** What went to stdout and to stderr, and the questions that were asked. */
  readonly results: string[];
  readonly talk: string[];
  readonly questions: string[];
}

/** @param answers what the person answers, by the beginning of the question; undefined when there is no person */
export function createTestWorld(answers?: Readonly<Record<string, string>>, env: World['env'] = {}): TestWorld {
  const results: string[] = [];
  const talk: string[] = [];
  const questions: string[] = [];
  const answer = async (question: string, initial: string): Promise<string> => {
    questions.push(question);
    return Object.entries(answers ?? {}).find(([start]) => question.startsWith(start))?.[1] ?? initial;
  };
  const terminal: Terminal = {
    interactive: answers !== undefined,
    result: (text) => void results.push(text),
    say: (text) => void talk.push(text),
    warn: (text) => void talk.push(text),
    phase: (_, work) => work(() => undefined),
    choose: (question, _, initial) => answer(question, initial),
    ask: answer,
  };
  const clock = { now: () => new Date(0), sleep: async () => undefined };
  const signal = new AbortController().signal;
  return {
    world: { shell: createRecordingShell(), disk: createDisk(), clock, terminal, env, signal },
    results,
    talk,
    questions,
  };
}
