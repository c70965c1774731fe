/** What may go after a rollout: in, a site; out, the same without old releases and what only they used. Data is never touched. */

import { join } from 'node:path';
import type { Disk, World } from '../../model/shell.ts';
import { type Layout, layoutOf, releaseLayout } from './layout.ts';
import type { LocalRelease } from './record.ts';
import { observeSite } from './state.ts';

/** Keeps the newest releases, whatever runs, and the environments, secrets and static files that they use. */
export async function cleanSite(world: World, folder: string, keepReleases: number): Promise<void> {
  const layout = layoutOf(folder);
  const { disk } = world;
  const state = await observeSite(world, folder);
  const running = [state.supervisor?.current, ...(state.supervisor?.others ?? [])].map((server) => server?.id);
  const pinned = new Set([state.current?.id, ...running]);
  const kept = keepNewest(state.releases, pinned, keepReleases);
  const ids = new Set(kept.map((release) => release.id));
  for (const release of state.releases) if (!ids.has(release.id)) disk.remove(join(layout.releases, release.id));
  const environments = new Set(kept.map((release) => release.environment));
  // Whatever is in no use: also one whose Python has gone, and what an installer that outlived its interrupted run has written.
  const made = disk.list(layout.environments);
  for (const name of made) if (!environments.has(name)) disk.remove(join(layout.environments, name));
  const versions = new Set(kept.map((release) => release.secretVersion));
  for (const version of state.secretVersions) if (!versions.has(version)) disk.remove(join(layout.secrets, version));
  pruneStatic(disk, layout, kept);
}

/** Pinned ones count among the newest; they stay however old they are. */
export function keepNewest<R extends { readonly id: string }>(
  releases: readonly R[],
  pinned: ReadonlySet<string | undefined>,
  count: number,
): readonly R[] {
  const free = releases.filter((release) => !pinned.has(release.id)).toReversed();
  const held = releases.filter((release) => pinned.has(release.id));
  const newest = free.slice(0, Math.max(0, count - held.length));
  return releases.filter((release) => held.includes(release) || newest.includes(release));
}

/** Hashed files that no kept release has are asked for by no page any more. */
function pruneStatic(disk: Disk, layout: Layout, kept: readonly LocalRelease[]): void {
  const wanted = new Set(kept.flatMap((release) => listFiles(disk, releaseLayout(layout, release.id).static)));
  for (const path of listFiles(disk, layout.static)) {
    if (!wanted.has(path)) disk.remove(join(layout.static, path));
  }
}

function listFiles(disk: Disk, root: string, folder = ''): readonly string[] {
  return disk.list(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    return disk.entry(join(root, path))?.kind === 'folder' ? listFiles(disk, root, path) : [path];
  });
}
