/** Everything that a rollout may touch, for real: in, this process; out, a World. */

import type { World } from '../model/shell.ts';
import { createClock } from './clock.ts';
import { createDisk } from './disk.ts';
import { createLocalShell } from './shell.ts';
import { createTerminal } from './terminal.ts';

/**
 * One Ctrl-C may come twice: from the terminal, and handed on by a process that started this one (npm, a launcher). What
 * comes within so many milliseconds counts as one.
 */
const sameSignal = 500;

/**
 * The world of this process. The first Ctrl-C (or SIGTERM, or a closed terminal) aborts `signal`, so that a rollout can
 * leave things whole; a second one, half a second later or more, ends the process at once.
 */
export function createWorld(): World {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals) => {
    setTimeout(() => process.off(name, abort), sameSignal).unref();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, abort);
  return {
    shell: createLocalShell(process.env, controller.signal),
    disk: createDisk(),
    clock: createClock(controller.signal),
    terminal: createTerminal(controller.signal),
    env: process.env,
    signal: controller.signal,
  };
}
