/** One request carried to a release: in, its head and body and the socket to dial; out, the answer at the client, or how far it came. */

import { type ClientRequest, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { createConnection } from 'node:net';
import { type ForwardedHead, forwardResponse, type RawHeaders } from './headers.ts';
import type { RequestBody } from './request-body.ts';

/**
 * `unsent`: nobody listens, not a byte was sent. `unanswered`: it was sent and not a byte came back.
 * `broken`: the answer had begun; the client's connection was reset, so that it cannot take a part for the whole.
 */
export type Outcome = 'answered' | 'unsent' | 'unanswered' | 'broken';

/** Header lines of an application may be longer than a client's: many cookies, a policy. Bytes. */
const answerHeaderLimit = 64 * 1024;

/**
 * Sends the request on a connection of its own: one that is kept could belong to a server that is about to stop.
 * Settles when the release has no more to do with it.
 */
export function sendRequest(
  socketPath: string,
  method: string,
  head: ForwardedHead,
  body: RequestBody,
  client: ServerResponse,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let outcome: Outcome = 'unsent';
    const dialled = createConnection(socketPath, () => {
      outcome = 'unanswered';
    });
    const upstream = openUpstream(method, head, () => dialled);
    const abort = () => void upstream.destroy();
    client.once('close', abort);
    upstream.on('information', (info) => relayHints(info.statusCode, info.rawHeaders, client));
    upstream.on('response', (answer) => {
      outcome = 'answered';
      answer.on('error', () => {
        outcome = 'broken';
        client.socket?.resetAndDestroy();
      });
      relayAnswer(answer, client, head.requestId);
    });
    upstream.on('error', () => undefined);
    upstream.on('close', () => {
      client.removeListener('close', abort);
      resolve(outcome);
    });
    body.sendTo(upstream);
  });
}

function openUpstream(
  method: string,
  head: ForwardedHead,
  connect: () => ReturnType<typeof createConnection>,
): ClientRequest {
  return openRequest({
    method,
    path: head.target,
    headers: head.headers,
    createConnection: connect,
    maxHeaderSize: answerHeaderLimit,
  });
}

function relayAnswer(answer: IncomingMessage, client: ServerResponse, requestId: string): void {
  client.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', forwardResponse(answer.rawHeaders, requestId));
  // The head goes out with the first bytes of the body, or alone when those take their time (server-sent events).
  const flush = setImmediate(() => client.flushHeaders());
  answer.once('data', () => clearImmediate(flush));
  answer.once('end', () => clearImmediate(flush));
  answer.pipe(client);
}

/** 103 Early Hints is the one interim answer that tells a client something; HTTP/1.0 knows none. */
function relayHints(status: number, raw: RawHeaders, client: ServerResponse): void {
  if (status !== 103 || client.req.httpVersion !== '1.1' || client.headersSent) return;
  const links = raw.filter((_value, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === 'link');
  if (links.length > 0) client.writeEarlyHints({ link: links });
}
