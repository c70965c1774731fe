/** The targets by name: in, nothing; out, what can be said of each without loading its code, and how to load it. The single list. */

import { exitCode, type Problem, UserError } from '../model/problem.ts';
import type { Capabilities, Placement, RenderedFile } from '../model/target.ts';
import { localCapabilities } from './local/capabilities.ts';

/** What every verb may use of a target without knowing its state. */
export interface AnyTarget {
  readonly name: string;
  readonly title: string;
  readonly capabilities: Capabilities;
  check(placement: Placement): readonly Problem[];
  render(placement: Placement): readonly RenderedFile[];
}

export interface TargetEntry extends Pick<AnyTarget, 'name' | 'title' | 'capabilities'> {
  load(): Promise<AnyTarget>;
}

/** In the order in which they are shown. config/target-options.ts has their tables of nuages.toml; a test compares the two. */
export const targets: readonly TargetEntry[] = [
  {
    name: 'local',
    title: 'This machine, without containers',
    capabilities: localCapabilities,
    load: async () => (await import('./local/index.ts')).target,
  },
];

export const targetNames: readonly string[] = targets.map(({ name }) => name);

/** @throws UserError `unknown-target`, exit code 2 */
export function findTarget(name: string): TargetEntry {
  const entry = targets.find((target) => target.name === name);
  if (entry !== undefined) return entry;
  const fix = `use one of: ${targetNames.join(', ')}`;
  throw new UserError(
    { level: 'error', code: 'unknown-target', message: `there is no target ${name}`, fix },
    exitCode.usage,
  );
}

/** @throws UserError as findTarget */
export async function getTarget(name: string): Promise<AnyTarget> {
  return findTarget(name).load();
}
