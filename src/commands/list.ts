/** The verbs, in the order of `--help`: in, nothing; out, names and how to load each. The single list; all else derives from it. */

import type { Verb } from './verb.ts';

export interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** True for what nuages calls itself and no person types. */
  readonly hidden?: boolean;
  load(): Promise<{ readonly verb: Verb }>;
}

/** Summaries stand here as well as in the verbs, so that `--help` loads none of them; test/cli.test.ts keeps them equal. */
export const verbs: readonly VerbEntry[] = [];
