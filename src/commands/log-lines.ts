/** The log of a site: in, a file; out, its last lines, and those to come. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { World } from '../model/shell.ts';

/** Milliseconds between two looks. */
const pause = 250;
const blockBytes = 256 * 1024;

/** The last lines of a text file, without reading more than it takes. */
export function readLastLines(path: string, count: number): readonly string[] {
  const file = openQuietly(path);
  if (file === undefined || count === 0) return [];
  try {
    const { size } = fstatSync(file);
    let bytes = Math.min(size, blockBytes);
    for (;;) {
      const lines = readAt(file, size - bytes, bytes).split('\n');
      if (lines.length > count + 1 || bytes === size) return lines.slice(0, -1).slice(-count);
      bytes = Math.min(size, bytes * 4);
    }
  } finally {
    closeSync(file);
  }
}

/** Writes the last lines as results, then every new one until the signal; survives a log that is cut or not there yet. */
export async function followLog(world: World, path: string, count: number, signal: AbortSignal): Promise<void> {
  for (const line of readLastLines(path, count)) world.terminal.result(line);
  let position = sizeOf(path);
  let rest = '';
  while (!signal.aborted) {
    await world.clock.sleep(pause);
    const size = sizeOf(path);
    if (size < position) position = 0;
    if (size === position) continue;
    const lines = (rest + readFrom(path, position, size)).split('\n');
    position = size;
    rest = lines.pop() ?? '';
    for (const line of lines) world.terminal.result(line);
  }
}

function sizeOf(path: string): number {
  const file = openQuietly(path);
  if (file === undefined) return 0;
  const { size } = fstatSync(file);
  closeSync(file);
  return size;
}

function readFrom(path: string, start: number, end: number): string {
  const file = openQuietly(path);
  if (file === undefined) return '';
  try {
    return readAt(file, start, end - start);
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, start: number, length: number): string {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, start)).toString('utf8');
}

function openQuietly(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}
