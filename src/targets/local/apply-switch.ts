/** The phases switch and verify: in, a context and a release's id; out, the release serving and confirmed, or the old one still serving. */

import { join } from 'node:path';
import { interruption, type Problem, UserError } from '../../model/problem.ts';
import { type Context, redactSecrets } from './context.ts';
import type { ServingWish } from './desired.ts';
import { askFirstPage, findBrokenFirstPage } from './first-page.ts';
import { type Layout, releaseLayout } from './layout.ts';
import { readRelease } from './record.ts';
import { supervisedRelease } from './runtime.ts';
import { pickReason } from './server-words.ts';
import { readAbout, urlOf } from './state.ts';
import { connectSupervisor, type SupervisorClient, startSupervisor } from './supervisor/client.ts';
import type { SwitchEvent, SwitchResult } from './supervisor/protocol.ts';

/** Seconds that the supervisor waits for our word before it goes back: we may have died. */
const confirmWithinSeconds = 60;

export async function stopSupervisor({ desired }: Context<ServingWish>): Promise<void> {
  const client = await connectSupervisor(desired.layout.run);
  await client?.stop();
}

/** Sends traffic back to the release that served before a switch whose operator has died, and waits for its end. */
export async function endSwitch({ world, desired }: Context<ServingWish>): Promise<void> {
  const client = await connectSupervisor(desired.layout.run);
  if (client === undefined) return;
  for (const { id } of (await client.status()).others) await client.undo(id, 'the run that began it has ended');
  while (!world.signal.aborted && (await client.status()).switching) await world.clock.sleep(100);
  client.close();
}

export async function beginSupervision(context: Context<ServingWish>): Promise<void> {
  const { world, desired } = context;
  const { layout, options } = desired;
  const { host, port } = options;
  const wish = { runFolder: layout.run, host, port, webLog: layout.webLog, resume: false };
  const client = await startSupervisor(world, desired.self, wish, layout.supervisorLog);
  context.session.startedSupervisor = true;
  const status = await client.status();
  client.close();
  const about = { ...desired.about, host, port: status.port };
  world.disk.write(layout.about, `${JSON.stringify(about, null, 2)}\n`, 0o600);
}

/** Starts the release beside the old one and returns when traffic has moved; the switch waits for `probe` then. */
export async function switchTraffic(context: Context<ServingWish>, id: string): Promise<void> {
  const { world, desired, session } = context;
  const release = readRelease(world.disk, desired.layout, id);
  const client = await connectSupervisor(desired.layout.run);
  if (release === undefined || client === undefined) throw gone();
  const isUpdate = (await client.status()).current !== null;
  if (isUpdate) session.firstPage = await askFirstPage(world, addressOf(context));
  const moved = Promise.withResolvers<void>();
  const onEvent = (event: SwitchEvent) => {
    session.detail(describeEvent(event));
    if (event.kind === 'moved') moved.resolve();
  };
  const wanted = supervisedRelease(desired.layout, release, world.env.PATH ?? '', isUpdate);
  const result = client.switchTo(wanted, onEvent, { confirmWithinSeconds });
  session.pending = { client, result };
  const stopWaiting = onInterrupt(context, () => client.undo(id, 'interrupted'));
  const ended = await Promise.race([moved.promise, result]).finally(stopWaiting);
  if (ended !== undefined && !ended.ok) await failSwitch(context, client, ended);
}

/** Asks the site as a visitor would; a pending switch is confirmed or undone by the answer. */
export async function probeSite(context: Context<ServingWish>, id: string): Promise<void> {
  const { world, desired, session } = context;
  const url = addressOf(context);
  const broken = await findBrokenFirstPage(world, url, session.firstPage);
  const problems = broken.length > 0 ? broken : await desired.verify(url, session.pending !== undefined);
  const errors = problems.filter((problem) => problem.level === 'error');
  for (const problem of problems) if (problem.level !== 'error') world.terminal.warn(problem.message);
  const { pending } = session;
  if (pending === undefined) {
    if (errors.length > 0) throw new UserError(errors);
    return;
  }
  if (errors.length > 0 || world.signal.aborted) return undoSwitch(context, id, errors);
  const stopWaiting = onInterrupt(context, () => pending.client.undo(id, 'interrupted'));
  await pending.client.confirm(id);
  session.detail('watching it');
  const result = await pending.result.finally(stopWaiting);
  if (!result.ok) await failSwitch(context, pending.client, result);
  pending.client.close();
  session.pending = undefined;
  markServing(context, desired.layout, id);
}

function addressOf({ world, desired }: Context<ServingWish>): string {
  const about = readAbout(world, desired.layout);
  return urlOf(about?.host ?? desired.options.host, about?.port ?? desired.options.port);
}

async function undoSwitch(context: Context<ServingWish>, id: string, errors: readonly Problem[]): Promise<void> {
  const { pending } = context.session;
  const reason = errors[0]?.message ?? 'interrupted';
  await pending?.client.undo(id, reason);
  await pending?.result;
  if (pending) await endFruitless(context, pending.client);
  throw errors.length > 0 ? new UserError(errors) : interruption();
}

/** The release that serves; and that it did, so that a rollback never goes to one that could not. */
function markServing({ world }: Context<ServingWish>, layout: Layout, id: string): void {
  world.disk.link(join('releases', id), layout.current);
  const mark = join(releaseLayout(layout, id).folder, 'served');
  if (!world.disk.exists(mark)) world.disk.write(mark, world.clock.now().toISOString());
}

async function failSwitch(
  context: Context<ServingWish>,
  client: SupervisorClient,
  result: Extract<SwitchResult, { ok: false }>,
): Promise<never> {
  const { current } = await client.status();
  await endFruitless(context, client);
  if (context.world.signal.aborted) throw interruption();
  const source = `${releaseLayout(context.desired.layout, result.id).source}/`;
  const lines = pickReason(result.lines).map((line) => `| ${line.replaceAll(source, '')}`);
  const still = current === null ? 'nothing serves' : `${current.id} still serves`;
  const said = redactSecrets(lines.join('\n'), context.desired.secrets);
  throw new UserError({
    level: 'error',
    code: `release-failed-${result.stage}`,
    message: `release ${result.id} did not come up (${result.reason}); ${still}${said === '' ? '' : `\n${said}`}`,
    fix: 'mend it and run the same command again; `nuages logs` shows more',
  });
}

/** After a failure: traffic goes back, and a supervisor that this run started for nothing ends. */
export async function takeBackSwitch(context: Context<ServingWish>, id: string): Promise<void> {
  const { pending, startedSupervisor } = context.session;
  if (pending) {
    await pending.client.undo(id, 'the rollout failed').catch(() => false);
    await pending.result.catch(() => undefined);
    await endFruitless(context, pending.client).catch(() => undefined);
  } else if (startedSupervisor) {
    const client = await connectSupervisor(context.desired.layout.run);
    if (client) await endFruitless(context, client);
  }
}

/** A supervisor that this run started and that has nothing to serve is not left behind. */
async function endFruitless(context: Context<ServingWish>, client: SupervisorClient): Promise<void> {
  context.session.pending = undefined;
  const { current } = await client.status();
  if (context.session.startedSupervisor && current === null) await client.stop();
  client.close();
}

function onInterrupt({ world }: Context<ServingWish>, act: () => Promise<unknown>): () => void {
  const listener = () => void act();
  world.signal.addEventListener('abort', listener, { once: true });
  return () => world.signal.removeEventListener('abort', listener);
}

function describeEvent(event: SwitchEvent): string {
  switch (event.kind) {
    case 'started':
      return `started (pid ${event.pid}), waiting until it is ready`;
    case 'ready':
      return `ready after ${(event.milliseconds / 1000).toFixed(1)} s`;
    case 'soaked':
      return 'runs quietly; moving traffic';
    case 'moved':
      return event.from === null ? 'serves' : `traffic moved from ${event.from}`;
    case 'confirmed':
      return 'confirmed';
    case 'undoing':
      return `going back: ${event.reason}`;
    case 'draining':
      return `the old release finishes ${event.inFlight} requests`;
    case 'stopped':
      return 'the old release has stopped';
  }
}

function gone(): UserError {
  const message = 'the supervisor of the site has gone while it was needed';
  return new UserError({ level: 'error', code: 'supervisor-failed', message, fix: 'run the same command again' });
}
