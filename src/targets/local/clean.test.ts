/** Which releases are kept: in, ids and what runs; out, the ids that stay. */

import { expect, test } from 'vitest';
import { keepNewest } from './clean.ts';

const releases = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const kept = (pinned: readonly string[], count: number) =>
  keepNewest(releases, new Set(pinned), count).map((release) => release.id);

test.each([
  ['the newest, in their order', ['e'], 3, ['c', 'd', 'e']],
  ['whatever runs, however old, and it counts', ['a'], 3, ['a', 'd', 'e']],
  ['all that run, even when they are more', ['a', 'b', 'c'], 2, ['a', 'b', 'c']],
  ['all, when there are fewer', ['e'], 9, ['a', 'b', 'c', 'd', 'e']],
] as const)('keeps %s', (_, pinned, count, expected) => {
  expect(kept(pinned, count)).toEqual(expected);
});
