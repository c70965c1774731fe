/** A release that is being run: in, its description; out, a slot for the front that heals by itself, and its end. */

import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from './probe.ts';
import type { ServerStatus, SupervisedRelease } from './protocol.ts';
import type { Slot, Traffic } from './traffic.ts';
import { readTrustedProxies } from './trusted-proxies.ts';
import { awaitReady, endWebServer, type ServerHome, startWebServer, type WebServer } from './web-server.ts';

export interface ReleaseRun {
  readonly release: SupervisedRelease;
  readonly slot: Slot;
  server(): WebServer | undefined;
  status(): ServerStatus;
  /** Starts the process. @throws UserError when the program cannot be started */
  start(): Promise<WebServer>;
  /** Waits until the server is ready and lets requests in; else says why it will not be. */
  admit(signal: AbortSignal): Promise<string | undefined>;
  /** Watches for some seconds; says what went wrong, if something did. */
  watch(seconds: number, signal: AbortSignal): Promise<string | undefined>;
  /** From now on a server that ends or hangs is started again, with growing pauses. */
  keep(): void;
  /** Waits for the requests in flight, TERM, KILL; the two waits together take no longer than the grace and a little. */
  stop(): Promise<'term' | 'kill'>;
}

export interface RunTimes {
  /** Pause before the first restart after a crash; doubles up to the longest. Milliseconds. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** A server that lived so long is restarted with the first pause again. */
  readonly settled: number;
  /** Between two looks at the alive path. Three looks without an answer in a row mean that it hangs. */
  readonly aliveInterval: number;
  readonly aliveTimeout: number;
}

const runTimes: RunTimes = {
  firstPause: 100,
  longestPause: 30_000,
  settled: 60_000,
  aliveInterval: 10_000,
  // Every thread of a healthy server may be busy for a while with requests that take long.
  aliveTimeout: 30_000,
};

/** Shortest time for TERM to be obeyed, even when waiting for requests took the whole grace. Seconds. */
const leastPatience = 3;

interface Mutable {
  server: WebServer | undefined;
  state: ServerStatus['state'];
  restarts: number;
  readonly stopping: AbortController;
}

/** @throws Error when a trusted proxy is no address */
export function createRun(
  home: ServerHome,
  traffic: Traffic,
  release: SupervisedRelease,
  times: RunTimes = runTimes,
): ReleaseRun {
  const isTrusted = readTrustedProxies(release.front.trustedProxies);
  const slot: Slot = { id: release.id, rules: release.front, isTrusted, socket: undefined, inFlight: 0 };
  const self: Mutable = { server: undefined, state: 'starting', restarts: 0, stopping: new AbortController() };
  const start = async () => {
    self.server = await startWebServer(home, release);
    return self.server;
  };
  const admit = async (signal: AbortSignal) => {
    const { server } = self;
    if (server === undefined) return 'it was not started';
    const failure = await awaitReady(server, release, signal);
    if (failure !== undefined || self.state === 'stopping') return failure ?? 'it is being stopped';
    self.state = 'running';
    traffic.setSocket(slot, server.socket);
    // Requests that come after the end wait for the next server instead of being refused by a dead socket.
    server.ended.then(() => {
      if (slot.socket === server.socket) traffic.setSocket(slot, undefined);
    });
    return undefined;
  };
  return {
    release,
    slot,
    server: () => self.server,
    status: () => describe(release, slot, self),
    start,
    admit,
    watch: (seconds, signal) => watchServer(release, self, seconds, signal),
    keep: () => void heal(home, release, self, { start, admit }, times),
    stop: async () => {
      // Nobody was let in yet, so nothing can be in flight: a server that hangs while it starts is not waited for.
      const grace = self.state === 'starting' ? leastPatience : release.graceSeconds;
      self.state = 'stopping';
      const began = Date.now();
      await traffic.drained(slot, grace * 1000);
      self.stopping.abort();
      const left = grace - (Date.now() - began) / 1000;
      const { server } = self;
      return server === undefined ? 'term' : endWebServer(server, Math.max(left, leastPatience));
    },
  };
}

function describe(release: SupervisedRelease, slot: Slot, self: Mutable): ServerStatus {
  return {
    id: release.id,
    pid: self.server?.pid ?? 0,
    state: self.state,
    startedAt: self.server?.startedAt.toISOString() ?? '',
    restarts: self.restarts,
    inFlight: slot.inFlight,
  };
}

/** Looks at the ready path four times a second; two failures in a row count, as does the end of the process. */
async function watchServer(
  release: SupervisedRelease,
  self: Mutable,
  seconds: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const deadline = Date.now() + seconds * 1000;
  let failures = 0;
  while (Date.now() < deadline && !signal.aborted) {
    const { server } = self;
    if (server === undefined || !server.isAlive()) return server?.ended ?? 'it was not started';
    await Promise.race([sleep(Math.min(250, Math.max(1, deadline - Date.now()))), server.ended]);
    if (!server.isAlive()) return server.ended;
    const status = await probe(server.socket, release.health.ready, 5_000);
    failures = status === 200 ? 0 : failures + 1;
    if (failures >= 2) return `${release.health.ready} answered ${status ?? 'nothing'}`;
  }
  return undefined;
}

interface Healing {
  start(): Promise<WebServer>;
  admit(signal: AbortSignal): Promise<string | undefined>;
}

/** Starts the server again whenever it ends, until the run is stopped. */
async function heal(
  home: ServerHome,
  release: SupervisedRelease,
  self: Mutable,
  healing: Healing,
  times: RunTimes,
): Promise<void> {
  const { signal } = self.stopping;
  let pause = times.firstPause;
  while (!signal.aborted) {
    const reason = self.server === undefined ? undefined : await outlive(release, self.server, times, signal);
    if (signal.aborted) return;
    if (reason !== undefined) {
      home.log(`nuages: the web server of ${release.id} is started again: ${reason}`);
      const lived = Date.now() - (self.server?.startedAt.getTime() ?? 0);
      pause = lived > times.settled ? times.firstPause : pause;
      self.restarts += 1;
      if (self.state !== 'stopping') self.state = 'restarting';
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(2 * pause, times.longestPause);
      if (signal.aborted) return;
    }
    await startAgain(home, release, self, healing, signal);
  }
}

async function startAgain(
  home: ServerHome,
  release: SupervisedRelease,
  self: Mutable,
  healing: Healing,
  signal: AbortSignal,
): Promise<void> {
  try {
    const server = await healing.start();
    if (signal.aborted) return server.signal('SIGKILL');
    const failure = await healing.admit(signal);
    if (failure === undefined || signal.aborted) return;
    home.log(`nuages: the web server of ${release.id} is not ready: ${failure}`);
    await endWebServer(server, leastPatience);
  } catch (error) {
    // The program itself is missing now; it may come back.
    home.log(`nuages: ${error instanceof Error ? error.message : String(error)}`);
    self.server = undefined;
    await sleep(1_000, undefined, { signal }).catch(() => undefined);
  }
}

/** Settles with the reason when the server has ended, or was ended because it hung. */
async function outlive(
  release: SupervisedRelease,
  server: WebServer,
  times: RunTimes,
  signal: AbortSignal,
): Promise<string> {
  let silent = 0;
  while (server.isAlive() && !signal.aborted) {
    const wait = new AbortController();
    await Promise.race([server.ended, sleep(times.aliveInterval, undefined, { signal: wait.signal }).catch(() => {})]);
    wait.abort();
    if (!server.isAlive() || signal.aborted) break;
    const status = await probe(server.socket, release.health.alive, times.aliveTimeout);
    silent = status === undefined ? silent + 1 : 0;
    if (silent < 3) continue;
    await endWebServer(server, leastPatience);
    return `${release.health.alive} was silent three times`;
  }
  return server.ended;
}
