/** Signals to a process with a World: in, one or two of them; out, whether it ends in its own way. */

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Signals itself at these milliseconds and ends in its own way, with 7, two seconds later. */
function signalAt(...times: readonly number[]) {
  const world = new URL('world.ts', import.meta.url).href;
  const script = `
    const { createWorld } = await import(${JSON.stringify(world)});
    const { signal } = createWorld();
    for (const time of ${JSON.stringify(times)}) setTimeout(() => process.kill(process.pid, 'SIGINT'), time);
    setTimeout(() => process.exit(signal.aborted ? 7 : 8), 2000);`;
  const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  return { status, signal };
}

test('a Ctrl-C that comes twice at once lets things be left whole', () => {
  expect(signalAt(0, 50)).toEqual({ status: 7, signal: null });
});

test('a second Ctrl-C ends the process at once', () => {
  expect(signalAt(0, 1200)).toEqual({ status: null, signal: 'SIGINT' });
});
