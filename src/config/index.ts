/** The user's wishes: in, a source tree, an environment's name and flags; out, the Config, or all that is wrong with it. */

import { z } from 'zod';
import { type Problem, UserError } from '../model/problem.ts';
import type { Source } from '../model/source.ts';
import type { Config } from './config.ts';
import { type ConfigFile, readConfigFile } from './file.ts';
import { describeIssues } from './issues.ts';
import { type Layer, mergeLayers } from './layers.ts';
import { normaliseConfig } from './normal-form.ts';
import { configSchema, type PartialWrittenConfig, partialSchema } from './schema.ts';
import { suggestWord } from './suggestion.ts';

export type { Config, Setting } from './config.ts';
export type { PartialWrittenConfig } from './schema.ts';

/** The environment when none is named. */
const defaultEnvironment = 'production';

export interface LoadOptions {
  /** Which `[env.<name>]` to lay over the root; `production` when absent. */
  readonly environment?: string | undefined;
  readonly flags?: PartialWrittenConfig | undefined;
}

/**
 * Loads nuages.toml or [tool.nuages] of pyproject.toml; flags win over the environment's block, that over the root.
 * @throws UserError with every problem of the file and the flags at once.
 */
export function loadConfig(source: Source, options: LoadOptions = {}): Config {
  const environment = options.environment ?? defaultEnvironment;
  const file = readConfigFile(source);
  const problems = [
    ...checkTable(configSchema, file.table, file.placeOf),
    ...checkTable(partialSchema, options.flags ?? {}, () => null),
    ...checkEnvironment(source, file, environment),
  ];
  if (problems.length > 0) throw new UserError(problems.toSorted((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0)));
  return normaliseConfig(mergeLayers(listLayers(file, environment, options.flags ?? {})), file.path, environment);
}

function listLayers(file: ConfigFile, environment: string, flags: PartialWrittenConfig): readonly Layer[] {
  const { env, ...root } = file.table;
  const block = (env as Record<string, Layer['written']> | undefined)?.[environment] ?? {};
  return [
    { written: root, from: 'file', placeOf: file.placeOf },
    { written: block, from: 'file', placeOf: (path) => file.placeOf(['env', environment, ...path]) },
    { written: flags, from: 'flag', placeOf: () => null },
  ];
}

function checkTable(schema: z.ZodObject, table: unknown, placeOf: ConfigFile['placeOf']): Problem[] {
  const result = schema.safeParse(table, { reportInput: true });
  if (result.success) return [];
  return describeIssues(result.error.issues, { placeOf, keysAt: (path) => listKeys(schema, path) });
}

/** The keys that the schema knows in the table at `path`; any name may stand directly below `env`. */
function listKeys(schema: z.ZodType, path: readonly string[]): readonly string[] {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  const [first, ...rest] = path;
  if (inner instanceof z.ZodRecord) return first === undefined ? [] : listKeys(inner.valueType as z.ZodType, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  if (first === undefined) return Object.keys(inner.shape);
  const below: unknown = inner.shape[first];
  return below instanceof z.ZodType ? listKeys(below, rest) : [];
}

/** An environment is known by its block or by its `.env.<name>` file; a typing error must not deploy production's values. */
function checkEnvironment(source: Source, file: ConfigFile, environment: string): Problem[] {
  const blocks = Object.keys((file.table.env as object | undefined) ?? {});
  if (environment === defaultEnvironment || blocks.includes(environment) || source.has(`.env.${environment}`))
    return [];
  const near = suggestWord(environment, [...blocks, defaultEnvironment]);
  return [
    {
      level: 'error',
      code: 'unknown-environment',
      message: `no environment is named ${environment}${near ? `; did you mean ${near}?` : ''}`,
      fix: `add [env.${environment}] to ${file.path ?? 'nuages.toml'}, or a file .env.${environment}`,
    },
  ];
}
