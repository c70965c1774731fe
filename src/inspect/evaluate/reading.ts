/** One reading of an environment variable, refined while the evaluation learns what is done with it. */

import type { Place } from '../../model/problem.ts';
import type { VariableType } from '../../model/project.ts';

/** Changed in place: the same reading is met again when its text is split, compared or converted. */
export interface Reading {
  readonly name: string;
  readonly at: Place;
  /** The default as text; undefined when there is none, null when it is computed. */
  default: string | null | undefined;
  type: VariableType;
  /** Start-up raises without it, as far as seen. */
  required: boolean;
  /** Read in a branch that production may not take, so its absence proves nothing. */
  readonly conditional: boolean;
  /** What the text is split at, when it is not a comma. */
  separator?: string;
  /** The only word that counts as true. */
  trueWord?: string;
  /** The word that chooses production, for a variable that chooses between environments. */
  selects?: string;
}

/** Notes what a variable is converted to; the first conversion away from text decides. */
export function refineType(readings: readonly Reading[], type: VariableType): void {
  for (const reading of readings) if (reading.type === 'str') reading.type = type;
}

/** Notes that start-up fails without these variables, unless they were read where production may not come by. */
export function requireReadings(readings: readonly Reading[]): void {
  for (const reading of readings) if (!reading.conditional) reading.required = true;
}

const offNames = /(^|_)DEBUG($|_(MODE|ENABLED|FLAG)$)/i;

/** True for a variable that switches Django's debug mode: nuages turns it off in production. */
export function isDebugName(name: string): boolean {
  return offNames.test(name) && !/TOOLBAR|SQL|EMAIL|LOG|TEMPLATE|WEBPACK|CELERY|PROPAGATE/i.test(name);
}
