/** Models ahead of their migrations: in, what `makemigrations --check --dry-run` said; out, the apps that it names. */

import type { Output } from '../../model/shell.ts';

/**
 * @param output status 1 with `Migrations for 'app':` per app when something lacks. Any other failure (no database, a question
 * that nobody answers) is no sign of it, and names no app.
 * @see https://docs.djangoproject.com/en/5.2/ref/django-admin/#cmdoption-makemigrations-check
 */
export function findDriftingApps({ status, stdout }: Pick<Output, 'status' | 'stdout'>): readonly string[] {
  if (status !== 1) return [];
  return [...stdout.matchAll(/^Migrations for '([^']+)':$/gm)].map(([, app = '']) => app);
}
