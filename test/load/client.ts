/** One client of a load: in, where to ask; out, each exchange as it ended. Never asks again for the same thing. */

import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request as openRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ClientOptions {
  readonly name: string;
  readonly url: string;
  readonly keepsAlive: boolean;
  readonly postUrl?: string | undefined;
  readonly postEchoes?: boolean | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly isExpected?: ((status: number) => boolean) | undefined;
  readonly pause?: number | undefined;
  readonly patience?: number | undefined;
}

/** How one request ended; `failure` is undefined when it was answered as expected. */
export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly id: string;
  readonly release: string;
  readonly failure: string | undefined;
}

/** Asks one thing after another for as long as `goesOn` says. */
export async function runClient(
  options: ClientOptions,
  goesOn: () => boolean,
  tell: (exchange: Exchange) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: options.keepsAlive, maxSockets: 1 });
  for (let turn = 0; goesOn(); turn += 1) {
    const exchange = await askOnce(options, agent, turn % 3 === 2 && options.postUrl !== undefined);
    tell(exchange);
    // A server that is away refuses at once: asking in a tight loop would only count the same outage more often.
    const pause = exchange.failure === undefined ? (options.pause ?? 0) : Math.max(options.pause ?? 0, 10);
    if (pause > 0) await sleep(pause);
  }
  agent.destroy();
}

function askOnce(options: ClientOptions, agent: Agent, posts: boolean): Promise<Exchange> {
  const method = posts ? 'POST' : 'GET';
  const id = `${options.name}-${randomUUID()}`;
  const url = posts ? (options.postUrl ?? options.url) : options.url;
  const headers = { ...options.headers, ...(posts ? { 'Content-Type': 'text/plain' } : {}) };
  return new Promise((resolve) => {
    const end = (failure: string | undefined, release = 'none') => {
      clearTimeout(timer);
      resolve({ method, id, release, failure });
    };
    const request = openRequest(url, { method, agent, headers }, (answer) => {
      readAnswer(answer, (text) => end(judge(options, answer, posts ? id : '', text), readRelease(answer)));
    });
    const timer = setTimeout(() => {
      end('timeout');
      request.destroy();
    }, options.patience ?? 30_000);
    request.on('error', (error: NodeJS.ErrnoException) => end(nameFailure(error)));
    request.end(posts ? id : undefined);
  });
}

/** Gives the whole text, or undefined when the answer broke off. */
function readAnswer(answer: IncomingMessage, done: (text: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => chunks.push(chunk));
  answer.on('error', () => done(undefined));
  answer.on('end', () => done(answer.complete ? Buffer.concat(chunks).toString('utf8') : undefined));
}

function judge(
  options: ClientOptions,
  answer: IncomingMessage,
  id: string,
  text: string | undefined,
): string | undefined {
  if (text === undefined) return 'truncated';
  const status = answer.statusCode ?? 0;
  if (!(options.isExpected?.(status) ?? status === 200)) return `status ${status}`;
  return options.postEchoes === true && !text.includes(id) ? 'wrong answer' : undefined;
}

function readRelease(answer: IncomingMessage): string {
  const value = answer.headers['x-nuages-release'];
  return typeof value === 'string' ? value : 'none';
}

function nameFailure(error: NodeJS.ErrnoException): string {
  const names: Readonly<Record<string, string>> = { ECONNREFUSED: 'refused', ECONNRESET: 'reset', EPIPE: 'reset' };
  return names[error.code ?? ''] ?? error.code ?? error.message;
}
