/** What is to be done: in, what is there and what is wanted; out, steps. Pure: nothing is looked at or changed. */

import { joinShellWords } from '../../formats/shell-words.ts';
import type { Phase, Step } from '../../model/target.ts';
import type { LocalDesired } from './desired.ts';
import { releaseLayout } from './layout.ts';
import type { LocalRelease } from './record.ts';
import type { LocalState } from './state.ts';

export type StepKind =
  | 'remove-partial'
  | 'end-switch'
  | 'check-room'
  | 'check-port'
  | 'find-python'
  | 'copy-source'
  | 'write-secrets'
  | 'make-environment'
  | 'check-project'
  | 'collect-static'
  | 'build-tasks'
  | 'back-up'
  | 'migrate'
  | 'write-record'
  | 'stop-supervisor'
  | 'start-supervisor'
  | 'switch'
  | 'probe'
  | 'clean';

/** One step of a local rollout, for one release. */
export interface LocalStep extends Step {
  readonly kind: StepKind;
  readonly release: string;
}

/** Where a rollout stands: which release it is for, and what of it is missing. */
interface Situation {
  readonly id: string;
  /** A complete release of exactly this code, configuration and secrets is there. */
  readonly isReused: boolean;
  /** The supervisor listens, but elsewhere. */
  readonly isMoving: boolean;
  readonly mustStart: boolean;
  /** The release serves already. */
  readonly isServing: boolean;
}

/**
 * Decides between four cases: nothing has changed and the site serves (only probe it); it is down (start what is there); it is
 * to listen elsewhere (stop, then start); or a new release is needed.
 */
export function nextSteps(state: LocalState, desired: LocalDesired): readonly LocalStep[] {
  const situation = judge(state, desired);
  const step: MakeStep = (phase, kind, title, command) => ({ phase, kind, title, command, release: situation.id });
  return [
    ...prepareSteps(step, state, desired, situation),
    ...(situation.isReused ? [] : buildSteps(step, desired, situation.id)),
    ...releaseSteps(step, desired, situation),
    ...switchSteps(step, desired, situation),
    step('verify', 'probe', `ask ${addressOf(desired)} as a visitor would`, `nuages verify ${addressOf(desired)}`),
    ...(situation.isServing ? [] : [cleanStep(step, desired)]),
  ];
}

function judge(state: LocalState, desired: LocalDesired): Situation {
  const reused = desired.force ? undefined : findSame(state, desired);
  const id = reused?.id ?? desired.releaseId;
  const isMoving = state.supervisor !== undefined && !listensWhere(state, desired);
  const mustStart = state.supervisor === undefined || isMoving;
  const isServing = !mustStart && state.supervisor?.current?.id === id;
  return { id, isReused: reused !== undefined, isMoving, mustStart, isServing };
}

type MakeStep = (phase: Phase, kind: StepKind, title: string, command: string) => LocalStep;

function prepareSteps(
  step: MakeStep,
  state: LocalState,
  desired: LocalDesired,
  { isReused, mustStart }: Situation,
): readonly LocalStep[] {
  const { host, port } = desired.options;
  const { build } = desired.placement.plan;
  const partial = leftovers(state);
  const steps: LocalStep[] = [];
  // We hold the lock, so whoever began that switch has died.
  if (state.supervisor?.switching)
    steps.push(step('prepare', 'end-switch', 'end the switch of a run that was cut off', 'nuages down'));
  if (partial !== '')
    steps.push(step('prepare', 'remove-partial', 'remove what an interrupted run left', `rm -r ${partial}`));
  if (mustStart) steps.push(step('prepare', 'check-port', `see that port ${port} is free`, `listen ${host}:${port}`));
  if (isReused) return steps;
  steps.push(step('prepare', 'check-room', 'see that the disk has room', `df ${desired.layout.site}`));
  steps.push(step('prepare', 'find-python', `find Python ${build.python}`, 'python3 --version'));
  return steps;
}

function buildSteps(step: MakeStep, desired: LocalDesired, id: string): readonly LocalStep[] {
  const { build } = desired.placement.plan;
  const { layout, secretVersion } = desired;
  const own = releaseLayout(layout, id);
  const files = [...build.files, ...build.added].join(' ') || 'nothing';
  const steps = [
    step('build', 'copy-source', 'copy the project', joinShellWords(['cp', '-r', layout.project, own.source])),
    step('build', 'write-secrets', 'write secret files', `${layout.secrets}/${secretVersion}/NAME (mode 0600)`),
    step('build', 'make-environment', `virtual environment with ${files}`, `pip install ${files}`),
    step('build', 'check-project', "run Django's own checks", 'python -m nuages_runtime manage check'),
  ];
  const manage = 'python -m nuages_runtime manage';
  const tasks = build.tasks.map((task) => task.manage.join(' ')).join('; ');
  return [
    ...steps,
    ...(build.collectStatic
      ? [step('build', 'collect-static', 'collect static files', `${manage} collectstatic --noinput`)]
      : []),
    ...(tasks === '' ? [] : [step('build', 'build-tasks', `manage.py ${tasks}`, `${manage} ${tasks}`)]),
  ];
}

function releaseSteps(step: MakeStep, desired: LocalDesired, situation: Situation): readonly LocalStep[] {
  const backup = 'python -m nuages_runtime backup-sqlite default FILE';
  const migrate = 'python -m nuages_runtime manage migrate --noinput';
  const record = releaseLayout(desired.layout, situation.id).record;
  const steps = [
    step('release', 'back-up', 'back up databases with migrations to come', backup),
    step('release', 'migrate', 'migrate', migrate),
  ];
  const data = situation.isServing ? [] : steps;
  return situation.isReused ? data : [...data, step('release', 'write-record', 'write the record', record)];
}

function switchSteps(step: MakeStep, desired: LocalDesired, situation: Situation): readonly LocalStep[] {
  const { id, isMoving, mustStart, isServing } = situation;
  const steps: LocalStep[] = [];
  const supervise = joinShellWords(['nuages', 'supervise', desired.layout.run]);
  const serve = 'python -m gunicorn nuages_runtime.wsgi:application';
  if (isMoving) steps.push(step('switch', 'stop-supervisor', 'stop listening on the old address', 'nuages down'));
  if (mustStart) steps.push(step('switch', 'start-supervisor', `listen on ${addressOf(desired)}`, supervise));
  if (!isServing) steps.push(step('switch', 'switch', `start ${id}, wait until it is ready, move traffic`, serve));
  return steps;
}

function cleanStep(step: MakeStep, desired: LocalDesired): LocalStep {
  const kept = desired.placement.plan.keepReleases;
  return step('clean', 'clean', `keep ${kept} releases`, `rm -r ${desired.layout.releases}/<older ones>`);
}

function addressOf(desired: LocalDesired): string {
  return `http://${desired.options.host}:${desired.options.port}/`;
}

/** The newest release of exactly this code, configuration and secrets. */
function findSame(state: LocalState, desired: LocalDesired): LocalRelease | undefined {
  return state.releases.findLast(
    (release) =>
      release.tree === desired.tree &&
      release.configHash === desired.configHash &&
      release.secretVersion === desired.secretVersion &&
      state.environments.includes(release.environment),
  );
}

function listensWhere(state: LocalState, desired: LocalDesired): boolean {
  const { supervisor } = state;
  const { host, port } = desired.options;
  return supervisor?.host === host && (port === 0 || supervisor.port === port);
}

function leftovers(state: LocalState): string {
  return [...state.partialReleases, ...state.partialEnvironments].join(' ');
}
