/** Measurements of docs/decisions/0010-local-front.md: in, a Python with gunicorn; out, one line of JSON for each. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProgram } from '../../src/model/shell.ts';
import type { SupervisorClient } from '../../src/targets/local/supervisor/client.ts';
import { identifyProcess } from '../../src/targets/local/supervisor/process-identity.ts';
import { type LoadResult, runLoad } from './load.ts';
import { createGunicornRelease, createSite, type TestSite } from './site.ts';

const python = process.argv[2];
if (python === undefined) throw new Error('usage: node test/load/measure.ts PYTHON [name ...]');
const wanted = process.argv.slice(3);

function report(name: string, result: LoadResult, more: object = {}): void {
  const { sent, failed, kinds, longestPause, perSecond, releases } = result;
  const seen = Object.keys(releases).length;
  const methods = [...new Set(result.failures.map((failure) => failure.method))];
  process.stdout.write(
    `${JSON.stringify({ name, sent, failed, kinds, longestPause, perSecond, releases: seen, methods, ...more })}\n`,
  );
}

async function urlOf(client: SupervisorClient): Promise<string> {
  return `http://127.0.0.1:${(await client.status()).port}`;
}

/** Mixed load, one third of it POSTs, while `work` goes on. */
async function under(url: string, work: () => Promise<unknown>): Promise<LoadResult> {
  const stop = new AbortController();
  const targets = { url, postUrl: url, postEchoes: true, slowUrl: `${url}/?ms=2000` };
  const load = runLoad({ ...targets, seconds: 300, connections: 16, pause: 5, signal: stop.signal });
  await sleep(500);
  await work();
  await sleep(500);
  stop.abort();
  return load;
}

const measurements: Readonly<Record<string, (site: TestSite, client: SupervisorClient) => Promise<void>>> = {
  async switches(_site, client) {
    const result = await under(await urlOf(client), async () => {
      for (let turn = 1; turn <= 20; turn += 1) {
        const outcome = await client.switchTo(createGunicornRelease(python, `r${turn}`));
        if (!outcome.ok) throw new Error(outcome.reason);
      }
    });
    report('20 switches', result);
  },
  async throughput(site, client) {
    const url = await urlOf(client);
    const direct = await startDirect(site, 'direct', ['--bind', '127.0.0.1:18731']);
    for (const keepAlive of [true, false]) {
      const load = { seconds: 4, connections: 8, keepAlive };
      const fronted = await runLoad({ ...load, url });
      const bare = await runLoad({ ...load, url: 'http://127.0.0.1:18731' });
      const ratio = Number((fronted.perSecond / bare.perSecond).toFixed(2));
      report(keepAlive ? 'front, clients keep connections' : 'front, new connections', fronted, { ratio });
      report(keepAlive ? 'gunicorn alone, clients keep connections' : 'gunicorn alone, new connections', bare);
    }
    await endDirect(direct);
  },
  async worker(site, client) {
    const { current } = await client.status();
    const url = await urlOf(client);
    report('kill -9 of a worker', await under(url, () => killChild(site, current?.pid ?? 0)));
  },
  async master(_site, client) {
    const { current } = await client.status();
    const result = await under(await urlOf(client), async () => {
      process.kill(current?.pid ?? 0, 'SIGKILL');
      await sleep(4_000);
    });
    report('kill -9 of the master', result);
  },
  async supervisor(site, client) {
    const { pid, current } = await client.status();
    const children = [current?.pid ?? 0, ...(await childrenOf(site, current?.pid ?? 0))];
    process.kill(pid, 'SIGKILL');
    await sleep(3_000);
    const left = await Promise.all(children.map((child) => identifyProcess(site.world.shell, child)));
    const alive = left.filter((child) => child !== undefined).length;
    process.stdout.write(
      `${JSON.stringify({ name: 'kill -9 of the supervisor', children: children.length, alive })}\n`,
    );
  },
  async handover(site) {
    const result = await measureHandover(site);
    report('no front: socket handed on, 20 times new master beside old', result);
  },
};

/** gunicorn as the releases have it, on an address of its own. */
async function startDirect(site: TestSite, id: string, words: readonly string[]): Promise<RunningProgram> {
  const { command } = createGunicornRelease(python ?? '', id);
  const args = ['-m', 'gunicorn', '-c', 'python:wsgi_release', '--workers', '2', '--threads', '4', ...words];
  const own = { ...command, args: [...args, 'wsgi_release:application'], env: command.env };
  const program = await site.world.shell.start(own, { log: join(site.folder, `${id}.log`), detached: false });
  await sleep(1_500);
  return program;
}

async function endDirect(program: RunningProgram): Promise<void> {
  program.signal('SIGTERM');
  await program.exited;
}

/** The listening socket lives in a process that hands it to each new master; there is no front. */
async function measureHandover(site: TestSite): Promise<LoadResult> {
  const script = new URL('./hand_over.py', import.meta.url).pathname;
  const command = { program: python ?? '', args: [script, '18732', '20'], cwd: new URL('.', import.meta.url).pathname };
  const { promise, resolve } = Promise.withResolvers<void>();
  const onLine = (line: string) => line === 'turns are over' && resolve();
  const holder = await site.world.shell.start(command, { onLine, detached: false });
  await sleep(2_000);
  const result = await under('http://127.0.0.1:18732', () => promise);
  holder.signal('SIGKILL');
  return result;
}

async function childrenOf(site: TestSite, pid: number): Promise<number[]> {
  const { stdout } = await site.world.shell.run({ program: 'pgrep', args: ['-P', String(pid)] });
  return stdout.trim().split('\n').map(Number);
}

async function killChild(site: TestSite, pid: number): Promise<void> {
  process.kill((await childrenOf(site, pid))[0] ?? 0, 'SIGKILL');
  await sleep(3_000);
}

for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const site = createSite('measure-');
  try {
    const client = await site.start();
    const first = await client.switchTo(createGunicornRelease(python, 'r0'));
    if (!first.ok) throw new Error(first.reason);
    await measure(site, client);
  } finally {
    await site.remove();
  }
}
process.exit(0);
