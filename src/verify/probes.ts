/** All probes, in the order in which they look: in, nothing; out, the list that verify, docs and mutants derive from. */

import type { Probe } from './probe.ts';
import { probes as pages } from './probes/k01-pages.ts';
import { probes as staticFiles } from './probes/k02-static.ts';
import { probes as connections } from './probes/k05-connections.ts';
import { probes as hosts } from './probes/k07-hosts.ts';
import { probes as login } from './probes/k10-login.ts';
import { probes as headers } from './probes/k11-headers.ts';
import { probes as leaks } from './probes/k13-leaks.ts';
import { probes as settings } from './probes/k14-settings.ts';

/** What judges all that was seen comes last. */
export const probes: readonly Probe[] = [
  ...pages,
  ...staticFiles,
  ...connections,
  ...hosts,
  ...login,
  ...headers,
  ...leaks,
  ...settings,
];
