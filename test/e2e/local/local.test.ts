/** The contract on the target local: in, the polls example and the real command line; out, one test or more for each promise. */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { findFreePort } from '../../mutants/serve.ts';
import { testReleases } from './releases.ts';
import { testRunning } from './running.ts';
import { testSecrets } from './secrets.ts';
import { type Running, testServing } from './serving.ts';
import { copyExample, tell } from './site.ts';

const site: Running = { copy: copyExample(), url: '' };

beforeAll(async () => {
  const port = await findFreePort();
  const said = await site.copy.nuages('up', site.copy.folder, '--detach', '--port', String(port), '--json');
  expect(said.status, tell(said)).toBe(0);
  site.url = JSON.parse(said.stdout).url;
});

afterAll(() => site.copy.end());

// One site for all, in this order: a rollout of its own for each would cost minutes.
describe('serving', () => testServing(site));
describe('secrets', () => testSecrets(site));
describe('releases', () => testReleases(site));
describe('running', () => testRunning(site));
