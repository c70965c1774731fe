/** Which phase a rollout is in: in, a terminal; out, the same terminal and the innermost phase that failed or still runs. */

import type { Terminal } from '../model/shell.ts';

export interface PhaseFollower {
  readonly terminal: Terminal;
  current(): string | undefined;
}

/** Wraps a terminal, so that a failed tool can be told together with its phase. A phase that threw stays the current one. */
export function followPhases(terminal: Terminal): PhaseFollower {
  let current: string | undefined;
  return {
    current: () => current,
    terminal: {
      ...terminal,
      phase: async (name, work) => {
        const outer = current;
        current = name;
        const result = await terminal.phase(name, work);
        current = outer;
        return result;
      },
    },
  };
}
