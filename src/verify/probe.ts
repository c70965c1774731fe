/** The shape of a probe: in, a site and what a first walk saw; out, one verdict on one promise. */

import type { Verdict } from './report.ts';
import type { Site } from './site.ts';
import type { Visit } from './visit.ts';

/**
 * Looks for one way in which a promise can be broken. Never changes anything on the site: it asks with GET, and posts
 * only what a site refuses. Each probe has a site in test/mutants that is broken in just this way.
 */
export interface Probe {
  /** `K7`, from docs/contract.md. */
  readonly promise: string;
  readonly name: string;
  look(site: Site, visit: Visit): Verdict | Promise<Verdict>;
}
