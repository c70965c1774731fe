/** A plan on one target and one host: in, the plan, capabilities and measurements; out, the Placement that targets render. */

import type { Overlay, Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Capabilities, Host, Placement } from '../model/target.ts';
import { serviceOf } from '../services/list.ts';
import { listOrigins, localNames } from './http.ts';
import { decideSizes } from './sizing.ts';

/** Decides what depends on the place: sizes, who serves files and ends TLS, whose word on the visitor's address counts. Pure. */
export function place(
  plan: Plan,
  target: { readonly name: string; readonly capabilities: Capabilities },
  host: Host,
): Placement {
  const { capabilities } = target;
  const sizes = decideSizes(plan, host);
  const { workers, threads, peakConnections, connectionLimit } = sizes;
  const databaseConnections = { peak: peakConnections, limit: connectionLimit };
  return {
    target: target.name,
    plan: {
      ...plan,
      limits: { ...plan.limits, databaseConnections },
      overlay: placeOverlay(plan, capabilities),
    },
    capabilities,
    host,
    web: { workers, threads },
    decisions: sizes.decisions,
    problems: [...sizes.problems, ...checkServices(plan, target.name, capabilities)],
    staticBy: capabilities.servesFiles ? 'proxy' : 'application',
  };
}

/** Where nothing of the target ends TLS, the site is also opened on the machine itself, by the machine's own names. */
function placeOverlay({ overlay, http }: Plan, capabilities: Capabilities): Overlay {
  const https = http.tls === 'proxy' || capabilities.tls !== 'none';
  const isLocal = capabilities.tls === 'none';
  return {
    ...overlay,
    https,
    behindProxy: capabilities.proxy !== 'none',
    hosts: isLocal ? [...new Set([...overlay.hosts, ...localNames])] : overlay.hosts,
    csrfOrigins: [...new Set([...overlay.csrfOrigins, ...listOrigins(http.domains, https)])],
    serveMedia: !capabilities.servesFiles && capabilities.disk !== 'ephemeral',
  };
}

/** A kind that the target cannot run must be given from outside: told, with the variable to set. */
function checkServices(plan: Plan, target: string, capabilities: Capabilities): Problem[] {
  const database = /^(sqlite|postgresql|mysql)$/;
  return plan.services
    .filter(({ kind }) => !capabilities.services.includes(kind) && !database.test(kind))
    .filter(
      ({ kind }) => !plan.variables.some(({ name, source }) => source === 'given' && name.includes(kind.toUpperCase())),
    )
    .map(({ kind, name }) => {
      const { title, urlTemplate } = serviceOf(kind);
      const message = `the ${name} is ${title}, which the target ${target} does not run, and no address was given`;
      const fix = `start ${title} yourself and put ${kind === 'redis' ? 'REDIS_URL' : 'CACHE_URL'}=${urlTemplate} into .env.${plan.environment}`;
      return { level: 'warning', code: 'service-not-run', message, fix };
    });
}
