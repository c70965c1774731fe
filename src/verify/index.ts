/** The proof from outside: in, the URL of any Django site; out, which promises of docs/contract.md it keeps. */

import { UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import type { Door, Exchange } from './exchange.ts';
import type { Probe } from './probe.ts';
import { probes } from './probes.ts';
import { type Finding, unseen, type Verdict, type VerifyReport } from './report.ts';
import { openSite, type Site } from './site.ts';
import { type Visit, visitSite } from './visit.ts';

export type { Finding, Outcome, VerifyReport } from './report.ts';
export { formatReport, isKept } from './report.ts';

export interface VerifyOptions {
  /** Ends the run early when its signal is aborted. */
  readonly world?: Pick<World, 'signal'> | undefined;
  /** For the whole run; 60 unless set. What was not reached by then is `unseen`. */
  readonly timeoutSeconds?: number | undefined;
  /** Pages to begin with, `/polls/`; the path of the URL unless set. */
  readonly paths?: readonly string[] | undefined;
  /** Where health is answered, when it is known. Unless set, /healthz and /readyz are tried, and may be absent. */
  readonly health?: { readonly alive: string; readonly ready: string } | undefined;
  /** Connect to this address, `10.0.0.5` or `10.0.0.5:8443`, whatever the name of the URL resolves to. */
  readonly resolve?: string | undefined;
  /** Accept any certificate. */
  readonly insecure?: boolean | undefined;
}

/**
 * Looks at a running site with about a hundred requests, at most eight at a time. Nothing on the site is changed: it is
 * read, and asked for what it must refuse (a wrong Host, a wrong password, a form without its token).
 * @param url `https://shop.example.com/`
 * @throws UserError when the URL is none, or nothing answers there
 */
export async function verifySite(url: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const started = performance.now();
  const door = openDoor(readUrl(url), options);
  const site = openSite(door, readSiteOptions(door.url, options));
  refuseUnreachable(door.url, await site.ask(site.paths[0] ?? '/'));
  const visit = await visitSite(site);
  const findings: Finding[] = [];
  for (const probe of probes) findings.push(await look(probe, site, visit, door.signal));
  const seconds = (performance.now() - started) / 1000;
  return { version: 1, url: door.url.href, requests: site.exchanges.length, seconds, findings };
}

/** A probe that time cut short has seen too little to judge. */
async function look(probe: Probe, site: Site, visit: Visit, signal: AbortSignal): Promise<Finding> {
  const verdict: Verdict = signal.aborted ? unseen('not looked at') : await probe.look(site, visit);
  const told = signal.aborted ? unseen('the time for the whole run was over before this was seen') : verdict;
  return { promise: probe.promise, probe: probe.name, ...told };
}

function openDoor(url: URL, options: VerifyOptions): Door {
  const limit = AbortSignal.timeout((options.timeoutSeconds ?? 60) * 1000);
  return {
    url,
    resolve: options.resolve,
    insecure: options.insecure,
    requestSeconds: 10,
    signal: options.world ? AbortSignal.any([limit, options.world.signal]) : limit,
  };
}

function readSiteOptions(url: URL, options: VerifyOptions): Pick<Site, 'paths' | 'health'> {
  const usual = { alive: '/healthz', ready: '/readyz' };
  const paths = (options.paths ?? []).map((path) => (path.startsWith('/') ? path : `/${path}`));
  return {
    paths: paths.length > 0 ? paths : [url.pathname + url.search],
    health: { ...(options.health ?? usual), sure: options.health !== undefined },
  };
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UserError({
    level: 'error',
    code: 'no-url',
    message: `${text} is no URL of a site`,
    fix: `write it with its scheme: ${guessUrl(text)}`,
  });
}

/** A name with a port, or of this machine, is seldom one that HTTPS answers at. */
function guessUrl(text: string): string {
  const rest = text.replace(/^(\w+:\/+|\/+|:\/*)/, '') || 'shop.example.com';
  const isPlain = /^(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/.test(rest) || /^[^/]+:(?!443(\/|$))\d+/.test(rest);
  return `${isPlain ? 'http' : 'https'}://${rest}`;
}

function refuseUnreachable(url: URL, seen: Exchange): void {
  if (seen.failure === null) return;
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(seen.failure);
  throw new UserError({
    level: 'error',
    code: certificate ? 'certificate' : 'unreachable',
    message: `${url.href} gave no answer: ${explainFailure(seen.failure)}`,
    fix: certificate
      ? 'renew the certificate, or accept any for a trial name with --insecure'
      : 'check that the site runs (nuages status), and its name and port',
  });
}

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ENOTFOUND: 'the name is not known (ENOTFOUND)',
  EAI_AGAIN: 'the name could not be looked up (EAI_AGAIN)',
  ECONNRESET: 'the connection was closed without an answer (ECONNRESET)',
  ABORT_ERR: 'no answer in time',
};

function explainFailure(code: string): string {
  return failures[code] ?? code;
}
