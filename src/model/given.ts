/** What the user gave for variables: in, files and environment as read; out, names for plan, values for the one who delivers. */

import type { UrlPart } from './plan.ts';
import type { Place } from './problem.ts';
import type { Secret } from './secret.ts';

/** Where a value stands: `environment`, `.env`, `.env.production`, `nuages.toml`. */
export type GivenSource = string;

/** One value. Every value is wrapped, for most of them are secrets. */
export interface GivenValue {
  readonly secret: Secret;
  readonly from: GivenSource;
  readonly at: Place | null;
}

export type GivenValues = ReadonlyMap<string, GivenValue>;

/** What plan may know of a value that is no secret. */
export interface GivenPlain {
  readonly value: string;
  readonly from: GivenSource;
  readonly at: Place | null;
}

/** What plan may know of a secret: that it is there and, of a URL, its scheme and which parts are not empty. */
export interface GivenSecret {
  readonly from: GivenSource;
  readonly at: Place | null;
  readonly url: { readonly scheme: string; readonly parts: readonly UrlPart[] } | null;
}

/** Names with plain values, and names of secrets. No name is in both. */
export interface GivenNames {
  readonly plain: ReadonlyMap<string, GivenPlain>;
  readonly secrets: ReadonlyMap<string, GivenSecret>;
}
