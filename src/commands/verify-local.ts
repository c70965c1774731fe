/** The probes of a local rollout: in, its URL; out, what a visitor would find wrong. */

import type { Http } from '../model/plan.ts';
import { type Problem, UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { type VerifyReport, verifySite } from '../verify/index.ts';

type Health = Http['health'];

/** For all probes; a switch waits a minute to be confirmed. */
const timeoutSeconds = 30;

/**
 * Health through the front decides on going back; what else the contract's probes find broken is told, for it may well be
 * the project's own way, and the release before it had it too.
 * @param isNew false for a release that serves already: only its health is asked
 */
export async function verifyRollout(
  world: World,
  url: string,
  health: Health,
  isNew: boolean,
): Promise<readonly Problem[]> {
  const sick = await verifyHealth(world, url, health);
  if (sick.length > 0 || !isNew) return sick;
  const report = await lookAsVisitor(world, url, health);
  if (Array.isArray(report)) return report;
  const broken = report.findings.filter((finding) => finding.outcome === 'broken');
  return broken.map(({ promise, probe, detail, fix }) => ({
    level: promise === 'K7' ? 'error' : 'warning',
    code: `probe-${probe}`,
    message: `${promise} ${probe}: ${detail}`,
    fix: fix ?? undefined,
  }));
}

/** A first page that takes too long is told like any other finding: the site's health has answered through the same front. */
async function lookAsVisitor(world: World, url: string, health: Health): Promise<VerifyReport | Problem[]> {
  try {
    return await verifySite(url, { world, timeoutSeconds, health });
  } catch (error) {
    if (!(error instanceof UserError) || world.signal.aborted) throw error;
    return error.problems.map((problem) => ({ ...problem, level: 'warning' }));
  }
}

async function verifyHealth(world: World, url: string, health: Health): Promise<readonly Problem[]> {
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
