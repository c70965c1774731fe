/** From one release to the next: in, the new one beside what runs; out, one of the two serving and the other one ended. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedRelease, SwitchEvent, SwitchOptions, SwitchResult } from './protocol.ts';
import { createRun, type ReleaseRun } from './release-run.ts';
import type { Traffic } from './traffic.ts';
import type { ServerHome } from './web-server.ts';

/** What is run at this moment; `switchRelease` changes it, whoever writes it down reads it. */
export interface Site {
  readonly home: ServerHome;
  readonly traffic: Traffic;
  current: ReleaseRun | undefined;
  readonly others: Set<ReleaseRun>;
  switching: Verdict | undefined;
}

/** What a person or a program has to say about a switch that goes on. */
export interface Verdict {
  readonly id: string;
  /** Aborted to send traffic back, or to give up before it moved; the reason is a text. */
  readonly undo: AbortController;
  readonly confirmed: Promise<void>;
  confirm(): void;
  /** True when it is too late to undo. */
  settled: boolean;
}

type Tell = (event: SwitchEvent) => void;

export function createVerdict(id: string): Verdict {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { id, undo: new AbortController(), confirmed: promise, confirm: resolve, settled: false };
}

/**
 * Starts a release beside the current one, moves traffic and ends the loser of the two. Never rejects for what the
 * release does wrong: that is a result, and the old release still serves then.
 */
export async function switchRelease(
  site: Site,
  release: SupervisedRelease,
  options: SwitchOptions,
  tell: Tell,
): Promise<SwitchResult> {
  if (site.switching !== undefined) {
    return failed(release.id, 'busy', `a switch to ${site.switching.id} is going on`, undefined);
  }
  const verdict = createVerdict(release.id);
  site.switching = verdict;
  let run: ReleaseRun | undefined;
  try {
    run = createRun(site.home, site.traffic, release);
    site.others.add(run);
    return await performSwitch(site, run, options, verdict, tell);
  } catch (error) {
    return failed(release.id, 'start', error instanceof Error ? error.message : String(error), run);
  } finally {
    site.switching = undefined;
    if (run !== undefined) site.others.delete(run);
    site.home.changed();
  }
}

async function performSwitch(
  site: Site,
  run: ReleaseRun,
  options: SwitchOptions,
  verdict: Verdict,
  tell: Tell,
): Promise<SwitchResult> {
  const { id } = run.release;
  const { signal } = verdict.undo;
  const server = await run.start();
  site.home.changed();
  tell({ kind: 'started', id, pid: server.pid });
  const began = Date.now();
  const unready = await run.admit(signal);
  if (unready !== undefined) return giveUp(site, run, 'ready', wish(signal) ?? unready);
  tell({ kind: 'ready', id, milliseconds: Date.now() - began });
  const unsound = await run.watch(run.release.soakSeconds, signal);
  if (unsound !== undefined || signal.aborted) return giveUp(site, run, 'soak', wish(signal) ?? `${unsound}`);
  tell({ kind: 'soaked', id });
  const old = site.current;
  site.traffic.point(run.slot);
  tell({ kind: 'moved', id, from: old?.release.id ?? null });
  const regret = await judge(run, options, verdict);
  verdict.settled = true;
  if (regret !== undefined) return goBack(site, run, old, regret, tell);
  run.keep();
  site.current = run;
  site.others.delete(run);
  if (old !== undefined) site.others.add(old);
  site.home.changed();
  tell({ kind: 'confirmed', id });
  if (old !== undefined) await retire(site, old, tell);
  return { ok: true, id };
}

/** Watches the new release in traffic; says why it must go, if it must. */
async function judge(run: ReleaseRun, options: SwitchOptions, verdict: Verdict): Promise<string | undefined> {
  const { signal } = verdict.undo;
  const seen = await run.watch(run.release.watchSeconds, signal);
  if (seen !== undefined || signal.aborted) return wish(signal) ?? seen;
  if (options.confirmWithinSeconds === null) return undefined;
  const wait = new AbortController();
  const either = AbortSignal.any([wait.signal, signal]);
  const { ended } = run.server() ?? { ended: Promise.resolve('it has ended') };
  const late = sleep(options.confirmWithinSeconds * 1000, undefined, { signal: either }).then(
    () => `nobody confirmed it within ${options.confirmWithinSeconds} s`,
    () => wish(signal),
  );
  const regret = await Promise.race([verdict.confirmed.then(() => undefined), ended, late]);
  wait.abort();
  return regret;
}

/** The text that somebody gave as the reason to undo. */
function wish(signal: AbortSignal): string | undefined {
  return signal.aborted ? String(signal.reason) : undefined;
}

async function giveUp(site: Site, run: ReleaseRun, stage: 'ready' | 'soak', reason: string): Promise<SwitchResult> {
  await run.stop();
  site.home.changed();
  return failed(run.release.id, stage, reason, run);
}

async function goBack(
  site: Site,
  run: ReleaseRun,
  old: ReleaseRun | undefined,
  reason: string,
  tell: Tell,
): Promise<SwitchResult> {
  site.traffic.point(old?.slot);
  tell({ kind: 'undoing', id: run.release.id, reason });
  await retire(site, run, tell);
  return failed(run.release.id, 'undone', reason, run);
}

async function retire(site: Site, run: ReleaseRun, tell: Tell): Promise<void> {
  const { id } = run.release;
  tell({ kind: 'draining', id, inFlight: run.slot.inFlight });
  const how = await run.stop();
  site.others.delete(run);
  site.home.changed();
  tell({ kind: 'stopped', id, how });
}

function failed(
  id: string,
  stage: Exclude<SwitchResult, { ok: true }>['stage'],
  reason: string,
  run: ReleaseRun | undefined,
): SwitchResult {
  return { ok: false, id, stage, reason, lines: run?.server()?.lines() ?? [] };
}
