/** Apps that `migrate` passes over in silence: in, those that the Python side found; out, a refusal that names each. */

import { type Place, UserError } from '../../model/problem.ts';

/** An app with models, without migrations and without tables. */
export interface Tableless {
  readonly app: string;
  /** The first of its models. */
  readonly at: Place;
}

/**
 * Made in a release, migrations would differ from one machine to the next, so they are the project's to keep.
 * @throws UserError `no-migrations` for each app
 */
export function refuseTableless(apps: readonly Tableless[]): void {
  if (apps.length === 0) return;
  throw new UserError(
    apps.map(({ app, at }) => ({
      level: 'error',
      code: 'no-migrations',
      message: `the app ${app} has models but no migrations, so its tables would never be made`,
      at,
      fix: `run python manage.py makemigrations ${app}, and keep the files that it writes`,
    })),
  );
}
