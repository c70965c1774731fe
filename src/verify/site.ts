/** The site under test: in, its URL and limits; out, exchanges, all of which are remembered. */

import { randomBytes } from 'node:crypto';
import { type Ask, type Door, type Exchange, exchange, headerOf } from './exchange.ts';

const maxRedirects = 5;

export interface Site {
  readonly url: URL;
  /** Paths that the user named, else only the path of the URL. */
  readonly paths: readonly string[];
  readonly health: { readonly alive: string; readonly ready: string; readonly sure: boolean };
  /** A path that no site has; the same throughout one run. */
  readonly absentPath: string;
  readonly exchanges: readonly Exchange[];
  ask(path: string, ask?: Ask): Promise<Exchange>;
  /** As `ask` with GET, through redirects as long as they stay on this site. The last answer. */
  follow(path: string): Promise<Exchange>;
  /** The path (with its query) of a link on this site, or undefined when it leads elsewhere. */
  pathOf(link: string, from: string): string | undefined;
}

export type SiteOptions = Pick<Site, 'paths' | 'health'>;

/** Opens a site. No request is sent yet. */
export function openSite(door: Door, options: SiteOptions): Site {
  const exchanges: Exchange[] = [];
  const site: Site = {
    ...options,
    url: door.url,
    absentPath: `/nuages-probe-${randomBytes(6).toString('hex')}/`,
    exchanges,
    ask: async (path, ask) => {
      const seen = await exchange(door, path, ask);
      exchanges.push(seen);
      return seen;
    },
    follow: (path) => followRedirects(site, path),
    pathOf: (link, from) => pathOnSite(door.url, link, from),
  };
  return site;
}

async function followRedirects(site: Site, path: string): Promise<Exchange> {
  let seen = await site.ask(path);
  for (let count = 0; count < maxRedirects && isRedirect(seen); count += 1) {
    const next = site.pathOf(headerOf(seen, 'location'), seen.path);
    if (next === undefined) return seen;
    seen = await site.ask(next);
  }
  return seen;
}

export function isRedirect(seen: Exchange): boolean {
  return [301, 302, 303, 307, 308].includes(seen.status);
}

function pathOnSite(url: URL, link: string, from: string): string | undefined {
  const base = new URL(from, url).href;
  const whole = URL.canParse(link, base) ? new URL(link, base) : undefined;
  return whole?.origin === url.origin ? whole.pathname + whole.search : undefined;
}
