/** K13, nothing secret is shown: in, error pages and files that are never public; out, verdicts. */

import { describe, type Exchange } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { broken, kept, unseen, type Verdict } from '../report.ts';
import type { Site } from '../site.ts';
import type { Visit } from '../visit.ts';
import { foreignHost } from './k07-hosts.ts';

/** What an error page may not hold. Names of settings are upper case, so that prose and form fields do not match. */
const leaks: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a traceback', pattern: /Traceback \(most recent call last\)|File "[^"\n]+\.py", line \d+/ },
  {
    what: 'a setting with a secret',
    pattern: /\b[A-Z0-9_]*(SECRET|PASSWORD|API_KEY|ACCESS_KEY|DATABASE_URL|_TOKEN|_DSN)\b/,
  },
  { what: 'a URL with a password', pattern: /\b[a-z][a-z0-9+]*:\/\/[^\s:/@<>"]+:[^\s@/<>"]+@/ },
  { what: 'the names of settings', pattern: /\b(INSTALLED_APPS|ROOT_URLCONF|DJANGO_SETTINGS_MODULE)\b/ },
];

const fix = 'turn DEBUG off, and let error handlers and middleware show no exception, setting or environment';

/** All answers with an error status that were seen, judged together. */
export function judgeErrorPages(seen: readonly Exchange[]): Verdict {
  const errors = seen.filter(({ status }) => status >= 400);
  for (const error of errors) {
    const leak = leaks.find(({ pattern }) => pattern.test(error.body));
    if (leak) return broken(`${describe(error)} and shows ${leak.what}`, fix);
  }
  if (errors.length === 0) return unseen('no answer was an error');
  const statuses = [...new Set(errors.map(({ status }) => status))].toSorted().join(', ');
  return kept(`${errors.length} error pages (${statuses}) show nothing`);
}

/** Paths that a server shows when its root is the project's folder, and how each is recognised. */
const privateFiles: readonly { readonly path: string; readonly pattern: RegExp }[] = [
  { path: '/.env', pattern: /^[A-Z0-9_]+\s*=/m },
  { path: '/.git/HEAD', pattern: /^(ref: refs\/|[0-9a-f]{40})/ },
  { path: '/db.sqlite3', pattern: /^SQLite format 3/ },
  { path: '/manage.py', pattern: /execute_from_command_line/ },
];

/** What was shown of the files that are never public. */
export function judgePrivateFiles(seen: readonly Exchange[]): Verdict {
  const shown = seen.find(({ path, status, body }) => {
    return status === 200 && privateFiles.some((file) => file.path === path && file.pattern.test(body));
  });
  if (shown) return broken(describe(shown), 'serve STATIC_ROOT and MEDIA_ROOT only, never the folder of the project');
  return kept(`none of ${privateFiles.map(({ path }) => path).join(', ')}`);
}

/** 404, a wrong Host, and a form without its token: three errors that change nothing. */
async function lookAtErrorPages(site: Site, visit: Visit): Promise<Verdict> {
  await site.ask(site.absentPath);
  await site.ask(site.absentPath, { host: foreignHost });
  if (visit.login) await site.ask(visit.login.page.seen.path, { method: 'POST', body: '' });
  return judgeErrorPages(site.exchanges);
}

async function lookAtPrivateFiles(site: Site): Promise<Verdict> {
  const seen: Exchange[] = [];
  for (const { path } of privateFiles) seen.push(await site.ask(path));
  return judgePrivateFiles(seen);
}

export const probes: readonly Probe[] = [
  { promise: 'K13', name: 'error-pages', look: lookAtErrorPages },
  { promise: 'K13', name: 'private-files', look: lookAtPrivateFiles },
];
