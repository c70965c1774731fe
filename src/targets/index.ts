/** The list of targets: in, a name; out, the target, loaded when it is asked for. */

import type { Problem } from '../model/problem.ts';
import { exitCode, UserError } from '../model/problem.ts';
import type { Capabilities, Placement, RenderedFile } from '../model/target.ts';

/** What every verb may use of a target without knowing its state. */
export interface AnyTarget {
  readonly name: string;
  readonly title: string;
  readonly capabilities: Capabilities;
  check(placement: Placement): readonly Problem[];
  render(placement: Placement): readonly RenderedFile[];
}

const loaders: Readonly<Record<string, () => Promise<AnyTarget>>> = {
  local: async () => (await import('./local/index.ts')).target,
};

/** Names in the order in which they are shown. */
export const targetNames: readonly string[] = Object.keys(loaders);

/** @throws UserError `unknown-target`, exit code 2 */
export async function getTarget(name: string): Promise<AnyTarget> {
  const load = loaders[name];
  if (load !== undefined) return load();
  const fix = `use one of: ${targetNames.join(', ')}`;
  throw new UserError(
    { level: 'error', code: 'unknown-target', message: `there is no target ${name}`, fix },
    exitCode.usage,
  );
}
