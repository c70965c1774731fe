/** The user's wishes after schema and normalisation: in, nothing; out, the types that plan works with. */

import type { Place } from '../model/problem.ts';
import type { TargetName, TargetOptions } from './target-options.ts';

/** One value that the user gave, and where. `at` is null for a flag. */
export interface Setting<T> {
  readonly value: T;
  readonly from: 'flag' | 'file';
  readonly at: Place | null;
}

type Given<T> = Setting<T> | undefined;

/** Every value is undefined where the user said nothing. Sizes are in bytes, times in seconds. */
export interface Config {
  /** The file that was read, or null when there is none. */
  readonly file: string | null;
  readonly environment: string;
  readonly name: Given<string>;
  readonly target: Given<TargetName>;
  readonly managePy: Given<string>;
  readonly settings: Given<string>;
  readonly configuration: Given<string>;
  readonly serve: Given<'wsgi' | 'asgi'>;
  readonly wsgi: Given<string>;
  readonly asgi: Given<string>;
  readonly domains: Given<readonly string[]>;
  readonly keepReleases: Given<number>;
  readonly off: Given<readonly string[]>;
  readonly build: {
    readonly python: Given<string>;
    readonly manager: Given<'pip' | 'pip-tools' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'none'>;
    readonly files: Given<readonly string[]>;
    readonly add: Given<readonly string[]>;
    readonly collectStatic: Given<boolean>;
    /** Management commands, each as one line. */
    readonly tasks: Given<readonly string[]>;
  };
  readonly web: {
    readonly server: Given<'gunicorn' | 'uvicorn' | 'uwsgi'>;
    readonly workers: Given<number>;
    readonly threads: Given<number>;
    readonly memoryBytes: Given<number>;
    readonly timeoutSeconds: Given<number>;
    readonly graceSeconds: Given<number>;
  };
  readonly http: {
    readonly tls: Given<'none' | 'proxy'>;
    readonly trustedProxies: Given<readonly string[]>;
    readonly maxBodyBytes: Given<number>;
    readonly alive: Given<string>;
    readonly ready: Given<string>;
  };
  readonly database: {
    readonly connections: Given<number>;
    readonly maxAgeSeconds: Given<number>;
    readonly pool: Given<number>;
  };
  readonly exportSecrets: Given<boolean>;
  readonly variables: ReadonlyMap<string, Setting<string>>;
  readonly targets: TargetOptions;
  /** Every key that was given, dotted as in the file: which questions are answered. */
  readonly given: ReadonlySet<string>;
}
