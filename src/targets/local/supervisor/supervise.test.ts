/** The life of a supervisor: in, real processes that are started, stopped and killed; out, what is left of them. */

import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createRelease, createSite, type TestSite } from '../../../../test/load/site.ts';
import { connectSupervisor } from './client.ts';
import { describeListenFailure } from './port-holder.ts';
import { identifyProcess, isSameProcess } from './process-identity.ts';
import { readState, reapLeftovers, writeState } from './state.ts';

const sites: TestSite[] = [];
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove();
});

function newSite(): TestSite {
  const site = createSite('supervise-');
  sites.push(site);
  return site;
}

async function hasEnded(site: TestSite, pid: number, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 50) {
    if ((await identifyProcess(site.world.shell, pid)) === undefined) return true;
    await sleep(50);
  }
  return false;
}

test('a busy port is refused, naming the port and who has it', async () => {
  const rival = createServer().listen(0, '127.0.0.1');
  await sleep(20);
  const { port } = rival.address() as AddressInfo;
  await expect(newSite().start({ port })).rejects.toMatchObject({
    problems: [
      {
        code: 'port-in-use',
        message: expect.stringMatching(`port ${port} is in use by .+ \\(process ${process.pid}\\)`),
      },
    ],
  });
  rival.close();
});

test('stop ends everything and frees the port; what is private stays private', async () => {
  const site = newSite();
  const client = await site.start();
  await client.switchTo(createRelease('r1'));
  const { pid, port, current } = await client.status();
  expect(statSync(site.runFolder).mode & 0o777).toBe(0o700);
  expect(statSync(join(site.runFolder, 'control.sock')).mode & 0o777).toBe(0o600);
  expect(statSync(join(site.runFolder, 'state.json')).mode & 0o777).toBe(0o600);
  const slow = fetch(`http://127.0.0.1:${port}/slow?ms=600`);
  await sleep(100);
  await client.stop();
  expect((await slow).status).toBe(200);
  expect(await hasEnded(site, current?.pid ?? 0, 500)).toBe(true);
  expect(await hasEnded(site, pid, 1_000)).toBe(true);
  expect(existsSync(join(site.runFolder, 'control.sock'))).toBe(false);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
});

test('kill -9 of the supervisor leaves no server, and the next one starts the release again', async () => {
  const site = newSite();
  const client = await site.start();
  await client.switchTo(createRelease('r1'));
  const { pid, port, current } = await client.status();
  await sleep(100);
  process.kill(pid, 'SIGKILL');
  await client.closed;
  expect(await hasEnded(site, current?.pid ?? 0, 3_000)).toBe(true);
  expect(await connectSupervisor(site.runFolder)).toBeUndefined();
  const next = await site.start({ port, resume: true });
  const answer = await fetch(`http://127.0.0.1:${port}`);
  expect(answer.headers.get('x-nuages-release')).toBe('r1');
  expect((await next.status()).pid).not.toBe(pid);
});

test('a site that is attached stops with its client, SIGTERM stops one too', async () => {
  const site = newSite();
  const client = await site.start();
  const { pid } = await client.status();
  await client.attach();
  expect((await client.status()).attached).toBe(true);
  client.close();
  expect(await hasEnded(site, pid, 3_000)).toBe(true);
  const again = await site.start();
  const status = await again.status();
  process.kill(status.pid, 'SIGTERM');
  await again.closed;
  expect(await hasEnded(site, status.pid, 3_000)).toBe(true);
});

test('a second supervisor for the same site is refused', async () => {
  const site = newSite();
  const client = await site.start();
  const second = await site.world.shell.run({
    program: process.execPath,
    args: [join(import.meta.dirname, '../../../../bin/nuages.js'), 'supervise', site.runFolder, '--port', '0'],
  });
  expect([second.status, second.stderr]).toEqual([1, expect.stringMatching('already supervised')]);
  expect((await client.status()).port).toBeGreaterThan(0);
});

test('leftovers are ended only when they are provably ours', async () => {
  const site = newSite();
  const { world, runFolder } = site;
  const sleeper = () => world.shell.start({ program: 'sleep', args: ['60'] }, { detached: true });
  const [ours, stranger] = [await sleeper(), await sleeper()];
  const identity = await identifyProcess(world.shell, ours.pid);
  if (identity === undefined) throw new Error('sleep did not start');
  world.disk.makeFolder(runFolder);
  const supervisor = { pid: process.pid, started: 'another time' };
  const servers = [identity, { pid: stranger.pid, started: 'another time' }];
  writeState(world.disk, runFolder, { version: 1, supervisor, host: '', port: 1, current: null, servers });
  expect(await reapLeftovers(world, runFolder)).toEqual([ours.pid]);
  expect(await isSameProcess(world.shell, identity)).toBe(false);
  expect(await identifyProcess(world.shell, stranger.pid)).toBeDefined();
  stranger.signal('SIGKILL');
  world.disk.write(join(runFolder, 'state.json'), '{ broken');
  expect(readState(world.disk, runFolder)).toBeUndefined();
});

test('one that does not answer is named, with how to end it', { timeout: 30_000 }, async () => {
  const site = newSite();
  const client = await site.start();
  const { pid } = await client.status();
  process.kill(pid, 'SIGSTOP');
  try {
    await expect(client.status()).rejects.toMatchObject({
      problems: [{ code: 'supervisor-silent', fix: expect.stringContaining(`kill -9 ${pid}`) }],
    });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  client.close();
});

test('an address of elsewhere and a port of the system are refused in words', async () => {
  const { shell } = createSite('words-').world;
  const refuse = (host: string, port: number, reason: string) => describeListenFailure(shell, { host, port }, reason);
  expect((await refuse('203.0.113.9', 8000, 'EADDRNOTAVAIL')).message).toBe(
    '203.0.113.9 is no address of this machine',
  );
  expect(await refuse('127.0.0.1', 80, 'EACCES')).toMatchObject({
    message: 'this user may not listen on port 80',
    fix: expect.stringContaining('above 1023'),
  });
});

test('a client that outlives its supervisor is told so, also when it asks later', async () => {
  const site = newSite();
  const client = await site.start();
  const { pid } = await client.status();
  process.kill(pid, 'SIGKILL');
  await client.closed;
  const gone = { problems: [{ code: 'supervisor-failed' }] };
  await expect(client.status()).rejects.toMatchObject(gone);
  await expect(client.undo('r1', 'too late')).rejects.toMatchObject(gone);
});
