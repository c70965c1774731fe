/** `nuages status`: in, a site; out, whether it serves, what, since when, and what lies beside it. */

import { exitCode } from '../model/problem.ts';
import { urlOf } from '../targets/local/state.ts';
import { type LocalSite, openLocalSite } from './local-site.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'status',
  summary: 'say whether the site serves, which release, and how it is',
  example: 'nuages status path/to/project --json    exit code 0 when it serves and is healthy, 1 when not',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [{ flags: '--json', summary: 'print the result as JSON' }],
  run: async ({ args, options, world }) => {
    const report = await reportSite(await openLocalSite(world, args.dir));
    world.terminal.result(options.json === true ? JSON.stringify(report, null, 2) : formatReport(report));
    return report.serving && report.health === 'ok' ? exitCode.done : exitCode.refused;
  },
};

/** What `status --json` prints. */
export interface SiteReport {
  readonly name: string | null;
  readonly serving: boolean;
  readonly url: string | null;
  readonly release: string | null;
  readonly since: string | null;
  /** The version that the release's environment was made with, `3.12.1`. */
  readonly python: string | null;
  readonly workers: number | null;
  readonly threads: number | null;
  readonly restarts: number | null;
  readonly port: number | null;
  /** `ok`, `not ok`, or null when nothing serves. */
  readonly health: 'ok' | 'not ok' | null;
  readonly supervisor: number | null;
  readonly switching: boolean;
  readonly backups: readonly string[];
  readonly lockedBy: string | null;
}

async function reportSite({ state }: LocalSite): Promise<SiteReport> {
  const { supervisor, current, about, lockedBy, backups } = state;
  const server = supervisor?.current ?? null;
  const url = supervisor ? urlOf(supervisor.host, supervisor.port) : null;
  return {
    name: about?.name ?? null,
    serving: server !== null,
    url,
    release: server?.id ?? current?.id ?? null,
    since: server?.startedAt ?? null,
    python: current?.python || null,
    workers: current?.serving.workers ?? null,
    threads: current?.serving.threads ?? null,
    restarts: server?.restarts ?? null,
    port: supervisor?.port ?? about?.port ?? null,
    health: server && url ? await askHealth(new URL(current?.serving.health.ready ?? '/readyz', url)) : null,
    supervisor: supervisor?.pid ?? null,
    switching: supervisor?.switching ?? false,
    backups,
    lockedBy: lockedBy ? `${lockedBy.owner} (${lockedBy.verb}, pid ${lockedBy.pid}) since ${lockedBy.since}` : null,
  };
}

async function askHealth(url: URL): Promise<'ok' | 'not ok'> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok ? 'ok' : 'not ok';
  } catch {
    return 'not ok';
  }
}

function formatReport(report: SiteReport): string {
  const rows: readonly (readonly [string, string | number | null])[] = [
    ['site', report.name],
    ['serving', report.serving ? `yes, ${report.url}` : 'no'],
    ['release', report.release],
    ['since', report.since],
    ['health', report.health],
    ['python', report.python],
    ['server', report.workers === null ? null : `${report.workers} workers x ${report.threads} threads`],
    ['restarts', report.restarts],
    ['rollout', report.switching ? 'a release is being switched to' : null],
    ['locked by', report.lockedBy],
    [
      'backups',
      report.backups.length === 0 ? 'none' : `${report.backups.length}, the last is ${report.backups.at(-1)}`,
    ],
  ];
  return rows
    .filter(([, value]) => value !== null)
    .map(([label, value]) => `${label.padEnd(10)} ${value}`)
    .join('\n');
}
