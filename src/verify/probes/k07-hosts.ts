/** K7, a wrong Host is refused and health answers any Host: in, three requests under a foreign name; out, verdicts. */

import { describe, type Exchange, headersOf } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';
import { isRedirect, type Site } from '../site.ts';
import type { Visit } from '../visit.ts';

/** A name that can be nobody's: RFC 6761 keeps `.invalid` free. */
export const foreignHost = 'nuages-probe.invalid';

/** 400 is Django's refusal, 421 a server's (RFC 9110, 15.5.20). Other refusals hide what the project would say. */
export function judgeWrongHost(seen: Exchange): Verdict {
  const told = `${describe(seen)} to Host ${foreignHost}`;
  if (seen.status === 400 || seen.status === 421) return kept(told);
  if (seen.status === 0) return kept(`${told}: the connection was refused`);
  if (seen.status > 401 && seen.status < 500) return unseen(`${told}: something in front of Django refused it`);
  return broken(
    told,
    'name the site’s own hosts in ALLOWED_HOSTS, without "*", and let the proxy pass Host as it came',
  );
}

/** Health says ok or not ok, to anybody, and nothing else. */
export function judgeHealth(seen: Exchange): Verdict {
  const told = `${describe(seen)} to Host ${foreignHost}`;
  if (isRedirect(seen))
    return broken(`${told}, a redirect`, 'answer health before any redirect to HTTPS or to a language');
  if (seen.status !== 200) return broken(told, 'answer health before ALLOWED_HOSTS is looked at, with 200 when well');
  if (headersOf(seen, 'set-cookie').length > 0) return broken(`${told} with a cookie`, 'answer health before sessions');
  if (!/^("?ok"?|\{"status": ?"ok"\})$/i.test(seen.body.trim())) {
    return broken(`${told} with more than ok: ${JSON.stringify(seen.body.slice(0, 60))}`, 'say only ok or not ok');
  }
  return kept(told);
}

async function lookAtWrongHost(site: Site, visit: Visit): Promise<Verdict> {
  const paths = [visit.entries[0]?.seen.path ?? '/', ...(visit.login ? [visit.login.page.seen.path] : [])];
  const verdicts: Verdict[] = [];
  for (const path of new Set(paths)) verdicts.push(judgeWrongHost(await site.ask(path, { host: foreignHost })));
  return verdicts.find(({ outcome }) => outcome === 'broken') ?? verdicts[0] ?? unseen('no page was seen');
}

/** On a site that may have no health path, a refusal of the foreign Host says nothing: its own Host must be asked first. */
async function lookAtHealth(site: Site, path: string): Promise<Verdict> {
  const { sure } = site.health;
  const own = sure ? undefined : await site.ask(path);
  if (own && own.status !== 200 && !isRedirect(own))
    return unseen(`${describe(own)}; name the path with --alive and --ready`);
  return judgeHealth(await site.ask(path, { host: foreignHost }));
}

export const probes: readonly Probe[] = [
  { promise: 'K7', name: 'wrong-host', look: lookAtWrongHost },
  { promise: 'K7', name: 'alive', look: (site) => lookAtHealth(site, site.health.alive) },
  { promise: 'K7', name: 'ready', look: (site) => lookAtHealth(site, site.health.ready) },
];
