/** The values of variables: in, the person's environment, .env files and the configuration; out, each value wrapped, with its origin. */

import { parseDotenv } from '../formats/dotenv.ts';
import type { GivenSource, GivenValue, GivenValues } from '../model/given.ts';
import { type Place, type Problem, UserError } from '../model/problem.ts';
import type { Variable } from '../model/project.ts';
import { Secret } from '../model/secret.ts';
import type { Source } from '../model/source.ts';
import { canonicalNames, synonyms } from './canonical-names.ts';
import { findInsecurity } from './insecure-value.ts';
import { isSecret } from './secret-name.ts';

/** The part of the Config that this file needs. */
export interface ConfiguredVariables {
  readonly variables: ReadonlyMap<string, { readonly value: string; readonly at: Place | null }>;
}

/**
 * Collects what was given. The environment of the person wins over `.env.<environment>`, that over `.env`, that over
 * `[variables]` of the configuration. From the environment only names count that the settings read, that the
 * configuration declares, or that are canonical: a shell holds much that is not meant for the site.
 * Empty values count as not given.
 * @throws UserError for malformed lines, and in production for secrets whose value everybody knows. Values are never shown.
 */
export function readGivenValues(
  source: Source,
  env: Readonly<Record<string, string | undefined>>,
  environment: string,
  config: ConfiguredVariables,
  contract: readonly Variable[],
): GivenValues {
  const { values, problems } = gatherValues(source, env, environment, config, contract);
  const known = environment === 'production' ? findKnownSecrets(values, contract) : [];
  if (problems.length + known.length > 0) throw new UserError([...problems, ...known]);
  return values;
}

/** Collects what was given, as `readGivenValues`, and judges no value. */
export function gatherValues(
  source: Source,
  env: Readonly<Record<string, string | undefined>>,
  environment: string,
  config: ConfiguredVariables,
  contract: readonly Variable[],
): { readonly values: GivenValues; readonly problems: readonly Problem[] } {
  const values = new Map<string, GivenValue>();
  const problems: Problem[] = [];
  const give = (name: string, value: string | undefined, from: GivenSource, at: Place | null): void => {
    if (value) values.set(name, { secret: new Secret(name, value), from, at });
  };
  for (const [name, { value, at }] of config.variables) give(name, value, at?.file ?? 'flag', at);
  for (const file of ['.env', `.env.${environment}`]) {
    const { entries, malformed } = parseDotenv(source.read(file) ?? '');
    for (const entry of entries) give(entry.name, entry.value, file, { file, line: entry.line });
    problems.push(...malformed.map(({ line, reason }) => describeMalformed(file, line, reason)));
  }
  const wanted = new Set([
    ...contract.map((variable) => variable.name),
    ...config.variables.keys(),
    ...canonicalNames,
    ...synonyms,
  ]);
  for (const name of wanted) give(name, env[name], 'environment', null);
  return { values, problems };
}

function describeMalformed(file: string, line: number, reason: string): Problem {
  const fix = 'write NAME=value, with quotes around a value that has spaces or #';
  return { level: 'error', code: 'malformed-env', message: `${file} is malformed: ${reason}`, at: { file, line }, fix };
}

function findKnownSecrets(values: GivenValues, contract: readonly Variable[]): Problem[] {
  const secretNames = new Set(contract.filter((variable) => variable.secret).map((variable) => variable.name));
  return [...values].flatMap(([name, { secret, from, at }]) => {
    const isOne = secretNames.has(name) || isSecret(name, secret.reveal());
    const reason = isOne ? findInsecurity(secret.reveal()) : undefined;
    if (reason === undefined) return [];
    const message = `${name} from ${from === 'environment' ? 'the environment' : from} must not be used in production: ${reason}`;
    return [{ level: 'error', code: 'insecure-value', message, at: at ?? undefined, fix: describeFix(name, from) }];
  });
}

function describeFix(name: string, from: GivenSource): string {
  const made = /SECRET_KEY$/.test(name) ? '; without one nuages makes a key and keeps it' : '';
  const place = from === 'environment' ? 'export a value of your own' : 'put a value of your own into .env.production';
  return `${place}${made}`;
}
