/** What this machine lends us: in, /proc and /sys; out, cores and memory within the limits of our container (K6). */

import { readFileSync } from 'node:fs';
import { arch, availableParallelism, platform, totalmem } from 'node:os';
import { posix } from 'node:path';
import type { Host } from '../model/target.ts';

/** Reads a file of the kernel, or gives undefined. */
export type ReadKernelFile = (path: string) => string | undefined;

/**
 * Whole cores (at least one) and bytes of memory that this process may use.
 * Rules: https://docs.kernel.org/admin-guide/cgroup-v2.html (cpu.max, memory.max), cgroup-v1/memory.html.
 */
export function readHost(): Host {
  const limits = readLimits(readKernelFile);
  return {
    cores: Math.max(1, Math.floor(Math.min(availableParallelism(), limits.cores))),
    memoryBytes: Math.min(totalmem(), limits.memoryBytes),
    architecture: arch(),
    platform: platform(),
  };
}

/** The tightest limits on the way from our control group to the root; Infinity where there is none. */
export function readLimits(read: ReadKernelFile): { readonly cores: number; readonly memoryBytes: number } {
  const groups = parseGroups(read('/proc/self/cgroup') ?? '');
  const version2 = ancestors(groups.get('') ?? '/').map((group) => posix.join('/sys/fs/cgroup', group));
  const cpu1 = ancestors(groups.get('cpu') ?? '/').map((group) => posix.join('/sys/fs/cgroup/cpu', group));
  const memory1 = ancestors(groups.get('memory') ?? '/').map((group) => posix.join('/sys/fs/cgroup/memory', group));
  return {
    cores: Math.min(
      ...version2.map((folder) => quotaOf(...splitPair(read(`${folder}/cpu.max`)))),
      ...cpu1.map((folder) => quotaOf(read(`${folder}/cpu.cfs_quota_us`), read(`${folder}/cpu.cfs_period_us`))),
    ),
    memoryBytes: Math.min(
      ...version2.map((folder) => bytesOf(read(`${folder}/memory.max`))),
      ...memory1.map((folder) => bytesOf(read(`${folder}/memory.limit_in_bytes`))),
    ),
  };
}

/** Lines of /proc/self/cgroup: `0::/path` (version 2) or `4:cpu,cpuacct:/path`. */
function parseGroups(text: string): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const name of controllers?.split(',') ?? []) groups.set(name, path ?? '/');
  }
  return groups;
}

/** `/a/b` to `/a/b`, `/a` and the root: inside a container only the root is mounted, so that is looked at in any case. */
function ancestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('');
}

function splitPair(text: string | undefined): [string | undefined, string | undefined] {
  const [first, second] = text?.trim().split(/\s+/) ?? [];
  return [first, second];
}

function quotaOf(quota: string | undefined, period: string | undefined): number {
  const share = Number(quota) / Number(period);
  return Number.isFinite(share) && share > 0 ? share : Infinity;
}

/** `max`, or version 1's largest page-aligned number, means no limit. */
function bytesOf(text: string | undefined): number {
  const bytes = Number(text?.trim() || 'none');
  return Number.isFinite(bytes) && bytes > 0 && bytes < 2 ** 60 ? bytes : Infinity;
}

function readKernelFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
