/** The six phases of a rollout: in, steps and how to do one; out, all of them done in order, with the time of each phase. */

import { interruption } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { type Phase, phases, type Step } from '../model/target.ts';

export interface PhaseTime {
  readonly phase: Phase;
  readonly seconds: number;
}

/**
 * Applies steps phase by phase; phases without steps are left out. The first failure ends it.
 * @param guard called before each step: throws when the lock is lost
 * @throws UserError with exit code 130 between two steps when Ctrl-C was pressed
 */
export async function runPhases<S extends Step>(
  world: World,
  steps: readonly S[],
  apply: (step: S, detail: (text: string) => void) => Promise<void>,
  guard: () => void,
): Promise<readonly PhaseTime[]> {
  const times: PhaseTime[] = [];
  for (const phase of phases) {
    const own = steps.filter((step) => step.phase === phase);
    if (own.length === 0) continue;
    const start = performance.now();
    await world.terminal.phase(phase, async (detail) => {
      for (const step of own) {
        if (world.signal.aborted) throw interruption();
        guard();
        detail(step.title);
        await apply(step, detail);
      }
    });
    times.push({ phase, seconds: Math.round((performance.now() - start) / 10) / 100 });
  }
  return times;
}

/** Steps as `--dry-run` shows them: phase, what, and the command that does it. */
export function describeSteps(steps: readonly Step[]): string {
  if (steps.length === 0) return 'Nothing to do.';
  return steps.map((step) => `${step.phase.padEnd(8)} ${step.title}\n         $ ${step.command}`).join('\n');
}
