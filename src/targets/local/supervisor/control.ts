/** The supervisor's ear: in, request lines on `control.sock`; out, events and results to whoever asked. */

import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { ReplyLine, Request, RequestLine, SwitchEvent } from './protocol.ts';

/** Answers one request; `line` is the client's connection, for those that last as long as it. */
export type Answer = (
  request: Request,
  tell: (event: SwitchEvent) => void,
  onClose: (work: () => void) => void,
) => Promise<unknown>;

/**
 * Listens for the owner of the folder only.
 * @param path relative to the working folder, since absolute ones may be too long for a socket
 */
export function listenControl(path: string, answer: Answer): Promise<Server> {
  const server = createServer((socket) => serve(socket, answer));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The socket is made inside this very call, so nothing else sees the narrower mask.
    const mask = process.umask(0o177);
    server.listen(path, () => resolve(server));
    process.umask(mask);
  });
}

function serve(socket: Socket, answer: Answer): void {
  socket.on('error', () => undefined);
  const send = (line: ReplyLine) => {
    // A client may be gone before its switch is over; the switch goes on.
    if (socket.writable) socket.write(`${JSON.stringify(line)}\n`);
  };
  createInterface({ input: socket })
    .on('error', () => undefined)
    .on('line', (line) => void reply(line, send, socket, answer));
}

async function reply(line: string, send: (line: ReplyLine) => void, socket: Socket, answer: Answer): Promise<void> {
  let call = 0;
  try {
    const asked = JSON.parse(line) as RequestLine;
    call = asked.call;
    const tell = (event: SwitchEvent) => send({ call, event });
    const onClose = (work: () => void) => void socket.once('close', work);
    const result = await answer(asked.request, tell, onClose);
    send({ call, result: result ?? null });
  } catch (error) {
    send({ call, error: error instanceof Error ? error.message : String(error) });
  }
}
