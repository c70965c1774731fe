/** Decided values: in, what the user said, what was found and what is usual; out, the value that counts, and a record of why. */

import type { Setting } from '../config/index.ts';
import type { Decision } from '../model/plan.ts';
import type { Fact } from '../model/project.ts';

/** Collects the decisions of one plan. */
export interface Decisions {
  readonly list: readonly Decision[];
  /** The user's word, else the fact (when it is not null), else the default. Recorded under `key`. */
  choose<T extends Decision['value']>(key: string, from: Alternatives<T>): T;
  /** Records a value that was reached otherwise. */
  record(decision: Decision): void;
}

export interface Alternatives<T> {
  readonly said: Setting<T> | undefined;
  readonly fact?: Fact<T | null> | undefined;
  readonly default: T;
  /** Why the default or the fact, one sentence. */
  readonly why: string;
}

export function createDecisions(): Decisions {
  const list: Decision[] = [];
  const choose = <T extends Decision['value']>(
    key: string,
    { said, fact, default: usual, why }: Alternatives<T>,
  ): T => {
    const record = (value: T, from: Decision['from'], at: Decision['at'], reason: string): T => {
      list.push({ key, value, from, at, why: reason });
      return value;
    };
    if (said)
      return record(
        said.value,
        said.from,
        said.at,
        said.from === 'flag' ? 'Given on the command line.' : 'Written in the configuration.',
      );
    if (fact && fact.value !== null)
      return record(
        fact.value,
        'fact',
        fact.at,
        fact.sure ? 'Found in the project.' : 'Found in the project, not for sure.',
      );
    return record(usual, 'default', null, why);
  };
  return { list, choose, record: (decision) => void list.push(decision) };
}
