/** What the Python side gets: in, the other parts of a plan; out, the Overlay that becomes runtime.json. */

import { posix } from 'node:path';
import type { Config } from '../config/index.ts';
import type { Http, Overlay, PlannedVariable } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { PlannedDatabase } from './databases.ts';
import type { Decisions } from './decisions.ts';
import { listOrigins } from './http.ts';

/** Where things lie: `{release}` belongs to one release, `{site}` lives across them. */
export const places = {
  staticRoot: '{release}/static',
  staticShared: '{site}/static',
  mediaRoot: '{site}/data/media',
} as const;

/** All that the overlay is made of. */
export interface OverlayParts {
  readonly settings: string;
  readonly directory: string;
  readonly http: Http;
  readonly hosts: readonly string[];
  readonly variables: readonly PlannedVariable[];
  readonly databases: readonly PlannedDatabase[];
}

/** Decides the overlay. `https` and `behindProxy` are as without a target; place() corrects them. */
export function planOverlay(project: Project, config: Config, decisions: Decisions, parts: OverlayParts): Overlay {
  const { http, variables } = parts;
  const https = http.tls === 'proxy';
  const text = (key: string, said: Config['wsgi'], fact: Project['wsgi']) =>
    decisions.choose<string | null>(key, { said, fact, default: null, why: "Django's own application is used." });
  return {
    version: 1,
    settings: parts.settings,
    configuration: text('configuration', config.configuration, project.settings.configuration),
    wsgi: text('wsgi', config.wsgi, project.wsgi),
    asgi: text('asgi', config.asgi, project.asgi),
    directory: parts.directory,
    inputs: Object.fromEntries(variables.flatMap(({ name, value }) => (value === null ? [] : [[name, value]]))),
    secrets: variables.filter(({ secret }) => secret).map(({ name }) => name),
    exportSecrets: decisions.choose('secrets.export', {
      said: config.exportSecrets,
      default: false,
      why: 'Child processes need no secrets.',
    }),
    hosts: parts.hosts,
    csrfOrigins: listOrigins(http.domains, https),
    https,
    behindProxy: https,
    health: http.health,
    databases: planConnections(config, decisions, parts.databases),
    ...places,
    serveMedia: true,
    off: decisions.choose('off', { said: config.off, default: [], why: 'Every unsafe setting is overridden.' }),
  };
}

function planConnections(
  config: Config,
  decisions: Decisions,
  databases: readonly PlannedDatabase[],
): Overlay['databases'] {
  const age = decisions.choose('database.max-age', {
    said: config.database.maxAgeSeconds,
    default: 60,
    why: 'Connecting for each request is what costs most in a small page.',
  });
  const pool = decisions.choose<number | null>('database.pool', {
    said: config.database.pool,
    default: null,
    why: 'Each thread keeps its own connection.',
  });
  return Object.fromEntries(
    databases.map(({ alias, kind, sqlite, urlSecret }) => [
      alias,
      { sqlite, urlSecret, connMaxAgeSeconds: kind === 'sqlite' ? 0 : age, pool: kind === 'postgresql' ? pool : null },
    ]),
  );
}

/** The folder of manage.py, as the overlay wants it. */
export function folderOf(managePy: string): string {
  return posix.dirname(posix.normalize(managePy));
}
