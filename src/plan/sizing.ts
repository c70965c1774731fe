/** How many workers and threads: in, the host, the memory of a worker and the database's limit; out, numbers with their reasons. */

import type { Decision, Plan, WebProcess } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Host } from '../model/target.ts';
import { serviceOf } from '../services/list.ts';

export interface Sizes {
  readonly workers: number;
  readonly threads: number;
  readonly peakConnections: number;
  readonly connectionLimit: number | null;
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
}

/** Share of the host's memory that workers may take; the rest is for the system, the page cache and peaks. */
const memoryShare = 0.8;
/** While a release is replaced, the old and the new one run side by side. */
const overlap = 2;
/** Threads wait for the database together; more than four share one interpreter lock for nothing. */
const usualThreads = 4;
/** Beyond this one host is better served by a second one. */
const mostWorkers = 12;
/** Connections that are left for migrations, a shell and a backup. */
const spareConnections = 3;

/**
 * The rule. Workers: one for each core, two at least, so that one can be replaced while another serves; no more than fit
 * twice into 80 % of the memory, for two releases run side by side in a rollout. Threads: four for each worker, one for
 * ASGI, which is concurrent by itself. Where the database grants fewer connections than both releases could hold, threads are
 * reduced first, then workers. What the user said stays as it is, and is warned about where it does not fit.
 */
export function decideSizes(plan: Plan, host: Host): Sizes {
  const web = plan.processes.find((process) => process.kind === 'web');
  const servers = plan.services.filter(({ kind }) => kind === 'postgresql' || kind === 'mysql');
  const limit = findLimit(plan, servers);
  const memory = plan.limits.memoryPerWorkerMegabytes;
  const fitting = Math.floor((host.memoryBytes * memoryShare) / (overlap * memory * 1024 ** 2));
  const wanted = Math.min(Math.max(2, Math.ceil(host.cores)), mostWorkers);
  const byHost = {
    workers: Math.max(1, Math.min(wanted, fitting)),
    threads: web?.server === 'uvicorn' ? 1 : usualThreads,
  };
  const said = { workers: web?.workers ?? byHost.workers, threads: web?.threads ?? byHost.threads };
  // Each thread holds a connection to each database, in both releases of a rollout.
  const perThread = overlap * Math.max(1, servers.length);
  const sizes = limit === null ? said : fitConnections(said, web, (limit - spareConnections) / perThread);
  const peak = servers.length === 0 ? 0 : sizes.workers * sizes.threads * perThread + spareConnections;
  return {
    ...sizes,
    peakConnections: peak,
    connectionLimit: limit,
    decisions: explainSizes(sizes, web, { host, memory, fitting, peak, limit }),
    problems: [...checkMemory(sizes.workers, fitting, memory), ...checkConnections(peak, limit)],
  };
}

function findLimit(plan: Plan, servers: Plan['services']): number | null {
  const usual = servers.flatMap(({ kind }) => serviceOf(kind).connectionLimit ?? []);
  return servers.length === 0 ? null : (plan.limits.databaseConnections.limit ?? Math.min(...usual));
}

/** Fewer threads, then fewer workers, until workers times threads fit; never below one, and never what the user said. */
function fitConnections(
  said: { readonly workers: number; readonly threads: number },
  web: WebProcess | undefined,
  most: number,
): { readonly workers: number; readonly threads: number } {
  const threads = web?.threads ?? Math.max(1, Math.min(said.threads, Math.floor(most / said.workers)));
  const workers = web?.workers ?? Math.max(1, Math.min(said.workers, Math.floor(most / threads)));
  return { workers, threads };
}

function checkMemory(workers: number, fitting: number, memory: number): Problem[] {
  if (workers <= Math.max(1, fitting)) return [];
  const message = `${workers} workers of ${memory} MB do not fit twice into the memory of this host; ${fitting} would`;
  return [
    {
      level: 'warning',
      code: 'memory-short',
      message,
      fix: 'lower web.workers, or web.memory if your workers are smaller',
    },
  ];
}

function checkConnections(peak: number, limit: number | null): Problem[] {
  if (limit === null || peak <= limit) return [];
  const message = `up to ${peak} database connections during a rollout, and the server grants ${limit}`;
  return [
    {
      level: 'warning',
      code: 'connections-short',
      message,
      fix: 'lower web.workers or web.threads, or raise database.connections if the server grants more',
    },
  ];
}

/** Only what the host decided: what the user said is among the plan's own decisions. */
function explainSizes(
  { workers, threads }: { readonly workers: number; readonly threads: number },
  web: WebProcess | undefined,
  known: {
    readonly host: Host;
    readonly memory: number;
    readonly fitting: number;
    readonly peak: number;
    readonly limit: number | null;
  },
): Decision[] {
  const { host, memory, fitting, peak, limit } = known;
  const room = `${Math.round(host.memoryBytes / 1024 ** 2)} MB`;
  const limited = limit === null ? '' : ` At most ${peak} of ${limit} database connections in a rollout.`;
  const kind = web?.server === 'uvicorn' ? 'ASGI is concurrent by itself.' : 'They wait for the database side by side.';
  const decide = (key: string, value: number, why: string): Decision => ({
    key,
    value,
    from: 'default',
    at: null,
    why,
  });
  return [
    ...(web?.workers
      ? []
      : [
          decide(
            'web.workers',
            workers,
            `${host.cores} cores; ${room} hold ${fitting} workers of ${memory} MB twice over.`,
          ),
        ]),
    ...(web?.threads ? [] : [decide('web.threads', threads, `${kind}${limited}`)]),
  ];
}
