/** A whole run against small servers: in, a server; out, the report, the refusals and the exit that follow. */

import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { UserError } from '../model/problem.ts';
import { formatReport, isKept, verifySite } from './index.ts';
import { probes } from './probes.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/`;
}

test('reports every probe, and fails a site that fails', async () => {
  const url = await serve((_, response) => response.writeHead(500).end('Traceback (most recent call last)'));
  const report = await verifySite(url);
  expect(report.findings.map(({ probe }) => probe)).toEqual(probes.map(({ name }) => name));
  expect(report.findings.find(({ probe }) => probe === 'home')?.outcome).toBe('broken');
  expect(isKept(report, false)).toBe(false);
  expect(formatReport(report)).toMatch(/^broken +K1 +home .*GET \/ gave 500$/m);
});

test('sends what changes nothing, all of it to the one site', async () => {
  const asked: string[] = [];
  const page =
    '<a href="/logout/">x</a><a href="/item/1/delete/">x</a><a href="http://other.invalid/">x</a><a href="/b">x</a>';
  const url = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  await verifySite(url);
  expect(asked).toContain('GET /b');
  expect(asked.filter((line) => /logout|delete|^(PUT|PATCH|DELETE|POST)/.test(line))).toEqual([]);
  expect(asked.length).toBeLessThan(200);
});

test('a site without health paths is not blamed for that, unless they were promised', async () => {
  const url = await serve((request, response) => {
    const foreign = request.headers.host?.endsWith('.invalid') === true;
    response.writeHead(foreign ? 400 : request.url === '/' ? 200 : 404).end();
  });
  const outcomes = async (options = {}) => {
    const { findings } = await verifySite(url, options);
    return findings.filter(({ probe }) => ['alive', 'ready'].includes(probe)).map(({ outcome }) => outcome);
  };
  expect(await outcomes()).toEqual(['unseen', 'unseen']);
  expect(await outcomes({ health: { alive: '/healthz', ready: '/readyz' } })).toEqual(['broken', 'broken']);
});

test('unseen fails only when it must not be', async () => {
  const report = { version: 1, url: 'http://a/', requests: 1, seconds: 1 } as const;
  const finding = { promise: 'K1', probe: 'home', outcome: 'unseen', detail: '', fix: null } as const;
  expect(isKept({ ...report, findings: [finding] }, false)).toBe(true);
  expect(isKept({ ...report, findings: [finding] }, true)).toBe(false);
});

test('a site that is too slow is left in time, and what was not reached is unseen', async () => {
  let first = true;
  const url = await serve((_, response) => {
    if (first) response.writeHead(200).end();
    first = false;
  });
  const started = performance.now();
  const report = await verifySite(url, { timeoutSeconds: 1 });
  expect(performance.now() - started).toBeLessThan(4_000);
  expect(report.findings.every(({ outcome }) => outcome === 'unseen')).toBe(true);
});

test.each([
  ['127.0.0.1:8000', 'no-url'],
  ['ftp://127.0.0.1/', 'no-url'],
  ['http://127.0.0.1:1/', 'unreachable'],
  ['http://nuages-probe.invalid/', 'unreachable'],
])('%s is refused as %s', async (url, code) => {
  const error = await verifySite(url).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error instanceof UserError && error.problems.map((problem) => problem.code)).toEqual([code]);
});

test.each([
  ['localhost:9511', 'http://localhost:9511'],
  ['127.0.0.1', 'http://127.0.0.1'],
  ['shop.example.com:8080/polls/', 'http://shop.example.com:8080/polls/'],
  ['shop.example.com', 'https://shop.example.com'],
  ['shop.example.com:443', 'https://shop.example.com:443'],
  ['ftp://shop.example.com/', 'https://shop.example.com/'],
])('a URL without a scheme, %s, is answered with %s', async (text, wanted) => {
  const error = await verifySite(text).catch((thrown: unknown) => thrown);
  expect(error instanceof UserError && error.problems[0]?.fix).toBe(`write it with its scheme: ${wanted}`);
});

test('connects to the address it is told, with the name of the URL', async () => {
  const hosts: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    hosts.push(request.headers.host);
    response.writeHead(200).end();
  });
  await verifySite('http://shop.example.invalid/', { resolve: new URL(url).host });
  expect(hosts[0]).toBe('shop.example.invalid');
});
