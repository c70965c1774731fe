/** A package that the code imports and no requirement brings: in, the last words of a Python program; out, where, and what to do. */

import type { Place } from '../../model/problem.ts';

export interface MissingModule {
  readonly at?: Place;
  readonly fix: string;
}

/** @param said a traceback in which the project's own files stand by their relative paths */
export function findMissingModule(said: string): MissingModule | undefined {
  const lines = said.split('\n');
  const last = lines.findLastIndex((line) => /\bModuleNotFoundError: No module named /.test(line));
  const module = /No module named '([\w.]+)'/.exec(lines[last] ?? '')?.[1];
  if (module === undefined) return undefined;
  const own = lines
    .slice(0, last)
    .map((line) => /File "([^"/<][^"]*)", line (\d+)/.exec(line))
    .findLast((match) => match !== null);
  const fix = `nothing that was installed brings the module ${module}: add its package to the project's requirements, or for production alone to nuages.toml: [build] add = ["PACKAGE"]`;
  return own?.[1] === undefined ? { fix } : { at: { file: own[1], line: Number(own[2]) }, fix };
}
