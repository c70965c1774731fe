/** K2, static files are there, hashed, kept by caches and compressed: in, the static files of the pages; out, verdicts. */

import { describe, type Exchange, headerOf } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';
import type { Site } from '../site.ts';
import type { StaticFile, Visit } from '../visit.ts';

const yearSeconds = 31_536_000;
/** Below this, servers rightly do not compress. */
const worthCompressingBytes = 1_000;

const nothing = unseen('no page that was seen loads a static file from this site');

/**
 * The part of a file name that changes with its content: Django's `.0123456789ab.`, or a bundler's `-Ab3dEf12.`, which has
 * letters and digits both, so that plain words and dates are not taken for one.
 */
export function findHash(path: string): string | undefined {
  const name = path.replace(/\?.*/, '').split('/').at(-1) ?? '';
  const hash = /\.([0-9a-f]{8,64})\.\w+$/.exec(name)?.[1];
  return hash ?? /[-.](?=[\w-]*\d)(?=[\w-]*[A-Za-z])([\w-]{8,32})\.\w+$/.exec(name)?.[1];
}

/** The first three of a list, and how many more there are. */
function shorten(list: readonly string[]): string {
  const more = list.length > 3 ? ` and ${list.length - 3} more` : '';
  return list.slice(0, 3).join(', ') + more;
}

/** Each static file that a page names is there. */
export function judgeAnswers(files: readonly StaticFile[]): Verdict {
  if (files.length === 0) return nothing;
  const missing = files.filter(({ seen }) => seen.status !== 200);
  if (missing.length === 0) return kept(`${files.length} static files answered`);
  const list = shorten(missing.map(({ seen, page }) => `${describe(seen)} (on ${page})`));
  return broken(list, 'run collectstatic in the release and serve STATIC_ROOT; a file that is in no app must be added');
}

/** Names change with content, so that caches never show old files. */
function judgeHashed(files: readonly StaticFile[]): Verdict {
  const there = files.filter(({ seen }) => seen.status === 200);
  if (there.length === 0) return nothing;
  const plain = there.filter(({ path }) => findHash(path) === undefined);
  if (plain.length === 0) return kept(`${there.length} static files have a hash in their name`);
  const list = shorten(plain.map(({ path }) => path));
  return broken(`no hash in the name of ${list}`, 'use a manifest storage for "staticfiles" in STORAGES, DEBUG off');
}

/** A hashed name may be kept for a year without asking again. */
export function judgeImmutable(files: readonly StaticFile[]): Verdict {
  const hashed = files.filter(({ path, seen }) => seen.status === 200 && findHash(path) !== undefined);
  if (hashed.length === 0) return unseen('no static file with a hash in its name was seen');
  const loose = hashed.find(({ seen }) => !isForAYear(headerOf(seen, 'cache-control')));
  if (!loose) return kept(`${hashed.length} hashed files are immutable for a year`);
  const said = headerOf(loose.seen, 'cache-control') || 'nothing';
  const fix = `send Cache-Control: max-age=${yearSeconds}, public, immutable for hashed names`;
  return broken(`${loose.path} has Cache-Control: ${said}`, fix);
}

function isForAYear(cacheControl: string): boolean {
  const seconds = Number(/max-age=(\d+)/.exec(cacheControl)?.[1] ?? 0);
  return /\bimmutable\b/.test(cacheControl) && seconds >= yearSeconds;
}

/** A client that takes an encoding gets it, and caches are told that there are several forms. */
export function judgeEncoding(seen: Exchange, encoding: 'gzip' | 'br'): Verdict {
  if (seen.status !== 200) return unseen(describe(seen));
  const got = headerOf(seen, 'content-encoding');
  const fix = `make the ${encoding} form of each file at build time and let the server choose by Accept-Encoding`;
  if (got !== encoding)
    return broken(`${seen.path} came ${got ? `as ${got}` : 'uncompressed'} to a client of ${encoding}`, fix);
  if (!/accept-encoding|\*/i.test(headerOf(seen, 'vary'))) {
    return broken(
      `${seen.path} is ${encoding} but Vary does not say so`,
      'send Vary: Accept-Encoding with static files',
    );
  }
  return kept(`${seen.path}: ${seen.bodyBytes} bytes`);
}

/** What is gone gives 404, neither an error nor an answer that a cache keeps for a year. */
export function judgeAbsent(seen: Exchange): Verdict {
  const asked = describe(seen);
  if (seen.status !== 404) return broken(asked, 'a static file that does not exist must give 404');
  if (/immutable/.test(headerOf(seen, 'cache-control'))) {
    return broken(`${asked} as immutable`, 'send no long Cache-Control with a 404');
  }
  return kept(asked);
}

async function lookAtEncoding(site: Site, visit: Visit, encoding: 'gzip' | 'br'): Promise<Verdict> {
  const [largest] = visit.staticFiles
    .filter(({ kind, seen }) => kind !== 'image' && seen.status === 200)
    .toSorted((a, b) => b.seen.bodyBytes - a.seen.bodyBytes);
  if (!largest || largest.seen.bodyBytes < worthCompressingBytes)
    return unseen('no stylesheet or script of 1 kB was seen');
  return judgeEncoding(await site.ask(largest.path, { headers: { 'Accept-Encoding': encoding } }), encoding);
}

async function lookAtAbsent(site: Site, visit: Visit): Promise<Verdict> {
  const file = visit.staticFiles.find(({ path }) => findHash(path) !== undefined) ?? visit.staticFiles[0];
  if (!file) return nothing;
  const hash = findHash(file.path);
  const other =
    hash === undefined ? file.path.replace(/(\.\w+)$/, '.0123456789ab$1') : file.path.replace(hash, '0123456789ab');
  return judgeAbsent(await site.ask(other));
}

export const probes: readonly Probe[] = [
  { promise: 'K2', name: 'static-answers', look: (_, visit) => judgeAnswers(visit.staticFiles) },
  { promise: 'K2', name: 'static-hashed', look: (_, visit) => judgeHashed(visit.staticFiles) },
  { promise: 'K2', name: 'static-immutable', look: (_, visit) => judgeImmutable(visit.staticFiles) },
  { promise: 'K2', name: 'static-gzip', look: (site, visit) => lookAtEncoding(site, visit, 'gzip') },
  { promise: 'K2', name: 'static-brotli', look: (site, visit) => lookAtEncoding(site, visit, 'br') },
  { promise: 'K2', name: 'static-absent', look: lookAtAbsent },
];
