/** What a place to deploy to declares and does: in, placements; out, files, observed state and steps. */

import type { Decision, Plan } from './plan.ts';
import type { Problem } from './problem.ts';
import type { World } from './shell.ts';

/** What a target can do, independent of any project. */
export interface Capabilities {
  readonly proxy: 'own' | 'platform' | 'none';
  /** True when that proxy serves static files and media itself. */
  readonly servesFiles: boolean;
  readonly disk: 'shared' | 'host' | 'ephemeral';
  readonly secrets: 'file' | 'environment';
  readonly tls: 'own' | 'platform' | 'none';
  readonly releaseStep: boolean;
  readonly scheduler: boolean;
  /** Service kinds that the target runs itself; others must be external. */
  readonly services: readonly string[];
}

/** What was measured on the machine that will run the site. */
export interface Host {
  /** Cores usable by the site: cgroup quota, else online cores. */
  readonly cores: number;
  /** Bytes usable by the site: cgroup limit, else physical memory. */
  readonly memoryBytes: number;
  readonly architecture: string;
  readonly platform: string;
}

/** A plan put on one target and one host. Targets render placements only. */
export interface Placement {
  readonly target: string;
  readonly plan: Plan;
  readonly capabilities: Capabilities;
  readonly host: Host;
  /** The web process with its sizes decided. */
  readonly web: { readonly workers: number; readonly threads: number };
  /** How the sizes came about, for `plan --explain`. */
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
  /** Who serves static files. */
  readonly staticBy: 'proxy' | 'application';
}

/** A file that nuages writes: relative path, text, mode. `keep` marks one that is only written when absent. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly keep: boolean;
}

/** The phases of a rollout, the same on every target. */
export const phases = ['prepare', 'build', 'release', 'switch', 'verify', 'clean'] as const;
export type Phase = (typeof phases)[number];

/** One idempotent change. `kind` is the target's own tagged union; `command` shows it to a person. */
export interface Step {
  readonly phase: Phase;
  readonly kind: string;
  readonly title: string;
  readonly command: string;
}

/** An immutable record of one release. */
export interface Release {
  readonly version: 1;
  /** Sortable and short: `20261121-064512-3f2a`. */
  readonly id: string;
  /** Hash of the source tree (or image digest). */
  readonly tree: string;
  readonly configHash: string;
  readonly secretVersions: Readonly<Record<string, string>>;
  /** `app.migration` leaves after migrate. */
  readonly migrationLeaves: readonly string[];
  readonly commit: string | null;
  readonly dirty: boolean;
  readonly by: string;
  readonly at: string;
}

/** One place to deploy to. S is its observed state, D what is wanted. */
export interface Target<S, D> {
  readonly name: string;
  readonly title: string;
  readonly capabilities: Capabilities;
  readonly tools: readonly { readonly program: string; readonly version: string; readonly why: string }[];
  check(placement: Placement): readonly Problem[];
  /** Pure: same placement, same bytes. */
  render(placement: Placement): readonly RenderedFile[];
  observe(world: World, folder: string): Promise<S>;
  next(state: S, desired: D): readonly Step[];
  apply(world: World, step: Step, desired: D): Promise<void>;
}
