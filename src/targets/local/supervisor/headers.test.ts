/** Headers through the front: in, what a client or a release sent; out, what the other side gets. */

import { expect, test } from 'vitest';
import { type Arrival, findHeader, forwardRequest, forwardResponse } from './headers.ts';
import { readTrustedProxies } from './trusted-proxies.ts';

function arrive(headers: readonly string[], changes: Partial<Arrival> = {}): Arrival {
  const isTrusted = readTrustedProxies(['10.0.0.0/8', '::1']);
  return { method: 'GET', target: '/', headers, address: '203.0.113.9', isTrusted, bodyLength: undefined, ...changes };
}

const spoofed = [
  'Host',
  'shop.example',
  'X-Forwarded-For',
  '1.1.1.1',
  'X-Forwarded-Proto',
  'https',
  'X-Forwarded-Host',
  'evil.example',
  'X-Forwarded-Ssl',
  'on',
  'Forwarded',
  'for=1.1.1.1',
  'X-Real-IP',
  '1.1.1.1',
  'X-Request-ID',
  'chosen',
  'X_Forwarded_Proto',
  'https',
  'SCRIPT_NAME',
  '/x',
];

test('what a client says about itself does not reach the application', () => {
  const { headers, requestId } = forwardRequest(arrive(spoofed));
  expect(headers.join('\n')).not.toMatch(/1\.1\.1\.1|https|evil|chosen|SCRIPT_NAME|X_Forwarded|Forwarded\nfor/);
  expect(findHeader(headers, 'x-forwarded-for')).toBe('203.0.113.9');
  expect(findHeader(headers, 'x-forwarded-proto')).toBe('http');
  expect(findHeader(headers, 'x-forwarded-host')).toBe('shop.example');
  expect(findHeader(headers, 'x-request-id')).toBe(requestId);
});

test('a trusted proxy is believed, and the client is the nearest address that is not trusted', () => {
  const sent = ['Host', 'a', 'X-Forwarded-For', '6.6.6.6, 198.51.100.7', 'X-Forwarded-For', '10.0.0.2'];
  const more = ['X-Forwarded-Proto', 'https', 'X-Forwarded-Host', 'shop.example', 'X-Request-ID', 'abc-1'];
  const { headers, requestId } = forwardRequest(arrive([...sent, ...more], { address: '::ffff:10.1.2.3' }));
  expect(findHeader(headers, 'x-forwarded-for')).toBe('198.51.100.7');
  expect(findHeader(headers, 'x-forwarded-proto')).toBe('https');
  expect(findHeader(headers, 'x-forwarded-host')).toBe('shop.example');
  expect(requestId).toBe('abc-1');
});

test('headers for one connection stay on it, those that Connection lists included', () => {
  const sent = ['Host', 'a', 'Connection', 'keep-alive, X-Hop', 'X-Hop', '1', 'TE', 'trailers', 'Keep-Alive', '5'];
  const framing = ['Transfer-Encoding', 'chunked', 'Expect', '100-continue', 'Accept', '*/*'];
  const { headers } = forwardRequest(arrive([...sent, ...framing], { bodyLength: 7 }));
  const names = headers.filter((_value, index) => index % 2 === 0).map((name) => name.toLowerCase());
  expect(names).toEqual([
    'host',
    'accept',
    'content-length',
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-forwarded-host',
    'x-request-id',
    'connection',
  ]);
  expect(findHeader(headers, 'connection')).toBe('close');
});

test('a target with scheme and host overrules Host', () => {
  const { target, headers } = forwardRequest(arrive(['Host', 'a'], { target: 'http://b.example:81?x=1' }));
  expect(target).toBe('/?x=1');
  expect(findHeader(headers, 'host')).toBe('b.example:81');
});

test('an answer loses the name of the server, and keeps repeated headers', () => {
  const raw = ['Server', 'x/1', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Transfer-Encoding', 'chunked'];
  expect(forwardResponse(raw, 'id')).toEqual(['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Request-ID', 'id']);
});

test('what is neither an address nor a block is refused by name', () => {
  for (const block of ['10.0.0.0/33', 'proxy.example', '10.0.0.0/', '::1/129']) {
    expect(() => readTrustedProxies([block])).toThrow(block);
  }
});
