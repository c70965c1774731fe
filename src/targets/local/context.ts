/** What the steps of one rollout share: in, the world and what is wanted; out, runs of the Python side with errors in words. */

import { ToolError, UserError } from '../../model/problem.ts';
import type { Secret } from '../../model/secret.ts';
import type { Output, World } from '../../model/shell.ts';
import type { LocalDesired, ServingWish } from './desired.ts';
import type { FirstPage } from './first-page.ts';
import { releaseLayout } from './layout.ts';
import { findMissingModule } from './missing-module.ts';
import { readDraft, readRelease } from './record.ts';
import { type Runnable, runtimeCommand } from './runtime.ts';
import type { SupervisorClient } from './supervisor/client.ts';
import type { SwitchResult } from './supervisor/protocol.ts';

/** A switch whose end is awaited by a later step. */
export interface PendingSwitch {
  readonly client: SupervisorClient;
  readonly result: Promise<SwitchResult>;
}

export interface Context<D extends ServingWish = LocalDesired> {
  readonly world: World;
  readonly desired: D;
  readonly detail: (text: string) => void;
  readonly session: Session;
}

/** What the steps of one rollout hand on to later ones. */
export interface Session {
  /** Set by the step `switch`, settled by `probe`. */
  pending: PendingSwitch | undefined;
  /** What the release answered that served before the switch. */
  firstPage: FirstPage | undefined;
  startedSupervisor: boolean;
  /** Of the step that goes on now: a switch has something to say in two phases. */
  detail: (text: string) => void;
}

export function createSession(): Session {
  return { pending: undefined, firstPage: undefined, startedSupervisor: false, detail: () => undefined };
}

/** The release that a step is for: its record, or what the draft says so far. */
export function runnableOf(context: Context, id: string): Runnable {
  const { world, desired } = context;
  const record = readRelease(world.disk, desired.layout, id);
  if (record !== undefined) return record;
  const { environment = '' } = readDraft(world.disk, desired.layout, id);
  const { directory } = desired.placement.plan.project;
  return { id, environment, directory, secretVersion: desired.secretVersion };
}

/**
 * Runs `python -m nuages_runtime ARGS` in a release.
 * @param code and `what` name the failure for a person: the last lines are shown, without any secret value
 * @throws UserError
 */
export function runInRelease(context: Context, id: string, args: readonly string[], failure: Failure): Promise<string> {
  return runRuntime(context, runnableOf(context, id), args, failure);
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

/** The same for a release that is known as it is run. */
export async function runRuntime(
  context: Context<ServingWish>,
  release: Runnable,
  args: readonly string[],
  failure: Failure,
): Promise<string> {
  const { world, desired } = context;
  const command = runtimeCommand(desired.layout, release, args, world.env.PATH ?? '');
  const output = await world.shell.run(command);
  if (output.status === 0) return output.stdout;
  const source = `${releaseLayout(desired.layout, release.id).source}/`;
  const text = redactSecrets(lastWords(output).replaceAll(source, ''), desired.secrets);
  const cause = findMissingModule(text);
  throw new UserError({ level: 'error', ...failure, ...cause, message: `${failure.message}\n${text}` });
}

/** The last line of JSON that a subcommand printed; a project may print before it while it is imported. */
export function lastJson<T>(stdout: string): T {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line) as T;
  } catch {
    throw new ToolError('python -m nuages_runtime', 0, stdout);
  }
}

/** A secret may stand in what a project prints when it fails. */
export function redactSecrets(text: string, secrets: ReadonlyMap<string, Secret>): string {
  let shown = text;
  for (const secret of secrets.values()) {
    if (secret.reveal().length >= 6) shown = shown.replaceAll(secret.reveal(), String(secret));
  }
  return shown;
}

function lastWords(output: Output): string {
  const said = output.stderr.trim() === '' ? output.stdout : output.stderr;
  // Python's own import machinery stands between the lines that matter.
  const lines = said
    .trimEnd()
    .split('\n')
    .filter((line) => !line.includes('<frozen importlib'))
    .slice(-15);
  return lines.map((line) => `| ${line}`).join('\n');
}
