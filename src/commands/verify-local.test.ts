/** The probes of a rollout: in, a site that is well or not; out, errors that send it back, and warnings. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createTestWorld } from './test-world.test-data.ts';
import { verifyRollout } from './verify-local.ts';

const health = { alive: '/healthz', ready: '/readyz' };
const server = createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  if (request.url === '/readyz') return response.writeHead(isReady ? 200 : 503).end();
  return request.destroy();
});
let isReady = true;

afterEach(() => void server.close());

async function verify(): Promise<readonly string[]> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const problems = await verifyRollout(createTestWorld().world, `http://127.0.0.1:${port}/`, health, true);
  return problems.map(({ level, code }) => `${level} ${code}`);
}

test('a first page that does not answer is told and sends nothing back', async () => {
  isReady = true;
  expect(await verify()).toEqual(['warning unreachable']);
});

test('a site that is not ready is sent back', async () => {
  isReady = false;
  expect(await verify()).toEqual(['error not-healthy']);
});
