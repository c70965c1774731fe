/** K10, a login form works through this URL: in, the form sent back as a browser does, without a password; out, a verdict. */

import { describe, type Exchange, headersOf } from '../exchange.ts';
import type { Field } from '../html.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';
import type { Site } from '../site.ts';
import type { Page, Visit } from '../visit.ts';

/** The form again (200) or any other decision about the name is fine; 403 means that CSRF refused the form itself. */
export function judgeLogin(seen: Exchange): Verdict {
  const told = `${describe(seen)} to a login without a password`;
  if (seen.status === 403) {
    const fix = 'pass Host and X-Forwarded-Proto from the proxy, and put the origin into CSRF_TRUSTED_ORIGINS';
    return broken(`${told}: the form was refused (CSRF)`, fix);
  }
  if (seen.status === 0 || seen.status >= 500) return broken(told, 'read the log of the site (nuages logs)');
  if (seen.status === 429) return unseen(told);
  return kept(told);
}

/**
 * What a browser would send: hidden fields as they are, a name that nobody has, no password. A wrong one would count as an
 * attempt to log in, and lock out the address that asks from sites that count them.
 */
export function fillLogin(fields: readonly Field[]): string {
  const pairs = fields.filter(isSent).map(({ name, type, value }): [string, string] => {
    if (type === 'password') return [name, ''];
    return [name, type === 'text' || type === 'email' ? 'nuages-probe@nuages-probe.invalid' : value];
  });
  return new URLSearchParams(pairs).toString();
}

function isSent({ type }: Field): boolean {
  return !['button', 'submit', 'checkbox', 'radio', 'file', 'reset', 'image'].includes(type);
}

/** `name=value` of each cookie that the page set. */
function cookiesOf(seen: Exchange): string {
  return headersOf(seen, 'set-cookie')
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** Sends the form with what a browser adds: Origin and Referer, which Django compares with the Host it sees. */
function postForm(site: Site, page: Page, action: string, body: string): Promise<Exchange> {
  const path = site.pathOf(action, page.seen.path) ?? page.seen.path;
  return site.ask(path, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Cookie: cookiesOf(page.seen),
      Origin: site.url.origin,
      Referer: new URL(page.seen.path, site.url).href,
    },
  });
}

async function lookAtLogin(site: Site, visit: Visit): Promise<Verdict> {
  if (!visit.login) return unseen('no login form was found; name its page with --path');
  const { page, form } = visit.login;
  return judgeLogin(await postForm(site, page, form.action, fillLogin(form.fields)));
}

export const probes: readonly Probe[] = [{ promise: 'K10', name: 'login-form', look: lookAtLogin }];
