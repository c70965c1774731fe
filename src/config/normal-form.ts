/** From keys to Config: in, merged layers that passed the schema; out, the normalised Config. */

import type { Config, Setting } from './config.ts';
import type { MergedLayers } from './layers.ts';
import { readSize } from './size.ts';
import { readTargetOptions, targetNames } from './target-options.ts';

/** Looks up one key. The layers have passed the schema, which is what makes the cast true. */
type Lookup = <T>(key: string) => Setting<T> | undefined;

/** `merged` must have passed the schema. */
export function normaliseConfig(merged: MergedLayers, file: string | null, environment: string): Config {
  const get: Lookup = <T>(key: string) => merged.get(key) as Setting<T> | undefined;
  return {
    file,
    environment,
    name: get('name'),
    target: get('target'),
    managePy: get('manage-py'),
    settings: get('settings'),
    configuration: get('configuration'),
    serve: get('serve'),
    wsgi: get('wsgi'),
    asgi: get('asgi'),
    domains: mapSetting(get<string[]>('domains'), (names) => names.map((name) => name.toLowerCase())),
    keepReleases: get('keep-releases'),
    off: get('off'),
    ...normaliseTables(get),
    exportSecrets: get('secrets.export'),
    variables: new Map(below(merged, 'variables.').map(([name, setting]) => [name, mapValue(setting, writeVariable)])),
    targets: readTargetOptions(
      Object.fromEntries(targetNames.map((name) => [name, valuesBelow(merged, `targets.${name}.`)])),
    ),
    given: new Set(merged.keys()),
  };
}

function normaliseTables(get: Lookup): Pick<Config, 'build' | 'web' | 'http' | 'database'> {
  return {
    build: {
      python: get('build.python'),
      manager: get('build.manager'),
      files: get('build.files'),
      add: get('build.add'),
      collectStatic: get('build.collectstatic'),
      tasks: get('build.tasks'),
    },
    web: {
      server: get('web.server'),
      workers: get('web.workers'),
      threads: get('web.threads'),
      memoryBytes: mapSetting(get<string | number>('web.memory'), readSize),
      timeoutSeconds: get('web.timeout'),
      graceSeconds: get('web.grace'),
    },
    http: {
      tls: get('http.tls'),
      trustedProxies: get('http.trusted-proxies'),
      maxBodyBytes: mapSetting(get<string | number>('http.max-body'), readSize),
      alive: get('http.alive'),
      ready: get('http.ready'),
    },
    database: {
      connections: get('database.connections'),
      maxAgeSeconds: get('database.max-age'),
      pool: get('database.pool'),
    },
  };
}

function mapValue<T, U>(setting: Setting<T>, change: (value: T) => U): Setting<U> {
  return { ...setting, value: change(setting.value) };
}

function mapSetting<T, U>(setting: Setting<T> | undefined, change: (value: T) => U): Setting<U> | undefined {
  return setting && mapValue(setting, change);
}

function below(merged: MergedLayers, prefix: string): [string, Setting<unknown>][] {
  return [...merged].flatMap(([key, setting]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), setting]] : []));
}

function valuesBelow(merged: MergedLayers, prefix: string): Record<string, unknown> {
  return Object.fromEntries(below(merged, prefix).map(([key, { value }]) => [key, value]));
}

/** Python's own spelling of truth, which `== "True"` and the parsers of all environment libraries accept. */
function writeVariable(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}
