/** K11, security headers once each and no version: in, the headers of the pages that were seen; out, verdicts. */

import { type Exchange, headersOf } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';
import { isHtml, type Visit } from '../visit.ts';

interface Wanted {
  readonly probe: string;
  readonly header: string;
  readonly good: RegExp;
  readonly fix: string;
}

const security = 'keep django.middleware.security.SecurityMiddleware first, and set';

const wanted: readonly Wanted[] = [
  {
    probe: 'nosniff',
    header: 'x-content-type-options',
    good: /^nosniff$/i,
    fix: `${security} SECURE_CONTENT_TYPE_NOSNIFF = True`,
  },
  {
    probe: 'frame',
    header: 'x-frame-options',
    good: /^(deny|sameorigin)$/i,
    fix: 'add django.middleware.clickjacking.XFrameOptionsMiddleware',
  },
  {
    probe: 'referrer',
    header: 'referrer-policy',
    good: /^(?!.*unsafe-url).+$/i,
    fix: `${security} SECURE_REFERRER_POLICY`,
  },
  {
    probe: 'opener',
    header: 'cross-origin-opener-policy',
    good: /^(same-origin|same-origin-allow-popups|noopener-allow-popups)$/i,
    fix: `${security} SECURE_CROSS_ORIGIN_OPENER_POLICY`,
  },
];

/** Each page has the header once: a proxy and Django that both set it make two, and browsers then ignore some. */
function judgeHeader(pages: readonly Exchange[], { header, good, fix }: Wanted): Verdict {
  if (pages.length === 0) return unseen('no HTML page was seen');
  for (const page of pages) {
    const values = headersOf(page, header);
    const shown = `${page.path} has ${header}: ${values.join(' and ') || 'none'}`;
    if (values.length > 1) return broken(`${shown}, set twice`, 'set each header in one place, Django or the proxy');
    if (!good.test(values[0] ?? '') && !isFramedByPolicy(page, header)) return broken(shown, fix);
  }
  return kept(`${header}: ${headersOf(pages[0] as Exchange, header)[0] ?? 'by Content-Security-Policy'}`);
}

/** `frame-ancestors` of a Content-Security-Policy stands in for X-Frame-Options. */
function isFramedByPolicy(page: Exchange, header: string): boolean {
  const policies = headersOf(page, 'content-security-policy').join(';');
  return header === 'x-frame-options' && headersOf(page, header).length === 0 && policies.includes('frame-ancestors');
}

/** No answer tells which version of a server or framework gave it. */
export function judgeVersion(seen: readonly Exchange[]): Verdict {
  const names = ['server', 'x-powered-by', 'via'];
  const lines = seen.flatMap((one) =>
    names.flatMap((name) => headersOf(one, name).map((value) => `${name}: ${value}`)),
  );
  const telling = lines.find(
    (line) => /\/\s*v?\d+(\.\d+)+|\b(python|php|django)\/?\s*\d/i.test(line) && !/^via: \d\.\d \S+$/i.test(line),
  );
  if (telling) return broken(telling, 'let the server send no version (server_tokens off and the like)');
  return kept(lines[0] ?? 'no Server header');
}

function pagesOf(visit: Visit): Exchange[] {
  return [...visit.entries, ...visit.linked, visit.admin]
    .map(({ seen }) => seen)
    .filter((seen) => isHtml(seen) && seen.status === 200);
}

export const probes: readonly Probe[] = [
  ...wanted.map(
    (one): Probe => ({ promise: 'K11', name: one.probe, look: (_, visit) => judgeHeader(pagesOf(visit), one) }),
  ),
  { promise: 'K11', name: 'server-version', look: (site) => judgeVersion(site.exchanges) },
];
