/** Versions and specifiers: in, what files say of Django or Python; out, the versions that fit. */

import { satisfies } from '@renovatebot/pep440';

export type Release = readonly [number, number];

/**
 * Django's feature releases with the Pythons that each supports, first and last.
 * Source: https://docs.djangoproject.com/en/stable/faq/install/#what-python-version-can-i-use-with-django
 */
const supported: readonly { readonly django: Release; readonly first: Release; readonly last: Release }[] = [
  { django: [2, 2], first: [3, 5], last: [3, 9] },
  { django: [3, 0], first: [3, 6], last: [3, 9] },
  { django: [3, 1], first: [3, 6], last: [3, 9] },
  { django: [3, 2], first: [3, 6], last: [3, 10] },
  { django: [4, 0], first: [3, 8], last: [3, 10] },
  { django: [4, 1], first: [3, 8], last: [3, 11] },
  { django: [4, 2], first: [3, 8], last: [3, 12] },
  { django: [5, 0], first: [3, 10], last: [3, 12] },
  { django: [5, 1], first: [3, 10], last: [3, 13] },
  { django: [5, 2], first: [3, 10], last: [3, 14] },
  { django: [6, 0], first: [3, 12], last: [3, 14] },
  { django: [6, 1], first: [3, 12], last: [3, 14] },
];

/** The feature releases that a version (`5.2`, `4.2.11`) or specifier (`>=4.2,<5`, `~=5.0`) allows, oldest first. */
export function djangoReleases(said: string | null): readonly Release[] {
  const all = supported.map(({ django }) => django);
  if (said === null) return all;
  const exact = readRelease(said);
  if (exact) return [exact];
  // 99 stands for the newest patch release, so that `>=4.2.7` allows 4.2.
  return all.filter(([major, minor]) => fits(`${major}.${minor}.99`, said) || fits(`${major}.${minor}`, said));
}

/** The Pythons for a range of Django releases: from the oldest one's first to the newest one's last. Null for unknown releases. */
export function pythonsFor(releases: readonly Release[]): { readonly first: Release; readonly last: Release } | null {
  const rows = supported.filter(({ django }) => releases.some((release) => sameRelease(release, django)));
  const [oldest, newest] = [rows[0], rows.at(-1)];
  return oldest && newest ? { first: oldest.first, last: newest.last } : null;
}

/** `3.12` or `3.12.4` as its feature release; undefined for a specifier. */
export function readRelease(said: string): Release | undefined {
  const match = /^(?:==)?\s*v?(\d+)\.(\d+)(?:\.[\w.*]+)?$/.exec(said.trim());
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** True when the version fits the specifier; a specifier that cannot be read fits nothing. */
export function fits(version: string, specifier: string): boolean {
  try {
    return satisfies(version, specifier);
  } catch {
    return false;
  }
}

function sameRelease(a: Release, b: Release): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
