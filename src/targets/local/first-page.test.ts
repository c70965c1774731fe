/** The first page before and after a switch: in, a site that answers; out, whether the release is sent back. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld } from '../../system/world.ts';
import { askFirstPage, findBrokenFirstPage } from './first-page.ts';

let answers: Record<string, readonly [number, string?]> = {};
const server = createServer((request, response) => {
  const [status, location] = answers[request.url ?? ''] ?? [404];
  response.writeHead(status, location === undefined ? {} : { location }).end();
});
const world = createWorld();
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => void server.close());

test('one redirect within the site is followed', async () => {
  answers = { '/': [302, '/polls/'], '/polls/': [200] };
  expect(await askFirstPage(world, url)).toEqual({ path: '/polls/', status: 200 });
});

test('a redirect to elsewhere is an answer', async () => {
  answers = { '/': [301, 'https://example.org/'] };
  expect(await askFirstPage(world, url)).toEqual({ path: '/', status: 301 });
});

test('a page that answered and now fails is an error that names both', async () => {
  answers = { '/': [302, '/polls/'], '/polls/': [500] };
  const [problem] = await findBrokenFirstPage(world, url, { path: '/polls/', status: 200 });
  expect(problem).toMatchObject({ level: 'error', code: 'first-page-broken' });
  expect(problem?.message).toMatch(/\/polls\/ answers 500.*answered 200/);
});

test.each([
  ['failed before, too', { path: '/', status: 500 }],
  ['is the first that there is', undefined],
])('a page that %s sends nothing back', async (_what, before) => {
  answers = { '/': [500] };
  expect(await findBrokenFirstPage(world, url, before)).toEqual([]);
});

test('a page that is not found is no failure of the release', async () => {
  answers = {};
  expect(await findBrokenFirstPage(world, url, { path: '/', status: 200 })).toEqual([]);
});
