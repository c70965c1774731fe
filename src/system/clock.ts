/** Time: in, nothing; out, now, and pauses that Ctrl-C cuts short. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../model/shell.ts';

/** The real clock. A pause ends early, without an error, when the signal is aborted. */
export function createClock(signal?: AbortSignal): Clock {
  return {
    now: () => new Date(),
    sleep: async (milliseconds) => {
      await pause(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
    },
  };
}
