/** The secrets as the processes get them: in, planned variables with given and made values; out, one value per planned secret. */

import type { GivenValues } from '../model/given.ts';
import type { PlannedVariable } from '../model/plan.ts';
import { Secret } from '../model/secret.ts';
import { readUrlPart } from './url-parts.ts';

/**
 * Finds the value of every secret variable of a plan: that of its own name, or, where the plan says so, part of another
 * (POSTGRES_PASSWORD from DATABASE_URL). A secret without a value is left out: whoever calls decides what that means.
 */
export function resolveSecrets(
  variables: readonly PlannedVariable[],
  given: GivenValues,
  made: ReadonlyMap<string, Secret>,
): ReadonlyMap<string, Secret> {
  const found = new Map<string, Secret>();
  for (const { name, secret, source, feed } of variables) {
    if (!secret) continue;
    const origin = source === 'made' ? made.get(name) : given.get(feed?.from ?? name)?.secret;
    const value = origin && readUrlPart(origin.reveal(), feed?.part ?? 'whole');
    if (value) found.set(name, new Secret(name, value));
  }
  return found;
}
