/** What verify says: in, the outcome of each probe; out, a report and its text. */

/** `kept`: seen to hold. `broken`: seen not to hold. `unseen`: could not be looked at from here; `detail` says why. */
export type Outcome = 'kept' | 'broken' | 'unseen';

/** One probe's answer about one promise of docs/contract.md. */
export interface Finding {
  readonly promise: string;
  readonly probe: string;
  readonly outcome: Outcome;
  /** What was seen, with the path and the status. */
  readonly detail: string;
  /** What to change; null unless broken. */
  readonly fix: string | null;
}

export interface VerifyReport {
  readonly version: 1;
  readonly url: string;
  readonly requests: number;
  readonly seconds: number;
  readonly findings: readonly Finding[];
}

/** What a probe decides, before its name is put on it. */
export type Verdict = Pick<Finding, 'outcome' | 'detail' | 'fix'>;

export const kept = (detail: string): Verdict => ({ outcome: 'kept', detail, fix: null });
export const broken = (detail: string, fix: string): Verdict => ({ outcome: 'broken', detail, fix });
export const unseen = (detail: string): Verdict => ({ outcome: 'unseen', detail, fix: null });

/**
 * True when the site keeps what could be seen.
 * @param strict what could not be seen counts as broken
 */
export function isKept(report: VerifyReport, strict: boolean): boolean {
  return report.findings.every(({ outcome }) => outcome === 'kept' || (outcome === 'unseen' && !strict));
}

/** One line for each probe, the fix below what is broken, and a sum at the end. */
export function formatReport(report: VerifyReport): string {
  const width = Math.max(...report.findings.map(({ probe }) => probe.length), 0);
  const lines = report.findings.flatMap(({ promise, probe, outcome, detail, fix }) => [
    `${outcome.padEnd(7)} ${promise.padEnd(4)} ${probe.padEnd(width)}  ${detail}`,
    ...(fix === null ? [] : [`${' '.repeat(14 + width)} fix: ${fix}`]),
  ]);
  const count = (wanted: Outcome) => report.findings.filter(({ outcome }) => outcome === wanted).length;
  const sum = `${report.url}: ${count('kept')} kept, ${count('broken')} broken, ${count('unseen')} unseen`;
  return [...lines, '', `${sum} (${report.requests} requests, ${report.seconds.toFixed(1)} s)`].join('\n');
}
