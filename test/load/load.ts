/** Load on a site, as its users make it: in, a URL and how much; out, what was asked, what failed, and the longest pause. */

import { type ClientOptions, type Exchange, runClient } from './client.ts';

export interface LoadOptions {
  /** Where GETs go. */
  readonly url: string;
  /** Give one of the two: how long, or how many requests. */
  readonly seconds?: number;
  readonly requests?: number;
  readonly connections?: number;
  /** `mixed`: every second client opens a new connection for each request. */
  readonly keepAlive?: boolean | 'mixed';
  /** Every third request of every client is a POST to this URL, with a unique id as its body. */
  readonly postUrl?: string;
  /** The answer to a POST must hold its id. */
  readonly postEchoes?: boolean;
  /** One more client asks for this all the time: a page that takes long. */
  readonly slowUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What counts as answered. Default: 200. */
  readonly isExpected?: (status: number) => boolean;
  /** Pause of each client between two requests, in milliseconds. */
  readonly pause?: number;
  /** Longest wait for one answer, in milliseconds. */
  readonly patience?: number;
  /** Ends the load early. */
  readonly signal?: AbortSignal;
}

export interface LoadFailure {
  /** `refused`, `reset`, `truncated`, `timeout`, `status 502`, `wrong answer`, or another error's code. */
  readonly kind: string;
  readonly method: string;
  /** The POST's unique id. */
  readonly id: string;
  /** Milliseconds after the start of the load. */
  readonly at: number;
}

export interface LoadResult {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly failures: readonly LoadFailure[];
  /** Failures by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The longest time in which no request was answered, in milliseconds. */
  readonly longestPause: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Answers by their X-Nuages-Release, `none` for those without. */
  readonly releases: Readonly<Record<string, number>>;
  /** Ids of the POSTs that were answered as expected. */
  readonly posted: readonly string[];
}

/** Runs the load; nothing is tried twice. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const tally = createTally();
  const deadline = options.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + options.seconds * 1000;
  let left = options.requests ?? Number.POSITIVE_INFINITY;
  if (!Number.isFinite(deadline) && !Number.isFinite(left)) throw new Error('give seconds or requests');
  const goesOn = () => Date.now() < deadline && options.signal?.aborted !== true && left-- > 0;
  const clients: ClientOptions[] = Array.from({ length: options.connections ?? 16 }, (_value, index) => ({
    ...options,
    name: `c${index}`,
    keepsAlive: options.keepAlive === 'mixed' || options.keepAlive === undefined ? index % 2 === 0 : options.keepAlive,
  }));
  if (options.slowUrl !== undefined) {
    clients.push({ name: 'slow', url: options.slowUrl, keepsAlive: true, isExpected: options.isExpected });
  }
  await Promise.all(clients.map((client) => runClient(client, goesOn, tally.add)));
  return tally.sum();
}

function createTally(): { add(exchange: Exchange): void; sum(): LoadResult } {
  const began = performance.now();
  const failures: LoadFailure[] = [];
  const kinds: Record<string, number> = {};
  const releases: Record<string, number> = {};
  const posted: string[] = [];
  let sent = 0;
  let lastAnswer = began;
  let longestPause = 0;
  const noteAnswer = () => {
    const now = performance.now();
    longestPause = Math.max(longestPause, now - lastAnswer);
    lastAnswer = now;
  };
  return {
    add({ failure, method, id, release }) {
      sent += 1;
      if (failure !== undefined) {
        failures.push({ kind: failure, method, id, at: Math.round(performance.now() - began) });
        kinds[failure] = (kinds[failure] ?? 0) + 1;
        return;
      }
      noteAnswer();
      releases[release] = (releases[release] ?? 0) + 1;
      if (method === 'POST') posted.push(id);
    },
    sum() {
      const seconds = (performance.now() - began) / 1000;
      longestPause = Math.round(Math.max(longestPause, performance.now() - lastAnswer));
      const ok = sent - failures.length;
      const perSecond = Math.round(ok / seconds);
      return { sent, ok, failed: failures.length, failures, kinds, longestPause, seconds, perSecond, releases, posted };
    },
  };
}
