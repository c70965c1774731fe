/** K5, the database's connections suffice: in, a short burst of requests to a page with a query; out, a verdict. */

import { describe, type Exchange } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';
import type { Site } from '../site.ts';
import type { Visit } from '../visit.ts';

const requests = 64;
const atOnce = 8;

/** A page that asks the database: readiness, else one that must look up a session. */
async function findQuery(site: Site, visit: Visit): Promise<{ path: string; headers: Record<string, string> }> {
  const ready = await site.ask(site.health.ready);
  if (ready.status === 200) return { path: site.health.ready, headers: {} };
  const page = visit.login?.page ?? visit.entries[0];
  return { path: page?.seen.path ?? '/', headers: { Cookie: `sessionid=${'nuagesprobe'.repeat(3).slice(0, 32)}` } };
}

async function sendBurst(site: Site, path: string, headers: Record<string, string>): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  for (let sent = 0; sent < requests; sent += atOnce) {
    seen.push(...(await Promise.all(Array.from({ length: atOnce }, () => site.ask(path, { headers })))));
  }
  return seen;
}

/** Whether connections persist cannot be seen from outside; that they run out can. */
export function judgeBurst(seen: readonly Exchange[]): Verdict {
  const failed = seen.filter(({ status }) => status === 0 || status >= 500);
  const [first] = failed;
  if (first) {
    const fix = 'keep workers x threads x replicas (twice while a release is switched) below the server’s limit';
    return broken(`${failed.length} of ${seen.length} quick requests failed, the first: ${describe(first)}`, fix);
  }
  if (seen.some(({ status }) => status === 429)) return unseen('the site limits the rate of requests');
  return kept(`${seen.length} quick requests to ${seen[0]?.path ?? '/'} answered, ${atOnce} at a time`);
}

export const probes: readonly Probe[] = [
  {
    promise: 'K5',
    name: 'connections',
    look: async (site, visit) => {
      const { path, headers } = await findQuery(site, visit);
      return judgeBurst(await sendBurst(site, path, headers));
    },
  },
];
