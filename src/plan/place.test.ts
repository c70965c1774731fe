/** Placements: in, plans on hosts and targets; out, checked sizes, hosts and warnings. */

import { describe, expect, test } from 'vitest';
import { loadConfig, type PartialWrittenConfig } from '../config/index.ts';
import { createMemorySource } from '../model/memory-source.ts';
import type { Project } from '../model/project.ts';
import type { Capabilities, Host, Placement } from '../model/target.ts';
import { localCapabilities } from '../targets/local/capabilities.ts';
import { makePlan } from './index.ts';
import { place } from './place.ts';
import { createProject, fact } from './project.test-data.ts';

const gigabyte = 1024 ** 3;

function placeOn(
  host: Partial<Host>,
  flags: PartialWrittenConfig = {},
  about: Partial<Project> = {},
  capabilities: Partial<Capabilities> = {},
): Placement {
  const config = loadConfig(createMemorySource({}), { flags });
  const plan = makePlan(createProject(about), config, { plain: new Map(), secrets: new Map() });
  const whole = { cores: 2, memoryBytes: 8 * gigabyte, architecture: 'x64', platform: 'linux', ...host };
  return place(plan, { name: 'somewhere', capabilities: { ...localCapabilities, ...capabilities } }, whole);
}

const postgres = { databases: fact([{ alias: 'default', engines: ['postgresql'], backends: [] }]) };

describe('sizes', () => {
  test('follow cores, two workers at least, twelve at most', () => {
    expect(placeOn({ cores: 1 }).web).toEqual({ workers: 2, threads: 4 });
    expect(placeOn({ cores: 4 }).web).toEqual({ workers: 4, threads: 4 });
    expect(placeOn({ cores: 64, memoryBytes: 256 * gigabyte }).web.workers).toBe(12);
  });

  test('leave room in memory for two releases side by side', () => {
    expect(placeOn({ cores: 8, memoryBytes: gigabyte }).web.workers).toBe(2);
    expect(placeOn({ cores: 8, memoryBytes: 0.3 * gigabyte }).web.workers).toBe(1);
    expect(placeOn({ cores: 8, memoryBytes: gigabyte }, { web: { memory: '60MB' } }).web.workers).toBe(6);
  });

  test('stay under the connections that the database grants, in a rollout too', () => {
    const { web, plan } = placeOn({ cores: 12, memoryBytes: 64 * gigabyte }, {}, postgres);
    expect(web).toEqual({ workers: 12, threads: 3 });
    expect(plan.limits.databaseConnections).toEqual({ peak: 12 * 3 * 2 + 3, limit: 97 });
    expect(placeOn({ cores: 4 }, { database: { connections: 9 } }, postgres).web).toEqual({ workers: 3, threads: 1 });
    expect(placeOn({ cores: 12, memoryBytes: 64 * gigabyte }).plan.limits.databaseConnections).toEqual({
      peak: 0,
      limit: null,
    });
  });

  test('that the user said stay, with a warning where they do not fit', () => {
    const placement = placeOn({ memoryBytes: gigabyte }, { web: { workers: 9, threads: 9 } }, postgres);
    expect(placement.web).toEqual({ workers: 9, threads: 9 });
    expect(placement.problems.map(({ code }) => code)).toEqual(['memory-short', 'connections-short']);
    expect(placement.plan.decisions.find(({ key }) => key === 'web.workers')).toMatchObject({ value: 9, from: 'flag' });
  });

  test('give ASGI one thread and say why', () => {
    const placement = placeOn({}, { serve: 'asgi' });
    expect(placement.web).toEqual({ workers: 2, threads: 1 });
    expect(placement.decisions.map(({ key }) => key)).toEqual(['web.workers', 'web.threads']);
    expect(placement.decisions[0]?.why).toContain('2 cores; 8192 MB hold 20 workers of 160 MB twice over.');
  });
});

describe('the overlay', () => {
  test("answers to this machine's names only where nothing ends TLS", () => {
    const flags = { domains: ['a.example'] };
    expect(placeOn({}, flags).plan.overlay).toMatchObject({
      hosts: ['a.example', 'localhost', '127.0.0.1', '[::1]'],
      https: false,
    });
    const own = placeOn({}, flags, {}, { tls: 'own', servesFiles: true });
    expect(own.plan.overlay).toMatchObject({ hosts: ['a.example'], https: true, serveMedia: false });
    expect(own.plan.overlay.csrfOrigins).toContain('https://a.example');
    expect(own.staticBy).toBe('proxy');
  });
});

test('a service that the target does not run is a warning with the variable to set', () => {
  const { problems } = placeOn({}, {}, { cache: fact<string | null>('django.core.cache.backends.redis.RedisCache') });
  expect(problems).toMatchObject([
    { level: 'warning', code: 'service-not-run', fix: expect.stringContaining('REDIS_URL=redis://HOST:6379/0') },
  ]);
});
