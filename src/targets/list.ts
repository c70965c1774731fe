/** The targets by name: in, nothing; out, what can be said of each without loading its code. The single list. */

import type { z } from 'zod';
import type { Capabilities } from '../model/target.ts';
import { localCapabilities } from './local/capabilities.ts';
import { localSchema } from './local/options.ts';

export interface TargetEntry {
  readonly name: string;
  readonly title: string;
  /** The table `[targets.<name>]` of nuages.toml. */
  readonly options: z.ZodObject;
  readonly capabilities: Capabilities;
}

export const targets: readonly TargetEntry[] = [
  { name: 'local', title: 'This machine, without containers', options: localSchema, capabilities: localCapabilities },
];

/** The entry of that name, or undefined. */
export function findTarget(name: string): TargetEntry | undefined {
  return targets.find((target) => target.name === name);
}
