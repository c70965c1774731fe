/** One request and its answer: in, an address, a path and headers; out, status, headers as sent, body and time. */

import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Enough to recognise any page; a download is cut here. */
const maxBodyBytes = 2_000_000;

export interface Ask {
  readonly method?: 'GET' | 'POST' | undefined;
  /** Host header; the URL's own when absent. */
  readonly host?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** Where requests go: the site's URL, and the address to connect to in place of what its name resolves to. */
export interface Door {
  readonly url: URL;
  /** `10.0.0.5` or `10.0.0.5:8443`. */
  readonly resolve?: string | undefined;
  /** Accept any certificate: a trial name with one of its own. */
  readonly insecure?: boolean | undefined;
  readonly requestSeconds: number;
  readonly signal: AbortSignal;
}

/** What was asked and answered. `failure` is set, and `status` 0, when no answer came. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Name (lower case) and value, one entry for each header line, so that doubles can be seen. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly bodyBytes: number;
  readonly failure: string | null;
}

/** All values of one header, in the order they were sent. */
export function headersOf(exchange: Exchange, name: string): string[] {
  return exchange.headers.filter(([key]) => key === name).map(([, value]) => value);
}

/** The first value of one header, or the empty text. */
export function headerOf(exchange: Exchange, name: string): string {
  return headersOf(exchange, name)[0] ?? '';
}

/** `GET /polls/ gave 200`, for details. */
export function describe(exchange: Exchange): string {
  const asked = `${exchange.method} ${exchange.path}`;
  return exchange.failure === null ? `${asked} gave ${exchange.status}` : `${asked}: ${exchange.failure}`;
}

/** Sends one request on a connection of its own; follows nothing, throws nothing. */
export function exchange(door: Door, path: string, ask: Ask = {}): Promise<Exchange> {
  const method = ask.method ?? 'GET';
  return new Promise((settle) => {
    const fail = (error: Error & { code?: string }) =>
      settle({ method, path, status: 0, headers: [], body: '', bodyBytes: 0, failure: error.code ?? error.message });
    const send = door.url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(requestOptions(door, path, ask), (answer) => {
      readBody(answer).then((body) => settle(toExchange(method, path, answer, body)), fail);
    });
    request.on('error', fail);
    request.end(ask.body);
  });
}

function requestOptions(door: Door, path: string, ask: Ask): RequestOptions & { servername?: string } {
  const own = door.url.hostname.replace(/^\[|\]$/g, '');
  const [, address, port] = /^(.*?)(?::(\d+))?$/.exec(door.resolve ?? '') ?? [];
  const https = door.url.protocol === 'https:';
  const body = ask.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(ask.body)) };
  return {
    method: ask.method ?? 'GET',
    path,
    host: address || own,
    port: port ?? (door.url.port || (https ? 443 : 80)),
    agent: false,
    setHost: false,
    signal: AbortSignal.any([door.signal, AbortSignal.timeout(door.requestSeconds * 1000)]),
    headers: { Host: ask.host ?? door.url.host, 'User-Agent': 'nuages-verify', ...body, ...ask.headers },
    ...(https ? { servername: own, rejectUnauthorized: door.insecure !== true } : {}),
  };
}

async function readBody(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > maxBodyBytes) break;
  }
  return Buffer.concat(parts);
}

function toExchange(method: string, path: string, answer: IncomingMessage, body: Buffer): Exchange {
  const headers: [string, string][] = [];
  for (let index = 0; index < answer.rawHeaders.length; index += 2) {
    headers.push([(answer.rawHeaders[index] ?? '').toLowerCase(), answer.rawHeaders[index + 1] ?? '']);
  }
  const status = answer.statusCode ?? 0;
  return { method, path, status, headers, body: body.toString('utf8'), bodyBytes: body.length, failure: null };
}
