/** The shape of a verb: in, parsed words and the world; out, an exit code. cli.ts turns these into commander commands. */

import type { ExitCode } from '../model/problem.ts';
import type { World } from '../model/shell.ts';

export interface VerbArgument {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
}

/** `flags` in commander's form: `--port <number>`, `--json`, `-f, --follow`; `--domain <name...>` may be given again. */
export interface VerbOption {
  readonly flags: string;
  readonly summary: string;
  readonly default?: string | undefined;
}

export type OptionValue = string | boolean | readonly string[] | undefined;

export interface VerbInput {
  readonly args: Readonly<Record<string, string | undefined>>;
  /** Words after `--`. */
  readonly rest: readonly string[];
  /** By commander's camelCase name. */
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly world: World;
}

/** One verb. Each lives in commands/<name>.ts as `export const verb: Verb`. */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** A complete command line with one sentence on what it does. */
  readonly example: string;
  readonly arguments: readonly VerbArgument[];
  readonly options: readonly VerbOption[];
  /** True when words after `--` belong to the verb. */
  readonly passThrough?: boolean;
  run(input: VerbInput): Promise<ExitCode>;
}
