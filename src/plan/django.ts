/** Whether this Django can be served: in, what the project asks for; out, a problem before anything is installed. */

import type { Problem } from '../model/problem.ts';
import type { Project } from '../model/project.ts';
import { djangoReleases, fits, type Release } from './versions.ts';

/** What the Python side is written for; before it middleware, settings and hosts are handled too differently. */
const oldestThatWorks: Release = [3, 2];
/** What runtime/tests/matrix.json begins with. */
const oldestTested: Release = [4, 2];

/** An error for a Django that cannot be served, a warning for one that is not tested and gets no security fixes. */
export function checkDjango({ django }: Project): readonly Problem[] {
  const newest = newestAllowed(django.value);
  if (django.value === null || newest === undefined || !isBefore(newest, oldestTested)) return [];
  const works = !isBefore(newest, oldestThatWorks);
  const asked = `the project asks for Django ${django.value}`;
  const range = `${oldestThatWorks.join('.')} and later work, ${oldestTested.join('.')} and later are tested`;
  return [
    {
      level: works ? 'warning' : 'error',
      code: works ? 'django-old' : 'django-too-old',
      message: works
        ? `${asked}, which gets no more security fixes and is not tested with nuages (${range})`
        : `${asked}, which nuages cannot serve (${range})`,
      at: django.at ?? undefined,
      fix: 'raise Django in the project: https://docs.djangoproject.com/en/stable/howto/upgrade-version/',
    },
  ];
}

/** The newest feature release that fits; undefined when it is newer than all that are known. */
function newestAllowed(said: string | null): Release | undefined {
  const known = djangoReleases(said).at(-1);
  if (known !== undefined || said === null) return known;
  return ancient.findLast(([major, minor]) => fits(`${major}.${minor}.99`, said) || fits(`${major}.${minor}`, said));
}

/** Django 1.4 to 1.11, 2.0 and 2.1: they can only be too old. */
const ancient: readonly Release[] = [
  ...[4, 5, 6, 7, 8, 9, 10, 11].map((minor): Release => [1, minor]),
  ...[0, 1].map((minor): Release => [2, minor]),
];

function isBefore([major, minor]: Release, [otherMajor, otherMinor]: Release): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
