/** What is known of a kind of backing service: in, nothing; out, the type that each service file fills. */

import type { PlannedService } from '../model/plan.ts';

export type ServiceKind = PlannedService['kind'];

/** A Python package that lets Django talk to the service. */
export interface Driver {
  /** Normalised names; any one of them is enough. */
  readonly packages: readonly string[];
  /** What is added when none is there, by Django version `[major, minor]`. */
  readonly requirement: (django: readonly [number, number]) => string;
}

export interface Service {
  readonly kind: ServiceKind;
  readonly title: string;
  readonly port: number | null;
  /** Last words of Django's database backends (`postgresql`, `postgis`). */
  readonly engines: readonly string[];
  /** Schemes of its URLs, lower case. */
  readonly schemes: readonly string[];
  readonly driver: Driver | null;
  /** Connections that an untouched server grants to an ordinary user, or null when there is no such limit. */
  readonly connectionLimit: number | null;
  /** A URL with words in capitals for the user to replace. */
  readonly urlTemplate: string;
}
