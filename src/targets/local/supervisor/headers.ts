/** Headers on their way through the front: in, what one side sent; out, what the other side may see. All pure. */

import { randomUUID } from 'node:crypto';
import { plainAddress } from './trusted-proxies.ts';

/** Names and values in turn, as they arrived: repeated headers stay repeated. */
export type RawHeaders = readonly string[];

/** What the front knows of a request beside its headers. */
export interface Arrival {
  readonly method: string;
  /** The request target as sent: a path, an absolute URL, or `*`. */
  readonly target: string;
  readonly headers: RawHeaders;
  readonly address: string;
  readonly isTrusted: (address: string) => boolean;
  /** Bytes of the buffered body, undefined when the client announced none. */
  readonly bodyLength: number | undefined;
}

export interface ForwardedHead {
  readonly target: string;
  readonly headers: readonly string[];
  readonly requestId: string;
}

/** For one connection only. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** Set anew by the front, from the body that it holds in full. */
const reframed = new Set(['content-length', 'expect', 'host']);

/** Says who the client is; set by the front alone. */
const identity = /^(x-forwarded(-.*)?|forwarded|x-real-ip|x-request-id)$/;

const requestIdForm = /^[\w.+/=-]{1,128}$/;

/** The head that the release gets: own forwarding headers, the connection's own removed. */
export function forwardRequest(arrival: Arrival): ForwardedHead {
  const { target, host } = splitTarget(arrival.target, findHeader(arrival.headers, 'host') ?? '');
  const dropped = connectionHeaders(arrival.headers);
  const headers = ['Host', host];
  eachHeader(arrival.headers, (name, value, key) => {
    // WSGI cannot tell X_Forwarded_For from X-Forwarded-For, so names with an underscore do not pass.
    if (dropped.has(key) || reframed.has(key) || identity.test(key) || key.includes('_')) return;
    headers.push(name, value);
  });
  if (arrival.bodyLength !== undefined) headers.push('Content-Length', String(arrival.bodyLength));
  const requestId = readRequestId(arrival);
  headers.push(...forwardingHeaders(arrival, host), 'X-Request-ID', requestId, 'Connection', 'close');
  return { target, headers, requestId };
}

/** The headers that the client gets: the connection's own and the server's name (K11) removed. */
export function forwardResponse(raw: RawHeaders, requestId: string): string[] {
  const dropped = connectionHeaders(raw);
  const headers: string[] = [];
  let named = false;
  eachHeader(raw, (name, value, key) => {
    if (dropped.has(key) || key === 'server') return;
    if (key === 'x-request-id') named = true;
    headers.push(name, value);
  });
  if (!named) headers.push('X-Request-ID', requestId);
  return headers;
}

/** The first value of a header, by its lower-case name. */
export function findHeader(raw: RawHeaders, wanted: string): string | undefined {
  let found: string | undefined;
  eachHeader(raw, (_name, value, key) => {
    if (key === wanted) found ??= value;
  });
  return found;
}

/** How often a header was sent. */
export function countHeader(raw: RawHeaders, wanted: string): number {
  let count = 0;
  eachHeader(raw, (_name, _value, key) => {
    if (key === wanted) count += 1;
  });
  return count;
}

function eachHeader(raw: RawHeaders, visit: (name: string, value: string, key: string) => void): void {
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    visit(name, raw[index + 1] ?? '', name.toLowerCase());
  }
}

/** The hop-by-hop names, and those that `Connection` lists besides. */
function connectionHeaders(raw: RawHeaders): ReadonlySet<string> {
  const listed = findHeader(raw, 'connection')?.toLowerCase();
  if (listed === undefined || listed === 'keep-alive' || listed === 'close') return hopByHop;
  const names = new Set(hopByHop);
  eachHeader(raw, (_name, value, key) => {
    if (key !== 'connection') return;
    for (const word of value.split(',')) names.add(word.trim().toLowerCase());
  });
  return names;
}

/** A target with scheme and host overrules Host. https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2 */
function splitTarget(target: string, host: string): { readonly target: string; readonly host: string } {
  const match = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(target);
  if (match === null) return { target, host };
  const path = match[2] ?? '';
  return { target: path.startsWith('/') ? path : `/${path}`, host: match[1] ?? '' };
}

function readRequestId(arrival: Arrival): string {
  const given = arrival.isTrusted(arrival.address) ? findHeader(arrival.headers, 'x-request-id') : undefined;
  return given !== undefined && requestIdForm.test(given) ? given : randomUUID();
}

function forwardingHeaders(arrival: Arrival, host: string): string[] {
  const trusted = arrival.isTrusted(arrival.address);
  const given = (name: string) => (trusted ? findHeader(arrival.headers, name) : undefined);
  const scheme = given('x-forwarded-proto')?.toLowerCase() === 'https' ? 'https' : 'http';
  return [
    'X-Forwarded-For',
    findClient(arrival, trusted),
    'X-Forwarded-Proto',
    scheme,
    'X-Forwarded-Host',
    given('x-forwarded-host') ?? host,
  ];
}

/** The nearest address that no trusted proxy owns: what lies left of it could be the client's own invention. */
function findClient(arrival: Arrival, trusted: boolean): string {
  const sender = plainAddress(arrival.address);
  if (!trusted) return sender;
  const chain: string[] = [];
  eachHeader(arrival.headers, (_name, value, key) => {
    if (key === 'x-forwarded-for') chain.push(...value.split(',').map((part) => part.trim()));
  });
  const hops = chain.filter((part) => part !== '');
  return hops.findLast((hop) => !arrival.isTrusted(hop)) ?? hops[0] ?? sender;
}
