/** Three-way merge of a rendered file: in, the text that nuages wrote, the user's and the new one; out, one text and its conflicts. */

import { diff3Merge } from 'node-diff3';

export interface Merge {
  /** The merged text; where there are conflicts, the user's lines stand in it. */
  readonly text: string;
  readonly conflicts: number;
}

/**
 * Merges by lines. Without a base nothing tells the user's changes from ours, so any difference is a conflict.
 * The line ends of the user's text are kept: a checkout may have turned them into CRLF.
 */
export function mergeRendered(base: string | undefined, ours: string, theirs: string): Merge {
  if (sameText(ours, theirs)) return { text: ours, conflicts: 0 };
  if (base === undefined) return { text: ours, conflicts: 1 };
  if (sameText(base, theirs)) return { text: ours, conflicts: 0 };
  const regions = diff3Merge(split(ours), split(base), split(theirs), { excludeFalseConflicts: true });
  const lines = regions.flatMap((region) => region.ok ?? region.conflict?.a ?? []);
  const text = lines.join('\n');
  return {
    text: ours.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text,
    conflicts: regions.filter((region) => region.conflict !== undefined).length,
  };
}

/** True when two texts differ in nothing but line ends. */
export function sameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}

function split(text: string): string[] {
  return text.replaceAll('\r\n', '\n').split('\n');
}
