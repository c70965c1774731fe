/** Each probe against a site that is broken in just its way: in, test/mutants; out, whether the probe catches it. */

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifySite } from '../../src/verify/index.ts';
import { probes } from '../../src/verify/probes.ts';
import { makePythonEnvironment } from '../mutants/python-environment.ts';
import { type Prepared, prepareSite, serveMutant } from '../mutants/serve.ts';

let prepared: Prepared = { bin: '', site: '' };

beforeAll(async () => {
  prepared = await prepareSite(await makePythonEnvironment('test/mutants/requirements.txt'));
});

afterAll(() => rmSync(prepared.site, { recursive: true, force: true }));

async function findOutcomes(name: string): Promise<Record<string, string>> {
  const mutant = await serveMutant(prepared, name);
  try {
    const { findings } = await verifySite(mutant.url);
    return Object.fromEntries(findings.map(({ probe, outcome, detail }) => [probe, `${outcome}: ${detail}`]));
  } finally {
    await mutant.end();
  }
}

test('the healthy site keeps every promise that is probed', async () => {
  const outcomes = await findOutcomes('healthy');
  expect(Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith('kept: '))).toEqual([]);
});

describe('a site that is broken in one way is caught by the probe', () => {
  test.concurrent.each(probes.map(({ promise, name }) => ({ promise, name })))('$promise: $name', async (probe) => {
    const folder = `k${probe.promise.slice(1).padStart(2, '0')}-${probe.name}`;
    const outcomes = await findOutcomes(folder);
    expect(outcomes[probe.name]).toMatch(/^broken: /);
  });
});
