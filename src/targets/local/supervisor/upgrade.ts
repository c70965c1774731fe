/** WebSockets through the front: in, a request to upgrade; out, two sockets joined, or the release's refusal. */

import { type IncomingMessage, request as openRequest, ServerResponse, STATUS_CODES } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import type { FrontOptions } from './front.ts';
import { countHeader, forwardRequest, forwardResponse, type RawHeaders } from './headers.ts';
import type { Entry } from './traffic.ts';

/** Other protocols (h2c) are not offered: such a request is answered as if it had not asked. */
export function wantsWebSocket(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket';
}

/** Joins client and release until one of them ends it; counts as one request in flight for as long. */
export async function carryUpgrade(
  options: FrontOptions,
  request: IncomingMessage,
  client: Socket,
  rest: Buffer,
): Promise<void> {
  client.on('error', () => client.destroy());
  if (countHeader(request.rawHeaders, 'host') > 1) return answerPlainly(request, client, 400);
  const entry = wantsWebSocket(request) ? await options.traffic.enter(options.limits.restartMilliseconds) : undefined;
  if (entry === undefined) {
    answerPlainly(request, client, wantsWebSocket(request) ? 503 : 400);
    return;
  }
  try {
    await join(entry, request, client, rest);
  } finally {
    entry.leave();
  }
}

function join(entry: Entry, request: IncomingMessage, client: Socket, rest: Buffer): Promise<void> {
  const head = forwardRequest({
    method: 'GET',
    target: request.url ?? '/',
    headers: request.rawHeaders,
    address: request.socket.remoteAddress ?? '',
    isTrusted: entry.slot.isTrusted,
    bodyLength: undefined,
  });
  const headers = [...head.headers.slice(0, -2), 'Connection', 'Upgrade', 'Upgrade', 'websocket'];
  return new Promise((resolve) => {
    const upstream = openRequest({
      path: head.target,
      headers,
      createConnection: () => createConnection(entry.socket),
    });
    client.once('close', () => void upstream.destroy());
    upstream.on('upgrade', (answer, server: Socket, first: Buffer) => {
      client.write(upgradeHead(answer, head.requestId));
      client.write(first);
      server.write(rest);
      server.on('error', () => client.destroy());
      server.once('close', () => {
        client.destroySoon();
        resolve();
      });
      client.once('close', () => server.destroy());
      server.pipe(client).pipe(server);
    });
    upstream.on('response', (answer) => {
      const response = openResponse(request, client);
      response.writeHead(answer.statusCode ?? 502, forwardResponse(answer.rawHeaders, head.requestId));
      answer.on('error', () => client.destroy());
      answer.once('close', resolve);
      answer.pipe(response);
    });
    upstream.on('error', () => {
      if (!client.destroyed) answerPlainly(request, client, 502);
      resolve();
    });
    upstream.end();
  });
}

function upgradeHead(answer: IncomingMessage, requestId: string): string {
  const raw: RawHeaders = forwardResponse(answer.rawHeaders, requestId);
  const lines = [`HTTP/1.1 101 ${STATUS_CODES[101]}`, 'Connection: Upgrade', 'Upgrade: websocket'];
  for (let index = 0; index + 1 < raw.length; index += 2) lines.push(`${raw[index]}: ${raw[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** After an upgrade request the connection is ours; this hands it to an ordinary response, the last one on it. */
function openResponse(request: IncomingMessage, client: Socket): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(client);
  response.once('finish', () => client.destroySoon());
  return response;
}

function answerPlainly(request: IncomingMessage, client: Socket, status: number): void {
  const text = `${status} ${STATUS_CODES[status]}\n`;
  openResponse(request, client)
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': text.length })
    .end(text);
}
