/** The list of probes: in, the list and test/mutants; out, a failure for a probe without a mutant, or a mutant without one. */

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { probes } from './probes.ts';

test('each probe has a site that is broken in its way, and each such site a probe', () => {
  const mutants = readdirSync('test/mutants').filter((name) => /^k\d\d-/.test(name));
  const wanted = probes.map(({ promise, name }) => `k${promise.slice(1).padStart(2, '0')}-${name}`);
  expect(mutants.toSorted()).toEqual(wanted.toSorted());
});
