/** Where everything of a local site lies: in, the project's folder; out, paths below its `.nuages/`. */

import { join, resolve } from 'node:path';

export interface Layout {
  /** The project's own folder. */
  readonly project: string;
  /** `.nuages`, which the runtime calls `{site}`. */
  readonly site: string;
  readonly releases: string;
  readonly environments: string;
  readonly tools: string;
  readonly data: string;
  readonly static: string;
  readonly secrets: string;
  readonly run: string;
  readonly logs: string;
  readonly webLog: string;
  readonly supervisorLog: string;
  readonly backups: string;
  readonly lock: string;
  /** Symbolic link to the release that serves, or served last. */
  readonly current: string;
  /** Name, host and port of the site, for `status` and `down`. */
  readonly about: string;
}

/** Absolute paths; nothing is looked at. */
export function layoutOf(folder: string): Layout {
  const project = resolve(folder);
  const site = join(project, '.nuages');
  return {
    project,
    site,
    releases: join(site, 'releases'),
    environments: join(site, 'envs'),
    tools: join(site, 'tools'),
    data: join(site, 'data'),
    static: join(site, 'static'),
    secrets: join(site, 'secrets'),
    run: join(site, 'run'),
    logs: join(site, 'logs'),
    webLog: join(site, 'logs', 'web.log'),
    supervisorLog: join(site, 'logs', 'supervisor.log'),
    backups: join(site, 'backups'),
    lock: join(site, 'lock'),
    current: join(site, 'current'),
    about: join(site, 'site.json'),
  };
}

/** The folders of one release. */
export interface ReleaseLayout {
  readonly folder: string;
  readonly source: string;
  readonly runtime: string;
  readonly overlay: string;
  readonly static: string;
  readonly record: string;
  /** What the steps of an unfinished release have found out so far. */
  readonly draft: string;
}

export function releaseLayout(layout: Layout, id: string): ReleaseLayout {
  const folder = join(layout.releases, id);
  return {
    folder,
    source: join(folder, 'src'),
    runtime: join(folder, 'runtime'),
    overlay: join(folder, 'runtime.json'),
    static: join(folder, 'static'),
    record: join(folder, 'release.json'),
    draft: join(folder, 'draft.json'),
  };
}
