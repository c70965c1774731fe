/** Places in texts: in, a file's content; out, the line of an offset or of a match. */

import type { Place } from '../model/problem.ts';
import type { Fact } from '../model/project.ts';

/** The line (from 1) of an offset. */
export function lineOf(content: string, offset: number): number {
  let line = 1;
  for (let at = content.indexOf('\n'); at !== -1 && at < offset; at = content.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The place of the first match, line 1 when there is none. */
export function placeOf(file: string, content: string, pattern: RegExp | string): Place {
  const offset = typeof pattern === 'string' ? content.indexOf(pattern) : content.search(pattern);
  return { file, line: offset < 0 ? 1 : lineOf(content, offset) };
}

/** A fact; nothing is said by default about being unsure. */
export function fact<T>(value: T, at: Place | null, sure = true): Fact<T> {
  return { value, at, sure };
}
