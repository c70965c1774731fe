/** K14, no insecure value in production: in, the error page of an absent path and signed cookies; out, verdicts. */

import { describe, type Exchange, headersOf } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';
import { findKnownKey } from '../signature.ts';

/** Sentences of Django's own development error pages; stable since 1.8. */
const debugMarks = [
  /because you have <code>DEBUG\s*=\s*True<\/code>/,
  /Using the URLconf defined in/,
  /<th scope="row">Exception Location:<\/th>|<th>Exception Location:<\/th>/,
];

/** DEBUG shows itself on any page that is an error, and on Django's own welcome page. */
export function judgeDebug(seen: readonly Exchange[]): Verdict {
  const telling = seen.find(({ body }) => debugMarks.some((mark) => mark.test(body)));
  if (telling) return broken(`${describe(telling)} with the page that DEBUG = True makes`, 'set DEBUG = False');
  return kept('no page of DEBUG = True was seen');
}

/** Signs every signed cookie again with keys that are public knowledge. */
export function judgeKey(seen: readonly Exchange[]): Verdict {
  const cookies = seen.flatMap((one) => headersOf(one, 'set-cookie')).map(readCookie);
  const signed = cookies.filter(({ value }) => value.split(':').length >= 2);
  if (signed.length === 0) return unseen('the site set no signed cookie, so its key cannot be judged from outside');
  const weak = signed.find(({ name, value }) => findKnownKey(name, value) !== undefined);
  if (weak) return broken(`cookie ${weak.name} is signed with a key that everybody knows`, 'make a new SECRET_KEY');
  return kept(`cookie ${signed[0]?.name} is signed with no well-known key`);
}

function readCookie(line: string): { name: string; value: string } {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).replace(/^"|"$/g, '') };
}

export const probes: readonly Probe[] = [
  {
    promise: 'K14',
    name: 'debug-off',
    look: async (site) => judgeDebug([await site.ask(site.absentPath), ...site.exchanges]),
  },
  { promise: 'K14', name: 'known-key', look: (site) => judgeKey(site.exchanges) },
];
