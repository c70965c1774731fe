/** K1, the project's own pages answer: in, what the first walk saw; out, verdicts on home, links and admin. */

import { describe, type Exchange } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';

const look = 'read the log of the site (nuages logs): the reason of each 5xx is in it';

/** A refusal (401, 403) is an answer of the project; an absent page is one only when nobody named it. */
export function judgeEntries(seen: readonly Exchange[]): Verdict {
  const failing = seen.find(({ status }) => status === 0 || status >= 500);
  if (failing) return broken(describe(failing), look);
  const absent = seen.find(({ status }) => status === 404);
  if (absent) return unseen(`${describe(absent)}; name a page that the project has with --path`);
  return kept(seen.map(describe).join(', '));
}

/** A link that gives 404 is the project's own matter; one that gives 5xx or nothing is not. */
export function judgeLinks(seen: readonly Exchange[]): Verdict {
  const failing = seen.filter(({ status }) => status === 0 || status >= 500);
  if (failing.length > 0) return broken(failing.map(describe).join(', '), look);
  if (seen.length === 0) return unseen('no page that was seen links to another page of this site');
  return kept(`${seen.length} linked pages answered`);
}

/** The admin may be elsewhere or absent. */
export function judgeAdmin(seen: Exchange): Verdict {
  if (seen.status === 0 || seen.status >= 500) return broken(describe(seen), look);
  return seen.status === 200 ? kept(describe(seen)) : unseen(`${describe(seen)}: no admin site here`);
}

export const probes: readonly Probe[] = [
  { promise: 'K1', name: 'home', look: (_, visit) => judgeEntries(visit.entries.map(({ seen }) => seen)) },
  { promise: 'K1', name: 'links', look: (_, visit) => judgeLinks(visit.linked.map(({ seen }) => seen)) },
  { promise: 'K1', name: 'admin', look: (_, visit) => judgeAdmin(visit.admin.seen) },
];
