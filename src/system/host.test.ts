/** Limits as a kernel tells them: in, its files; out, cores and bytes. */

import { describe, expect, test } from 'vitest';
import { readLimits } from './host.ts';

/** A kernel that has just these files. */
const kernel = (files: Readonly<Record<string, string>>) => (path: string) => files[path];

describe('limits of the machine', () => {
  test('are the tightest on the way to the root (cgroup version 2)', () => {
    const read = kernel({
      '/proc/self/cgroup': '0::/site.slice/web.scope\n',
      '/sys/fs/cgroup/site.slice/web.scope/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/site.slice/cpu.max': '150000 100000\n',
      '/sys/fs/cgroup/site.slice/web.scope/memory.max': '536870912\n',
      '/sys/fs/cgroup/site.slice/memory.max': 'max\n',
    });
    expect(readLimits(read)).toEqual({ cores: 1.5, memoryBytes: 536_870_912 });
  });

  test('are those of the root inside a container, where the own path is not mounted', () => {
    const read = kernel({ '/proc/self/cgroup': '0::/../x\n', '/sys/fs/cgroup/memory.max': '1000000\n' });
    expect(readLimits(read)).toEqual({ cores: Infinity, memoryBytes: 1_000_000 });
  });

  test('are read from version 1 as well, where a huge number means none', () => {
    const read = kernel({
      '/proc/self/cgroup': '4:memory:/docker/a\n3:cpu,cpuacct:/docker/a\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/docker/a/cpu.cfs_quota_us': '50000\n',
      '/sys/fs/cgroup/cpu/docker/a/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    });
    expect(readLimits(read)).toEqual({ cores: 0.5, memoryBytes: Infinity });
  });

  test('are none where the kernel says nothing', () => {
    expect(readLimits(kernel({}))).toEqual({ cores: Infinity, memoryBytes: Infinity });
  });
});
