/** The HTTP/1.1 front that clients keep their connections with: in, requests; out, the answers of the release that serves now. */

import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendRequest } from './forward.ts';
import { countHeader, forwardRequest } from './headers.ts';
import { BodyRefusal, type RequestBody, receiveBody } from './request-body.ts';
import type { Entry, Traffic } from './traffic.ts';
import { carryUpgrade, wantsWebSocket } from './upgrade.ts';

export interface FrontOptions {
  readonly traffic: Traffic;
  /** For request bodies that are too large for memory. */
  readonly bodyFolder: string;
  readonly limits: FrontLimits;
}

export interface FrontLimits {
  readonly headerBytes: number;
  readonly headerMilliseconds: number;
  readonly keepAliveMilliseconds: number;
  readonly bodyMemoryBytes: number;
  readonly bodyIdleMilliseconds: number;
  /** Request body limit while no release has said its own. */
  readonly bodyBytes: number;
  /** How long a request waits for a server that restarts. */
  readonly restartMilliseconds: number;
  /** What is kept of an answer for a slow client, so that it does not hold a worker. Bytes. */
  readonly answerBufferBytes: number;
  /** How long a refused client may go on sending before its connection is cut. */
  readonly lingerMilliseconds: number;
}

export const frontLimits: FrontLimits = {
  headerBytes: 16 * 1024,
  headerMilliseconds: 15_000,
  // Longer than the minute for which proxies and browsers usually keep theirs, so that the client is the one who closes.
  keepAliveMilliseconds: 75_000,
  bodyMemoryBytes: 1024 * 1024,
  bodyIdleMilliseconds: 30_000,
  bodyBytes: 10 * 1024 * 1024,
  restartMilliseconds: 10_000,
  answerBufferBytes: 1024 * 1024,
  lingerMilliseconds: 2_000,
};

/** A server that does not listen yet. */
export function createFront(options: FrontOptions): Server {
  const { limits } = options;
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headerMilliseconds,
    // A long upload may take its time as long as it moves: bodies have an idle limit of their own.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(5_000, limits.headerMilliseconds),
    keepAliveTimeout: limits.keepAliveMilliseconds,
    highWaterMark: limits.answerBufferBytes,
    noDelay: true,
    shouldUpgradeCallback: wantsWebSocket,
  });
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    handle(options, request, response).catch(() => void response.destroy());
  };
  server.on('request', answer);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) <= bodyLimit(options)) response.writeContinue();
    answer(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, rest: Buffer) => {
    carryUpgrade(options, request, socket, rest).catch(() => void socket.destroy());
  });
  server.on('clientError', refuseBytes);
  return server;
}

/** Where an exchange stands with its client: true when nobody is there to answer any more. */
function isGone(response: ServerResponse): boolean {
  return response.destroyed || response.socket === null;
}

async function handle(options: FrontOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (countHeader(request.rawHeaders, 'host') > 1) return refuse(options, request, response, 400);
  const coding = request.headers['transfer-encoding']?.toLowerCase();
  // The release gets the body without its framing, and would take a compressed one for plain.
  if (coding !== undefined && coding !== 'chunked') return refuse(options, request, response, 501);
  const { limits } = options;
  let body: RequestBody;
  try {
    body = await receiveBody(request, {
      maxBytes: bodyLimit(options),
      memoryBytes: limits.bodyMemoryBytes,
      folder: options.bodyFolder,
      idleMilliseconds: limits.bodyIdleMilliseconds,
    });
  } catch (error) {
    if (isGone(response)) return;
    return refuse(options, request, response, error instanceof BodyRefusal ? error.status : 500);
  }
  try {
    const status = await deliver(options, request, response, body);
    if (status !== undefined && !isGone(response)) refuse(options, request, response, status);
  } finally {
    body.dispose();
  }
}

/**
 * Carries a request to the current release, again and again while nobody listens there (nothing was sent then).
 * @returns the status to refuse with, undefined when the client has its answer
 */
async function deliver(
  options: FrontOptions,
  request: IncomingMessage,
  response: ServerResponse,
  body: RequestBody,
): Promise<number | undefined> {
  const deadline = Date.now() + options.limits.restartMilliseconds;
  let repeats = isRepeatable(request.method) ? 1 : 0;
  for (let pause = 20; ; pause = Math.min(2 * pause, 500)) {
    const entry = await options.traffic.enter(Math.max(0, deadline - Date.now()));
    if (entry === undefined) return 503;
    const outcome = await sendCounted(entry, request, response, body);
    if (outcome === 'answered' || outcome === 'broken' || isGone(response)) return undefined;
    if (outcome === 'unanswered' && repeats-- <= 0) return 502;
    if (Date.now() > deadline) return 503;
    await sleep(pause);
  }
}

async function sendCounted(entry: Entry, request: IncomingMessage, response: ServerResponse, body: RequestBody) {
  try {
    const head = forwardRequest({
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      headers: request.rawHeaders,
      address: request.socket.remoteAddress ?? '',
      isTrusted: entry.slot.isTrusted,
      bodyLength: body.length,
    });
    return await sendRequest(entry.socket, request.method ?? 'GET', head, body, response);
  } finally {
    entry.leave();
  }
}

/** Safe to send twice, whatever the first did. https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 */
function isRepeatable(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function bodyLimit(options: FrontOptions): number {
  return options.traffic.current()?.rules.maxBodyBytes ?? options.limits.bodyBytes;
}

/** A small page of our own. The connection ends with it when the client may still be sending. */
function refuse(options: FrontOptions, request: IncomingMessage, response: ServerResponse, status: number): void {
  const text = `${status} ${STATUS_CODES[status] ?? ''}\n`;
  const headers: Record<string, string | number> = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  };
  if (status === 503) headers['Retry-After'] = 5;
  if (request.complete) {
    response.writeHead(status, headers).end(text);
    return;
  }
  response.writeHead(status, { ...headers, Connection: 'close' }).write(text);
  // A connection that is closed with unread bytes is reset, and the client would lose the answer; so read on for a while.
  request.on('error', () => undefined).resume();
  const end = setTimeout(() => response.end(), options.limits.lingerMilliseconds);
  for (const event of ['end', 'close']) {
    request.once(event, () => {
      clearTimeout(end);
      response.end();
    });
  }
}

const refusals: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP request gets an answer too, and its connection is closed: where the next one begins is unknown. */
function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = refusals[error.code ?? ''] ?? 400;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
