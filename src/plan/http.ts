/** Hosts, TLS, limits and health: in, facts and wishes; out, Http and the host names that the site answers to. */

import type { Config } from '../config/index.ts';
import type { Http } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Decisions } from './decisions.ts';

/** The names of this machine, for a site that has no domain. */
export const localNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Decides what faces the visitor. */
export function planHttp(project: Project, config: Config, decisions: Decisions): Http {
  const said = config.http;
  return {
    domains: decisions.choose('domains', {
      said: config.domains,
      fact: { ...project.hosts, value: findDomains(project.hosts.value ?? []) },
      default: [],
      why: "No domain is known: the site answers to this machine's own names.",
    }),
    tls: decisions.choose('http.tls', { said: said.tls, default: 'none', why: 'Nothing says that TLS ends in front.' }),
    trustedProxies: decisions.choose('http.trusted-proxies', {
      said: said.trustedProxies,
      default: [],
      why: 'Nobody is believed unless named.',
    }),
    health: {
      alive: decisions.choose('http.alive', { said: said.alive, default: '/healthz', why: 'The usual path.' }),
      ready: decisions.choose('http.ready', { said: said.ready, default: '/readyz', why: 'The usual path.' }),
    },
    maxBodyBytes: decisions.choose('http.max-body', {
      said: said.maxBodyBytes,
      default: 25 * 1024 ** 2,
      why: 'Enough for photographs.',
    }),
  };
}

/** The public names among ALLOWED_HOSTS: no wildcard, no address, no name that only a machine or a container network knows. */
function findDomains(hosts: readonly string[]): readonly string[] | null {
  const domains = hosts.map((host) => host.trim().toLowerCase()).filter(isPublicName);
  return domains.length > 0 ? domains : null;
}

function isPublicName(host: string): boolean {
  const reserved = /(^|\.)(localhost|local|internal|test|invalid|lan|home|localdomain)$/;
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(host) && !reserved.test(host);
}

/** Origins for CSRF checks: https for each domain, and http too where nothing ends TLS. */
export function listOrigins(domains: readonly string[], https: boolean): readonly string[] {
  return domains.map((domain) => `${https ? 'https' : 'http'}://${domain}`);
}
