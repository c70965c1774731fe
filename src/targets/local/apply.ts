/** Does the steps of a local rollout: in, a step; out, the change made. Each step may be done twice without harm. */

import type { World } from '../../model/shell.ts';
import { buildTasks, checkProject, collectStatic, copySource, makeEnvironment, writeSecrets } from './apply-build.ts';
import { checkPort, checkRoom, choosePython, removePartial } from './apply-prepare.ts';
import { backUp, migrate, writeRecord } from './apply-release.ts';
import {
  beginSupervision,
  endSwitch,
  probeSite,
  stopSupervisor,
  switchTraffic,
  takeBackSwitch,
} from './apply-switch.ts';
import { cleanSite } from './clean.ts';
import { type Context, createSession } from './context.ts';
import type { LocalDesired } from './desired.ts';
import { releaseLayout } from './layout.ts';
import type { LocalStep, StepKind } from './next.ts';
import { readRelease } from './record.ts';
import { makeSiteFolder } from './site-folder.ts';
import { observeSite } from './state.ts';

const deeds: Readonly<Record<StepKind, (context: Context, id: string) => Promise<void>>> = {
  'remove-partial': removePartial,
  'end-switch': endSwitch,
  'check-room': checkRoom,
  'check-port': checkPort,
  'find-python': choosePython,
  'copy-source': copySource,
  'write-secrets': writeSecrets,
  'make-environment': makeEnvironment,
  'check-project': checkProject,
  'collect-static': collectStatic,
  'build-tasks': buildTasks,
  'back-up': backUp,
  migrate,
  'write-record': writeRecord,
  'stop-supervisor': stopSupervisor,
  'start-supervisor': beginSupervision,
  switch: switchTraffic,
  probe: probeSite,
  clean: ({ world, desired }) => cleanSite(world, desired.layout.project, desired.placement.plan.keepReleases),
};

/** One rollout: applies its steps and, when one has failed, takes back what would be left half. */
export interface Applier {
  apply(step: LocalStep, detail: (text: string) => void): Promise<void>;
  /** Removes what an unfinished release has left, and a supervisor with nothing to serve. */
  takeBack(): Promise<void>;
}

export function createApplier(world: World, desired: LocalDesired): Applier {
  const session = createSession();
  return {
    apply: async (step, detail) => {
      makeSiteFolder(world.disk, desired.layout);
      session.detail = detail;
      await deeds[step.kind]({ world, desired, detail, session }, step.release);
    },
    takeBack: async () => {
      const context = { world, desired, detail: () => undefined, session };
      const { layout, releaseId } = desired;
      await takeBackSwitch(context, releaseId);
      if (readRelease(world.disk, layout, releaseId) === undefined) {
        world.disk.remove(releaseLayout(layout, releaseId).folder);
      }
      const { partialEnvironments } = await observeSite(world, layout.project);
      if (partialEnvironments.length > 0) await removePartial(context);
    },
  };
}
