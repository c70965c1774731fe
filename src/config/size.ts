/** Sizes as people write them: in, megabytes or `256MB`; out, bytes. */

const factors: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** A bare number is megabytes. KB, MB and GB are powers of 1024, as memory is counted everywhere below us. */
export function readSize(written: string | number): number {
  if (typeof written === 'number') return written * 1024 ** 2;
  const [, amount = '0', unit = ''] = /^([\d.]+)\s*([kmg]?)i?b$/i.exec(written) ?? [];
  return Math.round(Number(amount) * (factors[unit.toLowerCase()] ?? 1));
}

/** Bytes for a person: `1.5 GB`, `512 MB`. */
export function formatSize(bytes: number): string {
  const [unit, factor] = bytes >= 1024 ** 3 ? ['GB', 1024 ** 3] : ['MB', 1024 ** 2];
  return `${Number((bytes / Number(factor)).toFixed(1))} ${unit}`;
}
