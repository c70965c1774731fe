/** The front against real sockets: in, raw bytes and slow or vanishing clients; out, what client and release see. */

import { readdirSync } from 'node:fs';
import { request as openRequest } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRelease, createSite } from '../../../../test/load/site.ts';
import { createFront, frontLimits } from './front.ts';
import { createTraffic, type Slot } from './traffic.ts';
import { awaitReady, endWebServer, startWebServer, type WebServer } from './web-server.ts';

const site = createSite('front-');
const lines: string[] = [];
const release = createRelease('r1', { front: { trustedProxies: [], maxBodyBytes: 3_000_000 } });
const traffic = createTraffic();
const slot: Slot = { id: 'r1', rules: release.front, isTrusted: () => false, socket: undefined, inFlight: 0 };
const limits = {
  ...frontLimits,
  bodyIdleMilliseconds: 400,
  headerMilliseconds: 400,
  restartMilliseconds: 1_500,
  bodyMemoryBytes: 100_000,
  answerBufferBytes: 10_000,
  lingerMilliseconds: 200,
};
const front = createFront({ traffic, bodyFolder: site.folder, limits });
let server: WebServer;
let port = 0;

beforeAll(async () => {
  process.chdir(site.folder);
  const log = (line: string) => void lines.push(line);
  const home = { world: site.world, runFolder: site.folder, log, nextSocket: () => 'web-1', changed: () => undefined };
  server = await startWebServer(home, release);
  expect(await awaitReady(server, release, new AbortController().signal)).toBeUndefined();
  traffic.setSocket(slot, server.socket);
  traffic.point(slot);
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  port = (front.address() as AddressInfo).port;
});

afterAll(async () => {
  front.close();
  front.closeAllConnections();
  await endWebServer(server, 3);
  process.chdir('/');
  await site.remove();
});

/** Writes bytes as they are, gives everything that came back until the end of the connection or `milliseconds`. */
function talk(text: string, milliseconds = 3_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    let got = '';
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(got);
    };
    const timer = setTimeout(end, milliseconds);
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    for (const event of ['end', 'close', 'error']) socket.on(event, end);
  });
}

const url = (path: string) => `http://127.0.0.1:${port}${path}`;

describe('messages', () => {
  test('ambiguous or broken ones are refused with 400', async () => {
    const head = 'POST /echo HTTP/1.1\r\nHost: a\r\n';
    const both = `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n`;
    const refused = [
      both,
      `${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
      `${head}Content-Length: +4\r\n\r\nabcd`,
      `${head}Content-Length: -1\r\n\r\n`,
      `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
      `${head}Transfer-Encoding: chunked\r\n\r\nZ\r\n`,
      'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
      'GET /ws HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      'GET / HTTP/1.1\r\nConnection: close\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n',
      'nonsense\r\n\r\n',
    ];
    const answers = await Promise.all(refused.map((text) => talk(text)));
    expect(answers.map((answer) => answer.slice(0, 12))).toEqual(refused.map(() => 'HTTP/1.1 400'));
    expect(answers.join()).not.toContain('smuggled');
  });

  test('a transfer coding beside chunked is refused with 501', async () => {
    const text = 'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n';
    expect(await talk(text)).toMatch(/^HTTP\/1.1 501/);
  });

  test('headers that are too long or too slow are refused', async () => {
    expect(await talk(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/);
    expect(await talk('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 408/);
  });

  test('several requests on one connection are answered in order', async () => {
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const last = 'GET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    const got = await talk(`${one('/slow?ms=80')}${one('/b')}${last}`);
    expect(got.match(/slow\n|r1 \/\w/g)).toEqual(['slow\n', 'r1 /b', 'r1 /c']);
  });

  test('HEAD and 304 have no body, HTTP/1.0 gets no chunks, cookies stay apart, no server is named', async () => {
    expect(await talk('HEAD /large?bytes=5 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(/\r\n\r\n$/);
    expect(await talk('GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 304[\s\S]*\r\n\r\n$/,
    );
    expect(await talk('GET /echo HTTP/1.0\r\nHost: a\r\n\r\n')).not.toMatch(/chunked/i);
    const answer = await fetch(url('/head'));
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('server')).toBeNull();
  });
});

describe('bodies', () => {
  test('arrive whole, from memory and from a file that leaves nothing behind', async () => {
    const post = async (bytes: number) =>
      (await fetch(url('/length'), { method: 'POST', body: 'x'.repeat(bytes) })).text();
    expect(await post(10)).toBe('10');
    expect(await post(2_000_000)).toBe('2000000');
    expect(readdirSync(site.folder).filter((name) => name.startsWith('body'))).toEqual([]);
  });

  test('in chunks become one with a length', async () => {
    const head = 'POST /head HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    const got = await talk(`${head}3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n`);
    expect(got).toContain('"Content-Length","5"');
    expect(got).not.toMatch(/chunked","|X-Trailer/);
  });

  test('that are too large are refused, announced or not', async () => {
    const head = 'POST /length HTTP/1.1\r\nHost: a\r\n';
    expect(await talk(`${head}Content-Length: 3000001\r\n\r\n`)).toMatch(/^HTTP\/1.1 413/);
    const waits = await talk(`${head}Content-Length: 3000001\r\nExpect: 100-continue\r\n\r\n`);
    expect(waits).toMatch(/^HTTP\/1.1 413/);
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    expect(await talk(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`)).toMatch(/^HTTP\/1.1 413/);
  });

  test('that drip do not reach the release, and are refused when they stop', async () => {
    const dripping = talk('POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nabc');
    await sleep(100);
    expect(slot.inFlight).toBe(0);
    expect(await dripping).toMatch(/^HTTP\/1.1 408/);
  });
});

describe('failures', () => {
  test('an answer that breaks off is seen as such', async () => {
    const answer = await fetch(url('/truncated'));
    await expect(answer.text()).rejects.toThrow();
  });

  test('a release that hangs up gives 502, and a POST is sent once', async () => {
    expect((await fetch(url('/reset'), { method: 'POST', body: 'x' })).status).toBe(502);
    expect((await fetch(url('/reset'))).status).toBe(502);
  });

  test('a request waits for a server that comes back, and gets 503 when it does not', async () => {
    traffic.setSocket(slot, 'nobody-listens');
    const patient = fetch(url('/later'), { method: 'POST', body: 'x' });
    await sleep(200);
    traffic.setSocket(slot, server.socket);
    expect(await (await patient).text()).toContain('/later');
    traffic.setSocket(slot, undefined);
    const given = await fetch(url('/'));
    traffic.setSocket(slot, server.socket);
    expect([given.status, given.headers.get('retry-after')]).toEqual([503, '5']);
  });

  test('a client that goes away ends its request at the release too', async () => {
    const request = openRequest(url('/slow?ms=5000'));
    request.on('error', () => undefined).end();
    await sleep(150);
    expect(slot.inFlight).toBe(1);
    request.destroy();
    expect(await traffic.drained(slot, 1_000)).toBe(true);
    await sleep(100);
    expect(lines).toContain('slow: aborted');
  });
});

test('a slow reader of an answer of ordinary size does not hold the release', async () => {
  const socket = createConnection(port, '127.0.0.1', () => {
    socket.pause();
    socket.write('GET /large?bytes=200000 HTTP/1.1\r\nHost: a\r\n\r\n');
  });
  await sleep(200);
  expect(await traffic.drained(slot, 1_000)).toBe(true);
  socket.destroy();
});

test('a WebSocket is joined with the release and counted until it ends', async () => {
  const words = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n';
  const open = talk(`GET /ws HTTP/1.1\r\nHost: a\r\n${words}\r\nping`, 300);
  await sleep(150);
  expect(slot.inFlight).toBe(1);
  const got = await open;
  expect(got).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
  expect(got).toMatch(/hello ping$/);
  expect(await traffic.drained(slot, 1_000)).toBe(true);
  const other = `GET /h2 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`;
  expect(await talk(other)).toMatch(/^HTTP\/1.1 200/);
});
