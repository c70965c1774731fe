/** The probes of a local rollout: in, its URL; out, what a visitor would find wrong. */

import type { Http } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { World } from '../model/shell.ts';

type Health = Http['health'];

/** Asks the health paths through the front, as the last proof before the old release goes. */
export async function verifyHealth(world: World, url: string, health: Health): Promise<readonly Problem[]> {
  const answers = await Promise.all([health.alive, health.ready].map((path) => askStatus(world, new URL(path, url))));
  return answers.flatMap(({ path, said }): readonly Problem[] =>
    said === '200' ? [] : [{ level: 'error', code: 'not-healthy', message: `${path} answers ${said} in place of 200` }],
  );
}

async function askStatus(world: World, url: URL): Promise<{ readonly path: string; readonly said: string }> {
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(10_000)]);
  try {
    const response = await fetch(url, { redirect: 'manual', signal });
    await response.arrayBuffer();
    return { path: url.pathname, said: String(response.status) };
  } catch (error) {
    return { path: url.pathname, said: error instanceof Error ? `nothing (${error.message})` : 'nothing' };
  }
}
