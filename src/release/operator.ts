/** Who works here: in, this process; out, `user@host` for locks and records. */

import { hostname, userInfo } from 'node:os';

/** A user without a line in the list of users (a container with `--user 1234`) goes by its number. */
export function nameOperator(): string {
  return `${nameUser()}@${hostname()}`;
}

function nameUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
