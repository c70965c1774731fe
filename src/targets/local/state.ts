/** What is there now of a local site: in, its folder; out, plain data. Nothing is changed. */

import { basename, join } from 'node:path';
import type { World } from '../../model/shell.ts';
import { type Claim, readHolder } from '../../release/lock.ts';
import { isReleaseId } from '../../release/record.ts';
import { completeMark, isUsable } from './environment.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type LocalRelease, readRelease } from './record.ts';
import { connectSupervisor } from './supervisor/client.ts';
import type { SupervisorStatus } from './supervisor/protocol.ts';

/** Name and place of the site, kept in site.json for verbs that read no project. */
export interface About {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly domains: readonly string[];
}

export interface LocalState {
  /** Complete releases, oldest first. */
  readonly releases: readonly LocalRelease[];
  /** Releases without a record, from a run that was cut off. */
  readonly partialReleases: readonly string[];
  /** Complete ones whose Python is still there. */
  readonly environments: readonly string[];
  readonly partialEnvironments: readonly string[];
  readonly secretVersions: readonly string[];
  /** The release that serves, or served last. */
  readonly current: LocalRelease | undefined;
  readonly supervisor: SupervisorStatus | undefined;
  readonly about: About | undefined;
  readonly lockedBy: Claim | undefined;
  readonly backups: readonly string[];
}

/** Looks at the disk and asks the supervisor, when one lives. */
export async function observeSite(world: World, folder: string): Promise<LocalState> {
  const layout = layoutOf(folder);
  const { disk } = world;
  const ids = disk.list(layout.releases).filter(isReleaseId);
  const releases = ids.map((id) => readRelease(disk, layout, id)).filter((release) => release !== undefined);
  const whole = new Set(releases.map((release) => release.id));
  const supervisor = await askSupervisor(world, layout);
  const served = supervisor?.current?.id ?? linkedRelease(world, layout);
  const environments = disk.list(layout.environments);
  const isComplete = (name: string) => disk.exists(`${layout.environments}/${name}/${completeMark}`);
  const running = new Set([supervisor?.current, ...(supervisor?.others ?? [])].map((server) => server?.id));
  const usable: string[] = [];
  for (const name of environments) if (await isUsable(world, join(layout.environments, name))) usable.push(name);
  return {
    releases,
    partialReleases: ids.filter((id) => !whole.has(id) && !running.has(id)),
    environments: usable,
    partialEnvironments: environments.filter((name) => !isComplete(name)),
    secretVersions: disk.list(layout.secrets).filter(isReleaseId),
    current: releases.find((release) => release.id === served),
    supervisor,
    about: readAbout(world, layout),
    lockedBy: await readHolder(world, layout.lock),
    backups: disk.list(layout.backups),
  };
}

async function askSupervisor(world: World, layout: Layout): Promise<SupervisorStatus | undefined> {
  if (!world.disk.exists(layout.run)) return undefined;
  const client = await connectSupervisor(layout.run);
  if (client === undefined) return undefined;
  try {
    return await client.status();
  } finally {
    client.close();
  }
}

function linkedRelease(world: World, layout: Layout): string | undefined {
  const target = world.disk.entry(layout.current)?.target;
  return target === null || target === undefined ? undefined : basename(target);
}

export function readAbout(world: World, layout: Layout): About | undefined {
  const text = world.disk.read(layout.about);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as About);
  } catch {
    // Edited by hand; the next start writes it anew.
    return undefined;
  }
}

/** How a browser on this machine reaches the site. */
export function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}/`;
}
