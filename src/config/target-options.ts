/** The tables `[targets.<name>]`: in, the option schemas of the targets; out, one schema, without loading a target. */

import { z } from 'zod';
import { type LocalOptions, localSchema, readLocalOptions } from '../targets/local/options.ts';

/** Equal to the names of targets/list.ts, which a test compares. */
export const targetNames = ['local'] as const;
export type TargetName = (typeof targetNames)[number];

export const targetsSchema = z.strictObject({ local: localSchema.optional() });

export interface TargetOptions {
  readonly local: LocalOptions;
}

/** Fills in the defaults of each target. */
export function readTargetOptions(written: z.infer<typeof targetsSchema>): TargetOptions {
  return { local: readLocalOptions(written.local ?? {}) };
}
