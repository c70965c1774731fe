/** Following phases: in, nested phases of which one fails; out, the name of that one. */

import { expect, test } from 'vitest';
import type { Terminal } from '../model/shell.ts';
import { followPhases } from './phase.ts';

const terminal: Terminal = {
  interactive: false,
  result: () => undefined,
  say: () => undefined,
  warn: () => undefined,
  phase: (_name, work) => work(() => undefined),
  choose: async (_question, _choices, initial) => initial,
  ask: async (_question, initial) => initial,
};

test('the phase that threw stays the current one, a finished one does not', async () => {
  const phases = followPhases(terminal);
  await phases.terminal.phase('build', async () => undefined);
  expect(phases.current()).toBeUndefined();
  const outer = phases.terminal.phase('release', () =>
    phases.terminal.phase('migrate', async () => {
      throw new Error('no');
    }),
  );
  await expect(outer).rejects.toThrow('no');
  expect(phases.current()).toBe('migrate');
});
