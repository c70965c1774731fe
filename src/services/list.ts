/** The backing services: in, an engine, a scheme or a kind; out, what is known of it. The single list. */

import { memcached } from './memcached.ts';
import { mysql } from './mysql.ts';
import { postgresql } from './postgresql.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redis } from './redis.ts';
import type { Service, ServiceKind } from './service.ts';
import { sqlite } from './sqlite.ts';

const services: readonly Service[] = [sqlite, postgresql, mysql, redis, memcached, rabbitmq];

/** The service of a kind. */
export function serviceOf(kind: ServiceKind): Service {
  return { sqlite, postgresql, mysql, redis, memcached, rabbitmq }[kind];
}

/** By the last word of a Django database backend. */
export function findServiceByEngine(engine: string): Service | undefined {
  return services.find((service) => service.engines.includes(engine));
}

/** By the scheme of a URL, in lower case. */
export function findServiceByScheme(scheme: string): Service | undefined {
  return services.find((service) => service.schemes.includes(scheme));
}
