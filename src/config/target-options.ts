/** The tables `[targets.<name>]`: in, the option schemas of the targets; out, one schema, without loading a target. */

import { z } from 'zod';
import { localSchema, readLocalOptions } from '../targets/local/options.ts';

/** One line for each target of targets/list.ts, which this folder may not import; a test compares the two. */
const tables = { local: localSchema.optional() };
const readers = { local: readLocalOptions };

export type TargetName = keyof typeof readers;
export type TargetOptions = { readonly [Name in TargetName]: ReturnType<(typeof readers)[Name]> };

export const targetNames = Object.keys(tables) as TargetName[];
export const targetsSchema = z.strictObject(tables);

/** Fills in the defaults of each target. */
export function readTargetOptions(written: z.infer<typeof targetsSchema>): TargetOptions {
  return { local: readers.local(written.local ?? {}) };
}
