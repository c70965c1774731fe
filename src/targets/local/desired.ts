/** What a rollout on this machine is to reach: plain data and the few things that only the caller can give. */

import type { Overlay } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Secret } from '../../model/secret.ts';
import type { Placement } from '../../model/target.ts';
import { hashOf } from '../../release/record.ts';
import type { Layout } from './layout.ts';
import type { LocalOptions } from './options.ts';
import type { Serving } from './record.ts';
import type { SelfCommand } from './supervisor/client.ts';

/** What serving a release needs, be it a new one or, in a rollback, an old one. */
export interface ServingWish {
  readonly layout: Layout;
  readonly options: Pick<LocalOptions, 'host' | 'port'>;
  /** Kept in site.json, with the port that was given. */
  readonly about: { readonly name: string; readonly domains: readonly string[] };
  /** Values that must not be shown when a server's last words are. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** How this program is started again, for the supervisor. */
  readonly self: SelfCommand;
  /** Probes of the contract, given by the command: all of them for a release that is new in traffic, else only its health. */
  readonly verify: (url: string, isNew: boolean) => Promise<readonly Problem[]>;
}

export interface LocalDesired extends ServingWish {
  readonly placement: Placement;
  /** Hash of the project's files as they are now. */
  readonly tree: string;
  /** Hash of everything else that makes a release what it is. */
  readonly configHash: string;
  /** Relative paths that are data, not code: they are neither hashed nor copied. */
  readonly excluded: readonly string[];
  /** Those of the secrets that nuages made and keeps. */
  readonly made: readonly string[];
  /** The version in `.nuages/secrets` that holds exactly these values, or the name of a new one. */
  readonly secretVersion: string;
  /** Id of the release if a new one is needed. */
  readonly releaseId: string;
  /** The package's folder with `nuages_runtime`. */
  readonly runtimeFolder: string;
  readonly options: LocalOptions;
  /** Make a new release even when nothing has changed. */
  readonly force: boolean;
  readonly commit: string | null;
  readonly dirty: boolean;
  readonly by: string;
  /** Variables for package installers (indexes, certificates) from the operator's environment. */
  readonly installerEnv: Readonly<Record<string, string>>;
}

/** The text of runtime.json: what `render` writes and `up` uses. */
export function formatOverlay(overlay: Overlay): string {
  return `${JSON.stringify(overlay, null, 2)}\n`;
}

/** How the placement's web process is served. */
export function servingOf(placement: Placement, options: LocalOptions): Serving {
  const { plan, web } = placement;
  const process = plan.processes.find((candidate) => candidate.kind === 'web');
  return {
    server: 'gunicorn',
    workers: web.workers,
    threads: web.threads,
    timeoutSeconds: process?.kind === 'web' ? process.timeoutSeconds : 60,
    graceSeconds: process?.graceSeconds ?? 30,
    readySeconds: options.readySeconds,
    soakSeconds: options.soakSeconds,
    watchSeconds: options.watchSeconds,
    health: plan.http.health,
    trustedProxies: plan.http.trustedProxies,
    maxBodyBytes: plan.http.maxBodyBytes,
  };
}

/** @param runtimeTree hash of the package's Python side: a newer nuages makes a new release of the same project */
export function hashConfig(placement: Placement, options: LocalOptions, runtimeTree: string): string {
  const { overlay, build, tasks, volumes } = placement.plan;
  return hashOf({ overlay, build, tasks, volumes, serving: servingOf(placement, options), runtimeTree });
}
