/** What a supervisor does when it is asked: in, requests of clients; out, the site's status, switches and its end. */

import type { Server } from 'node:http';
import type { Answer } from './control.ts';
import type { Request, SupervisorStatus, SwitchEvent, SwitchResult } from './protocol.ts';
import { type Site, switchRelease } from './switch.ts';

export interface SupervisorParts {
  readonly site: Site;
  readonly front: Server;
  readonly address: { readonly host: string; readonly port: number; readonly startedAt: string };
  /** Called when all has been stopped. */
  finish(): void;
}

export interface Supervisor {
  readonly answer: Answer;
  /** Stops listening, drains, ends every web server. Further calls wait for the first. */
  stop(): Promise<void>;
}

export function createSupervisor(parts: SupervisorParts): Supervisor {
  const { site } = parts;
  let attached = false;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopSite(parts);
    return stopping;
  };
  const answer: Answer = async (request, tell, onClose) => {
    switch (request.verb) {
      case 'status':
        return describeSite(parts, attached);
      case 'switch':
      case 'restart':
        return stopping === undefined ? change(site, request, tell) : refuseChange(request);
      case 'confirm':
        return confirm(site, request.id);
      case 'undo':
        return undo(site, request.id, request.reason);
      case 'attach':
        attached = true;
        onClose(() => void stop());
        return null;
      case 'stop':
        return stop();
    }
  };
  return { answer, stop };
}

type Change = Extract<Request, { verb: 'switch' | 'restart' }>;

function change(site: Site, request: Change, tell: (event: SwitchEvent) => void): Promise<SwitchResult> {
  if (request.verb === 'switch') return switchRelease(site, request.release, request.options, tell);
  const release = site.current?.release;
  if (release === undefined) throw new Error('no release is running that could be restarted');
  return switchRelease(site, release, { confirmWithinSeconds: null }, tell);
}

function refuseChange(request: Change): SwitchResult {
  const id = request.verb === 'switch' ? request.release.id : '';
  return { ok: false, id, stage: 'stopping', reason: 'the supervisor is stopping', lines: [] };
}

function confirm(site: Site, id: string): boolean {
  if (site.switching?.id !== id) return false;
  site.switching.confirm();
  return true;
}

function undo(site: Site, id: string, reason: string): boolean {
  const { switching } = site;
  if (switching?.id !== id || switching.undo.signal.aborted || switching.settled) return false;
  switching.undo.abort(reason);
  return true;
}

function describeSite(parts: SupervisorParts, attached: boolean): SupervisorStatus {
  const { site, address } = parts;
  return {
    pid: process.pid,
    ...address,
    current: site.current?.status() ?? null,
    others: [...site.others].map((run) => run.status()),
    switching: site.switching !== undefined,
    attached,
  };
}

/** Closes the port first, so that whoever balances load elsewhere goes elsewhere; then lets the rest finish. */
async function stopSite(parts: SupervisorParts): Promise<void> {
  const { site, front } = parts;
  front.close();
  site.switching?.undo.abort('the supervisor is stopping');
  await Promise.all([...site.others].map((run) => run.stop()));
  await site.current?.stop();
  // Answers that are written to slow clients, of which the release has no part any more.
  front.closeIdleConnections();
  site.home.changed();
  parts.finish();
}
