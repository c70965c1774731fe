/** The user's file: in, a source tree; out, what nuages.toml or [tool.nuages] of pyproject.toml holds, or problems. */

import { parseToml, type TomlTable } from '../formats/toml.ts';
import { type Place, UserError } from '../model/problem.ts';
import type { Source } from '../model/source.ts';
import { scanKeyLines } from './key-lines.ts';

export interface ConfigFile {
  /** Null when the project has neither. */
  readonly path: string | null;
  readonly table: TomlTable;
  readonly placeOf: (path: readonly string[]) => Place | null;
}

/**
 * Reads the one file that configures nuages.
 * @throws UserError when it does not parse, or when both places configure nuages.
 */
export function readConfigFile(source: Source): ConfigFile {
  const own = readTable(source, 'nuages.toml', []);
  const shared = source.read('pyproject.toml')?.includes('nuages')
    ? readTable(source, 'pyproject.toml', ['tool', 'nuages'])
    : undefined;
  if (own && shared) {
    throw new UserError({
      level: 'error',
      code: 'two-configs',
      message: 'nuages.toml and [tool.nuages] of pyproject.toml both configure nuages',
      at: shared.placeOf([]) ?? undefined,
      fix: 'keep one: move the keys to nuages.toml and remove [tool.nuages]',
    });
  }
  return own ?? shared ?? { path: null, table: {}, placeOf: () => null };
}

function readTable(source: Source, file: string, prefix: readonly string[]): ConfigFile | undefined {
  const text = source.read(file);
  if (text === undefined) return undefined;
  const parsed = parseToml(text);
  if (!parsed.ok) {
    throw new UserError({
      level: 'error',
      code: 'not-toml',
      message: `${file} is not TOML: ${parsed.reason}`,
      at: { file, line: parsed.line },
      fix: 'correct that line',
    });
  }
  const table = prefix.reduce<unknown>((inner, key) => (isTable(inner) ? inner[key] : undefined), parsed.data);
  if (!isTable(table)) return undefined;
  const lineOf = scanKeyLines(text);
  return { path: file, table, placeOf: (path) => ({ file, line: lineOf([...prefix, ...path]) }) };
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
