/** A release for tests: in, NUAGES_TEST_* variables and a socket; out, a small HTTP server that can fail in every way. */

import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const { SOCKET = '', RELEASE = 'r1', FAULT = '' } = process.env;

/** `end-at-start`, `never-ready`, or `end-after:<milliseconds>` once it listens. */
const [fault, faultAfter] = FAULT.split(':');
if (fault === 'end-at-start') {
  process.stderr.write('cannot import the settings\n');
  process.exit(3);
}

// The lifeline: whoever started us has gone when the pipe closes.
process.stdin.on('end', () => process.exit(0)).resume();

const server = createServer((request, response) => {
  response.setHeader('X-Nuages-Release', RELEASE);
  response.setHeader('Server', 'something/1.2');
  response.setHeader('Connection', 'close');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const page = pages[pathname];
  if (page === undefined) response.end(`${RELEASE} ${pathname}\n`);
  else page(request, response, searchParams);
});

type Page = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => void;

const pages: Readonly<Record<string, Page>> = {
  '/ready': (_request, response) => void response.writeHead(fault === 'never-ready' ? 503 : 200).end(),
  '/echo': (request, response) => void request.pipe(response),
  '/head': (request, response) => {
    const { method, url, rawHeaders } = request;
    response.setHeader('Set-Cookie', ['a=1', 'b=2']);
    response.end(JSON.stringify({ method, url, rawHeaders }));
  },
  '/length': (request, response) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('end', () => response.end(String(length)));
  },
  '/slow': (_request, response, query) => {
    response.on('close', () =>
      process.stderr.write(response.writableFinished ? 'slow: answered\n' : 'slow: aborted\n'),
    );
    setTimeout(() => response.end('slow\n'), Number(query.get('ms')));
  },
  '/large': (_request, response, query) => void response.end(Buffer.alloc(Number(query.get('bytes')), 'x')),
  '/nothing': (_request, response) => void response.writeHead(304, { ETag: '"x"' }).end(),
  '/truncated': (_request, response) => {
    response.writeHead(200, { 'Content-Length': 1000 }).write('half');
    setTimeout(() => response.destroy(), 50);
  },
  '/reset': (request) => void request.socket.destroy(),
  '/die': () => process.kill(process.pid, 'SIGKILL'),
};

server.on('upgrade', (_request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello ');
  socket.pipe(socket);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
rmSync(SOCKET, { force: true });
server.listen(SOCKET, () => {
  process.stderr.write(`${RELEASE} listens\n`);
  if (fault === 'end-after') setTimeout(() => process.exit(5), Number(faultAfter));
});
