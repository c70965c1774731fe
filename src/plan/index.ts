/** What must run: in, the facts, the user's wishes and what was given for variables; out, the Plan, which names no target. */

import type { Config } from '../config/index.ts';
import type { GivenNames } from '../model/given.ts';
import type { Http, Limits, Plan, PlannedService, PlannedVariable } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { findServiceByScheme } from '../services/list.ts';
import { planBuild } from './build.ts';
import { type Databases, planDatabases } from './databases.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { checkDjango } from './django.ts';
import { planHttp } from './http.ts';
import { folderOf, places, planOverlay } from './overlay.ts';
import { tellOverrides } from './overrides.ts';
import { planWeb } from './processes.ts';
import { checkPlan } from './rules.ts';
import { listHosts, planVariables } from './variables.ts';
import { planVolumes } from './volumes.ts';

export { place } from './place.ts';

/** Memory that a worker of a middling Django project takes once it is warm. */
const usualWorkerMegabytes = 160;

/**
 * Makes the complete plan. Pure: the same facts give the same plan. What is wrong stands in `problems`; a plan with an
 * error among them must not be run.
 */
export function makePlan(project: Project, config: Config, given: GivenNames): Plan {
  const decisions = createDecisions();
  const identity = planIdentity(project, config, decisions);
  const databases = planDatabases(project, given, config.off?.value ?? []);
  const http = planHttp(project, config, decisions);
  const web = planWeb(project, config, decisions);
  const variables = fillVariables(project, config, given, http, databases);
  const services = listServices(project, databases);
  const hosts = listHosts(null, { given, domains: config.domains ? http.domains : [] });
  return {
    version: 1,
    name: identity.name,
    environment: config.environment,
    project: identity.project,
    build: planBuild(project, config, decisions, { services, server: web.server }),
    processes: [web],
    tasks: [{ name: 'migrate', manage: ['migrate', '--noinput'] }],
    services,
    volumes: planVolumes(project, databases.list, places.mediaRoot),
    variables,
    http,
    overlay: planOverlay(project, config, decisions, {
      settings: identity.project.settings,
      directory: identity.project.directory,
      http,
      hosts: [...new Set([...http.domains, ...hosts])],
      variables,
      databases: databases.list,
    }),
    limits: planLimits(config, decisions),
    keepReleases: decisions.choose('keep-releases', {
      said: config.keepReleases,
      default: 3,
      why: 'Enough to go back.',
    }),
    decisions: decisions.list,
    problems: [
      ...checkDjango(project),
      ...checkPlan(project, config, variables, databases.missing, given),
      ...databases.problems,
      ...tellOverrides(project, config, decisions),
    ],
  };
}

function planIdentity(project: Project, config: Config, decisions: Decisions): Pick<Plan, 'name' | 'project'> {
  const managePy = decisions.choose('manage-py', {
    said: config.managePy,
    fact: project.managePy,
    default: 'manage.py',
    why: 'The usual place.',
  });
  return {
    name: decisions.choose('name', {
      said: config.name,
      fact: project.name,
      default: 'site',
      why: 'Nothing names the project.',
    }),
    project: {
      managePy,
      directory: config.managePy ? folderOf(managePy) : project.directory.value,
      settings: decisions.choose('settings', {
        said: config.settings,
        fact: project.settings.production,
        default: '',
        why: 'None was found.',
      }),
    },
  };
}

function fillVariables(
  project: Project,
  config: Config,
  given: GivenNames,
  http: Http,
  databases: Databases,
): readonly PlannedVariable[] {
  return planVariables(project.environment, {
    given,
    environment: config.environment,
    domains: http.domains,
    https: http.tls === 'proxy',
    databases: databases.list,
    staticRoot: places.staticRoot,
    mediaRoot: places.mediaRoot,
    debugAllowed: config.off?.value.includes('debug') ?? false,
  });
}

/** Databases, and what caches and queues talk to. All but SQLite are somebody else's to run until a target says otherwise. */
function listServices(project: Project, databases: Databases): readonly PlannedService[] {
  const own = databases.list.map(({ alias, kind }) => ({ kind, name: alias, external: kind !== 'sqlite' }));
  const cache = findCacheKind(project.cache.value);
  return cache ? [...own, { kind: cache, name: 'cache', external: true }] : own;
}

/** By the dotted backend of the default cache, or by its URL's scheme. */
function findCacheKind(backend: string | null): 'redis' | 'memcached' | undefined {
  if (backend === null) return undefined;
  const kind = findServiceByScheme(backend.split(':')[0] ?? '')?.kind;
  if (kind === 'redis' || kind === 'memcached') return kind;
  if (/redis|valkey/i.test(backend)) return 'redis';
  return /memcached?\.|pylibmc|^pymemcache/i.test(backend) ? 'memcached' : undefined;
}

function planLimits(config: Config, decisions: Decisions): Limits {
  const bytes = decisions.choose('web.memory', {
    said: config.web.memoryBytes,
    default: usualWorkerMegabytes * 1024 ** 2,
    why: `A warm worker of a middling project takes about ${usualWorkerMegabytes} MB.`,
  });
  return {
    memoryPerWorkerMegabytes: Math.round(bytes / 1024 ** 2),
    databaseConnections: { peak: 0, limit: config.database.connections?.value ?? null },
  };
}
