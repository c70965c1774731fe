/** A whole rollout on this machine: in, what is wanted; out, the site serving it, or everything as it was. */

import type { World } from '../../model/shell.ts';
import { takeLock } from '../../release/lock.ts';
import { type PhaseTime, runPhases } from '../../release/phases.ts';
import { createApplier } from './apply.ts';
import type { LocalDesired } from './desired.ts';
import { type LocalStep, nextSteps } from './next.ts';
import { makeSiteFolder } from './site-folder.ts';
import { observeSite } from './state.ts';

export interface Rollout {
  readonly steps: readonly LocalStep[];
  readonly times: readonly PhaseTime[];
  /** The release that serves now. */
  readonly release: string;
  /** False when it served already. */
  readonly changed: boolean;
}

/** What a rollout would do, by looking only. */
export async function planRollout(world: World, desired: LocalDesired): Promise<readonly LocalStep[]> {
  return nextSteps(await observeSite(world, desired.layout.project), desired);
}

/**
 * Takes the lock, looks, decides and acts.
 * @throws UserError with exit code 75 when somebody else is at it, 130 after Ctrl-C, 1 when a step failed; the release that
 * served before serves on then, and nothing half is left
 */
export async function rollOut(world: World, desired: LocalDesired, verb: string, breakLock: boolean): Promise<Rollout> {
  makeSiteFolder(world.disk, desired.layout);
  const lock = await takeLock(world, desired.layout.lock, verb, breakLock);
  const applier = createApplier(world, desired);
  try {
    const steps = nextSteps(await observeSite(world, desired.layout.project), desired);
    const times = await runPhases(world, steps, applier.apply, lock.check);
    const release = steps.at(-1)?.release ?? desired.releaseId;
    return { steps, times, release, changed: steps.some((step) => step.kind === 'switch') };
  } catch (error) {
    // What lies there now may be the work of whoever has taken over.
    if (lock.holds()) await applier.takeBack();
    throw error;
  } finally {
    lock.release();
  }
}
