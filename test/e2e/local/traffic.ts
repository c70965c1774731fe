/** Constant load while a release changes: in, a site and a change; out, how many requests, which failed, what was seen. */

import { Agent, request } from 'node:http';

export interface Traffic {
  readonly requests: number;
  /** `3 x /polls/: ECONNRESET`; a healthy rollout has none. */
  readonly failed: readonly string[];
  /** Distinct bodies of the version page. */
  readonly versions: readonly string[];
  readonly longestMilliseconds: number;
}

const clients = 8;

interface Tally {
  requests: number;
  failed: Map<string, number>;
  versions: Set<string>;
  longest: number;
}

/**
 * Sends requests from eight clients while `change` runs, and goes on until at least `wanted` are answered. Half of the
 * clients keep their connection, half open one for each request; each asks for the version and for a page with queries.
 */
export async function loadWhile(url: string, wanted: number, change: () => Promise<unknown>): Promise<Traffic> {
  const tally: Tally = { requests: 0, failed: new Map(), versions: new Set(), longest: 0 };
  const state = { done: false };
  const work = Array.from({ length: clients }, (_, index) =>
    runClient(url, index % 2 === 0, tally, () => state.done && tally.requests >= wanted),
  );
  await change().finally(() => {
    state.done = true;
  });
  await Promise.all(work);
  const { requests, versions, longest } = tally;
  const failed = [...tally.failed].map(([what, times]) => `${times} x ${what}`);
  return { requests, failed, versions: [...versions].toSorted(), longestMilliseconds: longest };
}

async function runClient(url: string, keepAlive: boolean, tally: Tally, over: () => boolean): Promise<void> {
  const agent = new Agent({ keepAlive, maxSockets: 1 });
  for (let count = 0; !over(); count += 1) {
    const path = count % 4 === 0 ? '/polls/' : '/polls/version/';
    const started = performance.now();
    const { status, body } = await ask(new URL(path, url), agent);
    tally.longest = Math.max(tally.longest, performance.now() - started);
    tally.requests += 1;
    const what = `${path}: ${status || body}`;
    if (status !== 200) tally.failed.set(what, (tally.failed.get(what) ?? 0) + 1);
    else if (path === '/polls/version/') tally.versions.add(body);
  }
  agent.destroy();
}

/** Status 0 with the error's name when no whole answer came. Nothing is sent twice. */
function ask(url: URL, agent: Agent): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((settle) => {
    const fail = (error: Error & { code?: string }) => settle({ status: 0, body: error.code ?? error.message });
    const sent = request(url, { agent, timeout: 20_000 }, (answer) => {
      let body = '';
      answer.on('data', (part: Buffer) => {
        body += part.toString();
      });
      answer.on('end', () => settle({ status: answer.statusCode ?? 0, body }));
      answer.on('error', fail);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in 20 s')));
    sent.on('error', fail);
    sent.end();
  });
}
