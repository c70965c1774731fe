/** Exchanges for tests: in, what matters; out, a whole exchange. */

import type { Exchange } from './exchange.ts';

/** A GET of `/` that gave 200 without headers or body, unless said otherwise. */
export function makeExchange(parts: Partial<Exchange> = {}): Exchange {
  const empty = { method: 'GET', path: '/', status: 200, headers: [], body: '', bodyBytes: 0, failure: null };
  return { ...empty, ...parts };
}
