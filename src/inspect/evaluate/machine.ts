/** What the parts of the evaluator share: its state, and how one part asks another to go on. */

import type { Place } from '../../model/problem.ts';
import type { Source } from '../../model/source.ts';
import type { Expr, Statement } from '../syntax.ts';
import type { SearchPath } from './modules.ts';
import { type Reading, requireReadings } from './reading.ts';
import type { ModuleRecord, Scope, Value } from './value.ts';

/** How a block of statements ended. */
export type Completion =
  | { readonly kind: 'next' }
  /** `perhaps`: another value of the environment would have gone on. */
  | { readonly kind: 'return'; readonly value: Value; readonly perhaps?: true }
  | { readonly kind: 'raise' };

/** What a function may have returned before the statement that runs now. */
export interface Returned {
  readonly values: Value[];
  /** Conditions on variables that decided, for certain, against a return: what comes later depends on them. */
  readonly ties: (Value & { readonly kind: 'environment' })[];
}

/** The state of one evaluation; changed as it goes. */
export interface Machine {
  readonly source: Source;
  /** Grows when a file extends `sys.path`. */
  search: SearchPath;
  readonly readings: Reading[];
  readonly modules: Map<string, ModuleRecord>;
  /** What the user said that variables hold. */
  readonly given: ReadonlyMap<string, string>;
  /** Where each setting was last assigned. */
  readonly places: Map<string, Place>;
  /** Variables that the code itself sets, with their values. */
  readonly presets: Map<string, Value>;
  /** Files with lines that are no Python, in order of reading. */
  readonly broken: { readonly file: string; readonly line: number }[];
  /** Project modules that an import names and that are not there. */
  readonly missing: { readonly dotted: string; readonly file: string; readonly line: number }[];
  /** Above 0 in a branch that production may not take. */
  uncertain: number;
  /** Above 0 in a branch that production does not take. */
  dead: number;
  /** Above 0 inside a `try` whose handler carries on. */
  caught: number;
  /** Depth of function calls. */
  depth: number;
  /** What is left of the work that one evaluation may do. */
  steps: number;
  /** Depth of imports. */
  imports: number;
  /** Prefixes of `with env.prefixed(..)`. */
  prefix: string;
  evaluate(expr: Expr, scope: Scope): Value;
  run(body: readonly Statement[], scope: Scope): Completion;
  call(callee: Value, args: readonly Value[], named: ReadonlyMap<string, Value>): Value;
  /** Evaluates a module of the project once; undefined when it is none of the project. */
  load(dotted: string): ModuleRecord | undefined;
  /** Runs the files of a glob, relative to the folder of the scope's file, in the scope itself. */
  include(glob: string, scope: Scope): void;
}

/** Notes that start-up fails without these variables, unless production may not come by here or the failure is caught. */
export function demand(machine: Machine, readings: readonly Reading[]): void {
  if (machine.uncertain === 0 && machine.dead === 0 && machine.caught === 0) requireReadings(readings);
}

/** Runs `work` with one of the counters raised. */
export function within<T>(machine: Machine, counter: 'uncertain' | 'dead' | 'caught' | 'depth', work: () => T): T {
  machine[counter] += 1;
  try {
    return work();
  } finally {
    machine[counter] -= 1;
  }
}
