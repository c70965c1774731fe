/** Records of releases: in, what went into one; out, its id and its JSON, and the way back. */

import { createHash, randomBytes } from 'node:crypto';
import type { Release } from '../model/target.ts';

/** A sortable id: UTC time to the second and four random digits, `20261121-064512-3f2a`. */
export function newReleaseId(now: Date, random = randomBytes(2).toString('hex')): string {
  const digits = now.toISOString().replace(/[^0-9]/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${random}`;
}

/** True for what `newReleaseId` makes, so that nothing else in a folder is ever taken for a release. */
export function isReleaseId(name: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-f]{4}$/.test(name);
}

/** A short hash of anything that JSON can write; the order of keys counts. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** The text of a record. */
export function formatRelease(release: Release): string {
  return `${JSON.stringify(release, null, 2)}\n`;
}

/** A record as it was written, or undefined when the text is not one of this version. */
export function parseRelease<R extends Release>(text: string | undefined): R | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    const isRecord = typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
    return isRecord && 'id' in value && 'tree' in value ? (value as unknown as R) : undefined;
  } catch {
    return undefined;
  }
}
