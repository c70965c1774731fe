/** Switches under load: in, releases that work and that fail in every way; out, who serves, and how many requests were lost. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runLoad } from '../../../../test/load/load.ts';
import { createRelease, createSite } from '../../../../test/load/site.ts';
import { connectSupervisor, type SupervisorClient } from './client.ts';
import type { SupervisorStatus } from './protocol.ts';

const site = createSite('switch-');
let client: SupervisorClient;
let url = '';

beforeAll(async () => {
  client = await site.start();
  url = `http://127.0.0.1:${(await client.status()).port}`;
  expect(await client.switchTo(createRelease('r1'))).toEqual({ ok: true, id: 'r1' });
});

afterAll(() => site.remove());

async function serving(): Promise<string | null> {
  return (await fetch(url)).headers.get('x-nuages-release');
}

/** Load while something happens; nothing is tried twice. */
async function under(work: () => Promise<unknown>) {
  const stop = new AbortController();
  const targets = { url, postUrl: `${url}/echo`, postEchoes: true, slowUrl: `${url}/slow?ms=150` };
  const load = runLoad({ ...targets, seconds: 20, connections: 6, pause: 2, signal: stop.signal });
  await work();
  await sleep(100);
  stop.abort();
  return load;
}

async function settle(test: (status: SupervisorStatus) => boolean): Promise<SupervisorStatus> {
  for (let tries = 0; tries < 200; tries += 1) {
    const status = await client.status();
    if (test(status)) return status;
    await sleep(25);
  }
  throw new Error(`never came: ${JSON.stringify(await client.status())}`);
}

test('traffic moves from release to release and nobody notices', async () => {
  const seen: string[] = [];
  const load = await under(async () => {
    const next = createRelease('r2', { soakSeconds: 0.3, watchSeconds: 0.3 });
    expect(await client.switchTo(next, (event) => seen.push(event.kind))).toEqual({ ok: true, id: 'r2' });
    expect(await client.restart()).toEqual({ ok: true, id: 'r2' });
  });
  expect(seen).toEqual(['started', 'ready', 'soaked', 'moved', 'confirmed', 'draining', 'stopped']);
  expect(load.kinds).toEqual({});
  expect(load.releases).toMatchObject({ r1: expect.any(Number), r2: expect.any(Number) });
  expect((await client.status()).others).toEqual([]);
});

describe('a release that fails leaves the old one serving, and loses nothing', () => {
  const soak = { soakSeconds: 2, watchSeconds: 2 };
  test.for([
    ['end-at-start', {}, 'ready', /exit code 3/],
    ['never-ready', { readySeconds: 2 }, 'ready', /status 503/],
    ['end-after:300', soak, 'soak', /exit code 5/],
  ] as const)('%s', async ([fault, changes, stage, reason]) => {
    const before = await serving();
    const load = await under(async () => {
      const result = await client.switchTo(createRelease('bad', changes, fault));
      expect(result).toMatchObject({ ok: false, stage, reason: expect.stringMatching(reason) });
    });
    expect(load.kinds).toEqual({});
    expect(Object.keys(load.releases)).toEqual([before]);
  });

  test('that has no program, or a proxy that is no address', async () => {
    const release = createRelease('none');
    const command = { ...release.command, program: '/nowhere/python' };
    expect(await client.switchTo({ ...release, command })).toMatchObject({ ok: false, stage: 'start' });
    const front = { trustedProxies: ['proxy'], maxBodyBytes: 1 };
    expect(await client.switchTo({ ...release, front })).toMatchObject({
      ok: false,
      reason: expect.stringMatching('proxy'),
    });
    expect((await client.status()).others).toEqual([]);
  });
});

test('one that ends after traffic moved is undone, even when the client has gone', async () => {
  const before = await serving();
  const other = await connectSupervisor(site.runFolder);
  const lost = other?.switchTo(createRelease('late', { watchSeconds: 3 }, 'end-after:500'), (event) => {
    if (event.kind === 'moved') other.close();
  });
  await expect(lost).rejects.toThrow('ended');
  expect(await serving()).toBe('late');
  await settle((status) => !status.switching);
  expect(await serving()).toBe(before);
});

test('confirmation: without one traffic goes back, with one it stays, and a person may undo', async () => {
  const before = await serving();
  const load = await under(async () => {
    const unconfirmed = await client.switchTo(createRelease('r3'), undefined, { confirmWithinSeconds: 0.3 });
    expect(unconfirmed).toMatchObject({
      ok: false,
      stage: 'undone',
      reason: expect.stringMatching('nobody confirmed'),
    });
    const undone = client.switchTo(
      createRelease('r4'),
      (event) => event.kind === 'moved' && client.undo('r4', 'a probe failed'),
      { confirmWithinSeconds: 10 },
    );
    expect(await client.switchTo(createRelease('r5'))).toMatchObject({ ok: false, stage: 'busy' });
    expect(await undone).toMatchObject({ ok: false, stage: 'undone', reason: 'a probe failed' });
    expect(await serving()).toBe(before);
    const stays = client.switchTo(createRelease('r6'), (event) => event.kind === 'moved' && client.confirm('r6'), {
      confirmWithinSeconds: 10,
    });
    expect(await stays).toEqual({ ok: true, id: 'r6' });
  });
  expect(load.kinds).toEqual({});
  expect(await serving()).toBe('r6');
  expect(await client.confirm('r6')).toBe(false);
});

test('a server that is killed is started again, and requests wait for it', async () => {
  const { current } = await client.status();
  process.kill(current?.pid ?? 0, 'SIGKILL');
  expect(await serving()).toBe(current?.id);
  const status = await settle((now) => now.current?.state === 'running' && now.current.restarts === 1);
  expect(status.current?.pid).not.toBe(current?.pid);
  expect(site.webLog()).toMatch(/started again: it was ended by a signal/);
});

test('the load sees failures: a server that is killed under it loses what was in flight', async () => {
  const { current } = await client.status();
  const load = await under(async () => {
    await sleep(200);
    process.kill(current?.pid ?? 0, 'SIGKILL');
    await settle((now) => now.current?.pid !== current?.pid && now.current?.state === 'running');
    const direct = await runLoad({ url: 'http://127.0.0.1:1', requests: 3, connections: 1 });
    expect(direct.kinds).toEqual({ refused: 3 });
  });
  const missing = await runLoad({ url, postUrl: `${url}/reset`, requests: 3, connections: 1 });
  expect(missing.kinds).toEqual({ 'status 502': 1 });
  expect(load.longestPause).toBeGreaterThan(50);
});

test('works from a folder whose path is too long for a socket', async () => {
  const far = createSite('long-', 'x'.repeat(120));
  try {
    const there = await far.start();
    expect(await there.switchTo(createRelease('far'))).toEqual({ ok: true, id: 'far' });
    const answer = await fetch(`http://127.0.0.1:${(await there.status()).port}`);
    expect(answer.headers.get('x-nuages-release')).toBe('far');
    await there.stop();
    expect(await connectSupervisor(far.runFolder)).toBeUndefined();
  } finally {
    await far.remove();
  }
});
