/** What the local target notes about a release: in, its draft as the steps go on; out, the record that is never changed. */

import type { Task } from '../../model/plan.ts';
import type { Disk } from '../../model/shell.ts';
import type { Release } from '../../model/target.ts';
import { parseRelease } from '../../release/record.ts';
import { type Layout, releaseLayout } from './layout.ts';
import type { Python } from './python.ts';

/** How a release is served; kept with it, so that a rollback restores it. */
export interface Serving {
  readonly server: 'gunicorn';
  readonly workers: number;
  readonly threads: number;
  readonly timeoutSeconds: number;
  readonly graceSeconds: number;
  readonly readySeconds: number;
  readonly soakSeconds: number;
  readonly watchSeconds: number;
  readonly health: { readonly alive: string; readonly ready: string };
  readonly trustedProxies: readonly string[];
  readonly maxBodyBytes: number;
}

/** The record of a local release: release.json. */
export interface LocalRelease extends Release {
  readonly secretVersion: string;
  /** Folder name in `.nuages/envs`. */
  readonly environment: string;
  readonly python: string;
  /** Where manage.py lies below the source. */
  readonly directory: string;
  readonly settings: string;
  readonly serving: Serving;
  readonly tasks: readonly Task[];
}

/** What is known before the record is written; each step adds its part. */
export interface Draft {
  readonly tree?: string;
  readonly environment?: string;
  readonly python?: Python;
  readonly leaves?: readonly string[];
}

export function readDraft(disk: Disk, layout: Layout, id: string): Draft {
  return JSON.parse(disk.read(releaseLayout(layout, id).draft) ?? '{}') as Draft;
}

export function addToDraft(disk: Disk, layout: Layout, id: string, part: Draft): void {
  const draft = { ...readDraft(disk, layout, id), ...part };
  disk.write(releaseLayout(layout, id).draft, JSON.stringify(draft), 0o600);
}

/** The record of a finished release; undefined for one that an interruption left half. */
export function readRelease(disk: Disk, layout: Layout, id: string): LocalRelease | undefined {
  return parseRelease<LocalRelease>(disk.read(releaseLayout(layout, id).record));
}
