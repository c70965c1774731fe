/** The decision of a local rollout: in, what is there and what is wanted; out, the kinds of steps. */

import { describe, expect, test } from 'vitest';
import type { Plan } from '../../model/plan.ts';
import type { Placement } from '../../model/target.ts';
import { localCapabilities } from './capabilities.ts';
import type { LocalDesired } from './desired.ts';
import { layoutOf } from './layout.ts';
import { nextSteps } from './next.ts';
import { readLocalOptions } from './options.ts';
import type { LocalRelease, Serving } from './record.ts';
import type { LocalState } from './state.ts';
import type { SupervisorStatus } from './supervisor/protocol.ts';

const health = { alive: '/healthz', ready: '/readyz' };
const plan: Plan = {
  version: 1,
  name: 'shop',
  environment: 'production',
  project: { managePy: 'manage.py', directory: '.', settings: 'shop.settings' },
  build: {
    python: '>=3.10',
    preferredPython: null,
    manager: 'pip',
    files: ['requirements.txt'],
    added: ['gunicorn>=23'],
    collectStatic: true,
    tasks: [],
  },
  processes: [],
  tasks: [{ name: 'migrate', manage: ['migrate', '--noinput'] }],
  services: [],
  volumes: [],
  variables: [],
  http: { domains: [], tls: 'none', trustedProxies: [], health, maxBodyBytes: 1 },
  overlay: {
    version: 1,
    settings: 'shop.settings',
    configuration: null,
    wsgi: null,
    asgi: null,
    directory: '.',
    inputs: {},
    secrets: [],
    exportSecrets: false,
    hosts: [],
    csrfOrigins: [],
    https: false,
    behindProxy: true,
    health,
    databases: {},
    staticRoot: '{release}/static',
    staticShared: '{site}/static',
    mediaRoot: '{site}/data/media',
    serveMedia: true,
    off: [],
  },
  limits: { memoryPerWorkerMegabytes: 160, databaseConnections: { peak: 0, limit: null } },
  keepReleases: 3,
  decisions: [],
  problems: [],
};

const placement: Placement = {
  target: 'local',
  plan,
  capabilities: localCapabilities,
  host: { cores: 2, memoryBytes: 2 ** 32, architecture: 'x64', platform: 'linux' },
  web: { workers: 2, threads: 4 },
  decisions: [],
  problems: [],
  staticBy: 'application',
};

const desired: LocalDesired = {
  layout: layoutOf('/srv/shop'),
  placement,
  about: { name: 'shop', domains: [] },
  options: readLocalOptions({}),
  secrets: new Map(),
  self: { program: 'node', args: ['nuages'] },
  verify: async () => [],
  tree: 'tree-2',
  configHash: 'config-1',
  excluded: [],
  made: [],
  secretVersion: '20261121-060000-aaaa',
  releaseId: '20261121-070000-bbbb',
  runtimeFolder: '/runtime',
  force: false,
  commit: null,
  dirty: false,
  by: 'somebody@here',
  installerEnv: {},
};

const serving: Serving = {
  server: 'gunicorn',
  workers: 2,
  threads: 4,
  timeoutSeconds: 30,
  graceSeconds: 30,
  readySeconds: 60,
  soakSeconds: 2,
  watchSeconds: 5,
  health,
  trustedProxies: [],
  maxBodyBytes: 1,
};

const release: LocalRelease = {
  version: 1,
  id: '20261121-060000-aaaa',
  tree: 'tree-2',
  configHash: 'config-1',
  secretVersions: {},
  migrationLeaves: [],
  commit: null,
  dirty: false,
  by: 'somebody@here',
  at: '2026-11-21T06:00:00.000Z',
  secretVersion: '20261121-060000-aaaa',
  environment: 'env-1',
  python: '3.11.7',
  directory: '.',
  settings: 'shop.settings',
  serving,
  tasks: [],
};

const supervisor: SupervisorStatus = {
  pid: 100,
  host: '127.0.0.1',
  port: 8000,
  startedAt: '2026-11-21T06:00:00.000Z',
  current: {
    id: release.id,
    pid: 101,
    state: 'running',
    startedAt: '2026-11-21T06:00:00.000Z',
    restarts: 0,
    inFlight: 0,
  },
  others: [],
  switching: false,
  attached: false,
};

const empty: LocalState = {
  releases: [],
  partialReleases: [],
  environments: [],
  partialEnvironments: [],
  secretVersions: [],
  current: undefined,
  supervisor: undefined,
  about: undefined,
  lockedBy: undefined,
  backups: [],
};
const up: LocalState = { ...empty, releases: [release], environments: ['env-1'], current: release, supervisor };
const down: LocalState = { ...up, supervisor: undefined };

const kinds = (state: LocalState, wanted = desired) => nextSteps(state, wanted).map((step) => step.kind);
const build = ['copy-source', 'write-secrets', 'make-environment', 'check-project', 'collect-static'];

describe('the next steps of a local site', () => {
  test('of nothing are all of them, in the order of the phases', () => {
    const start = ['check-port', 'check-room', 'find-python'];
    const end = ['back-up', 'migrate', 'write-record', 'start-supervisor', 'switch', 'probe', 'clean'];
    expect(kinds(empty)).toEqual([...start, ...build, ...end]);
  });

  test('of an unchanged site that serves are only to probe it', () => {
    expect(kinds(up)).toEqual(['probe']);
  });

  test('of an unchanged site that is down start what is there, without building', () => {
    expect(kinds(down)).toEqual(['check-port', 'back-up', 'migrate', 'start-supervisor', 'switch', 'probe', 'clean']);
  });

  test('of changed code build beside what serves, and touch neither port nor supervisor', () => {
    const steps = kinds(up, { ...desired, tree: 'tree-3' });
    const end = ['back-up', 'migrate', 'write-record', 'switch', 'probe', 'clean'];
    expect(steps).toEqual(['check-room', 'find-python', ...build, ...end]);
  });

  test.each([
    ['configuration', { configHash: 'config-2' }],
    ['secrets', { secretVersion: '20261121-080000-cccc' }],
    ['a wish for a new release', { force: true }],
  ])('of other %s make a new release', (_, change) => {
    const steps = nextSteps(up, { ...desired, ...change });
    expect(steps.map((step) => step.kind)).toContain('copy-source');
    expect(new Set(steps.map((step) => step.release))).toEqual(new Set([desired.releaseId]));
  });

  test('of another port stop and start the supervisor with the release that is there', () => {
    const steps = kinds(up, { ...desired, options: readLocalOptions({ port: 9000 }) });
    expect(steps).toContain('stop-supervisor');
    expect(steps.indexOf('stop-supervisor')).toBeLessThan(steps.indexOf('start-supervisor'));
    expect(steps).not.toContain('copy-source');
    expect(kinds(up, { ...desired, options: readLocalOptions({ port: 0 }) })).toEqual(['probe']);
  });

  test('of a release whose environment is gone build again', () => {
    expect(kinds({ ...up, environments: [] })).toContain('make-environment');
  });

  test('after a cut-off run clean up first', () => {
    const steps = nextSteps({ ...up, partialReleases: ['20261121-063000-dddd'] }, desired);
    expect(steps[0]).toMatchObject({ phase: 'prepare', kind: 'remove-partial', command: 'rm -r 20261121-063000-dddd' });
  });

  test('while a switch of a dead run goes on end that first', () => {
    const switching = { ...up, supervisor: { ...supervisor, switching: true } };
    expect(kinds(switching)).toEqual(['end-switch', 'probe']);
  });

  test('run build tasks between static files and the database', () => {
    const tasks = [{ name: 'compress', manage: ['compress', '--force'] }];
    const busy = { ...placement, plan: { ...plan, build: { ...plan.build, tasks } } };
    const steps = nextSteps(empty, { ...desired, placement: busy });
    const at = steps.findIndex(({ kind }) => kind === 'build-tasks');
    expect(steps[at]).toMatchObject({ phase: 'build', command: 'python -m nuages_runtime manage compress --force' });
    expect([steps[at - 1]?.kind, steps[at + 1]?.kind]).toEqual(['collect-static', 'back-up']);
  });

  test('of a project without static files collect none', () => {
    const bare = { ...placement, plan: { ...plan, build: { ...plan.build, collectStatic: false } } };
    expect(kinds(empty, { ...desired, placement: bare })).not.toContain('collect-static');
  });
});
