/** Runs the Python side of one release: in, its folders; out, environments, commands and the supervised server. */

import { join } from 'node:path';
import type { Command } from '../../model/shell.ts';
import { type Layout, releaseLayout } from './layout.ts';
import type { LocalRelease } from './record.ts';
import type { SupervisedRelease } from './supervisor/protocol.ts';

/** What must be known of a release to run anything in it. */
export type Runnable = Pick<LocalRelease, 'id' | 'secretVersion' | 'environment' | 'directory'>;

/** The variables of runtime/README.md; secrets are not among them, only the folder they lie in. */
function runtimeEnvironment(layout: Layout, release: Runnable): Readonly<Record<string, string>> {
  const own = releaseLayout(layout, release.id);
  const environment = join(layout.environments, release.environment);
  return {
    NUAGES_RUNTIME: own.overlay,
    NUAGES_SITE: layout.site,
    NUAGES_RELEASE_DIR: own.folder,
    NUAGES_SECRETS_DIR: join(layout.secrets, release.secretVersion),
    NUAGES_RELEASE: release.id,
    PYTHONPATH: own.runtime,
    PYTHONUNBUFFERED: '1',
    VIRTUAL_ENV: environment,
  };
}

/** One subcommand of `python -m nuages_runtime` in a release, from the folder of its manage.py. */
export function runtimeCommand(layout: Layout, release: Runnable, args: readonly string[], path: string): Command {
  const bin = join(layout.environments, release.environment, 'bin');
  return {
    program: join(bin, 'python'),
    args: ['-m', 'nuages_runtime', ...args],
    cwd: join(releaseLayout(layout, release.id).source, release.directory),
    env: { ...runtimeEnvironment(layout, release), PATH: `${bin}:${path}` },
  };
}

/**
 * The server of a release as the supervisor is told of it.
 * @param isUpdate a release that follows another one is watched before and after traffic moves
 */
export function supervisedRelease(
  layout: Layout,
  release: LocalRelease,
  path: string,
  isUpdate: boolean,
): SupervisedRelease {
  const { serving } = release;
  const run = runtimeCommand(layout, release, [], path);
  const command = {
    program: run.program,
    args: ['-m', 'gunicorn', '-c', 'python:nuages_runtime.gunicorn_conf', 'nuages_runtime.wsgi:application'],
    cwd: run.cwd ?? layout.project,
    env: {
      ...run.env,
      NUAGES_BIND: '{socket}',
      NUAGES_LIFELINE: 'stdin',
      NUAGES_WORKERS: String(serving.workers),
      NUAGES_THREADS: String(serving.threads),
      NUAGES_TIMEOUT: String(serving.timeoutSeconds),
      NUAGES_GRACE: String(serving.graceSeconds),
    },
  };
  return {
    id: release.id,
    command,
    front: { trustedProxies: serving.trustedProxies, maxBodyBytes: serving.maxBodyBytes },
    health: serving.health,
    readySeconds: serving.readySeconds,
    soakSeconds: isUpdate ? serving.soakSeconds : 0,
    watchSeconds: isUpdate ? serving.watchSeconds : 0,
    graceSeconds: serving.graceSeconds,
  };
}
