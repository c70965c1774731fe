/** What must run, said without naming a target: in, facts and configuration; out, plain data. */

import type { Place, Problem } from './problem.ts';

/** Where a value came from, in order of precedence. */
export type Origin = 'flag' | 'file' | 'fact' | 'default';

/** One decided value, for `plan --explain`. */
export interface Decision {
  /** Dotted path in nuages.toml, `web.workers`, or a setting that the site runs with otherwise than the code says, `DEBUG`. */
  readonly key: string;
  readonly value: string | number | boolean | null | readonly string[];
  readonly from: Origin;
  readonly at: Place | null;
  /** The rule or reason, one sentence. */
  readonly why: string;
}

/** How the Python environment is made. */
export interface Build {
  /** Specifier the interpreter must satisfy, `>=3.10,<3.14`. */
  readonly python: string;
  /** A specifier that is tried first: what a Dockerfile or the like runs with, though nothing demands it. */
  readonly preferredPython: string | null;
  readonly manager: 'pip' | 'pip-tools' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'none';
  readonly files: readonly string[];
  /** Requirements that the project lacks to be served (`gunicorn>=23`), never written to its lock. */
  readonly added: readonly string[];
  readonly collectStatic: boolean;
  /** Management commands that make files of the release, after static files are collected. */
  readonly tasks: readonly Task[];
}

export interface WebProcess {
  readonly kind: 'web';
  readonly name: 'web';
  readonly server: 'gunicorn' | 'uvicorn' | 'uwsgi';
  /** Null in a Plan means: by the host's cores and memory; a Placement always has numbers. */
  readonly workers: number | null;
  readonly threads: number | null;
  readonly timeoutSeconds: number;
  readonly graceSeconds: number;
}

/** Workers and schedulers, from the second half of inspect. */
export interface WorkerProcess {
  readonly kind: 'worker' | 'scheduler';
  readonly name: string;
  readonly command: readonly string[];
  readonly graceSeconds: number;
}

export type Process = WebProcess | WorkerProcess;

/** Runs once per release, before traffic moves, in the new code. `manage` arguments. */
export interface Task {
  readonly name: string;
  readonly manage: readonly string[];
}

/** A backing service, resolved. `external` means that the user gives its URL. */
export interface PlannedService {
  readonly kind: 'sqlite' | 'postgresql' | 'mysql' | 'redis' | 'memcached' | 'rabbitmq';
  /** `default` for the default database, else the alias or the role. */
  readonly name: string;
  readonly external: boolean;
}

/** Part of a URL that a variable gets. `engine` is Django's dotted backend for the URL's scheme. */
export type UrlPart = 'whole' | 'engine' | 'user' | 'password' | 'host' | 'port' | 'name';

/** A variable of the project that gets its value from another that the user gave: POSTGRES_PASSWORD from DATABASE_URL. */
export interface Feed {
  readonly from: string;
  readonly part: UrlPart;
}

/** A variable that the process gets. The value of a secret is never here. */
export interface PlannedVariable {
  readonly name: string;
  readonly value: string | null;
  readonly secret: boolean;
  /** `given` by the user's files or environment, `made` by nuages once and kept, `derived` from the plan. */
  readonly source: 'given' | 'made' | 'derived';
  readonly required: boolean;
  readonly at: Place | null;
  /** Present when a secret's value comes from another name that the user gave; absent: from the same name. */
  readonly feed?: Feed;
}

export interface Http {
  /** Names the site answers to; the first is canonical. Empty: only this machine's own names. */
  readonly domains: readonly string[];
  /** Who ends TLS: nobody, a proxy in front. */
  readonly tls: 'none' | 'proxy';
  readonly trustedProxies: readonly string[];
  readonly health: { readonly alive: string; readonly ready: string };
  readonly maxBodyBytes: number;
}

/** One alias of DATABASES: where SQLite lives, or how a server is reached and connections to it are kept. */
export interface OverlayDatabase {
  /** `{site}/data/db.sqlite3`; null for a server. */
  readonly sqlite: string | null;
  /** Name of the secret that holds a URL, when the settings read no variable for some part that it says: its parts count. */
  readonly urlSecret: string | null;
  readonly connMaxAgeSeconds: number;
  readonly pool: number | null;
}

/** What the Python side needs to know. Rendered as runtime.json and read by nuages_runtime; see runtime/README.md.
 *  Paths may begin with `{site}` (what lives across releases) or `{release}` (what belongs to one). */
export interface Overlay {
  readonly version: 1;
  readonly settings: string;
  readonly configuration: string | null;
  readonly wsgi: string | null;
  readonly asgi: string | null;
  /** Path of manage.py's folder below the release's source. */
  readonly directory: string;
  /** Plain variables, set before the settings are imported. `{site}` and `{release}` stand anywhere in a value (`sqlite:///{site}/data/db.sqlite3`). */
  readonly inputs: Readonly<Record<string, string>>;
  /** Names of secrets; values are files of that name in `{secrets}`. */
  readonly secrets: readonly string[];
  /** Opt-out: secrets in the real process environment, which children inherit. */
  readonly exportSecrets: boolean;
  readonly hosts: readonly string[];
  readonly csrfOrigins: readonly string[];
  readonly https: boolean;
  /** A proxy of ours is the only one that can reach the socket, so its X-Forwarded-* are true. */
  readonly behindProxy: boolean;
  readonly health: { readonly alive: string; readonly ready: string };
  readonly databases: Readonly<Record<string, OverlayDatabase>>;
  readonly staticRoot: string;
  /** Hashed files of this and earlier releases, served when the release's own set lacks them. */
  readonly staticShared: string | null;
  readonly mediaRoot: string;
  /** Who serves media: the application (only local files), or somebody else. */
  readonly serveMedia: boolean;
  /** Overrides the user switched off by name. */
  readonly off: readonly string[];
}

export interface Limits {
  readonly memoryPerWorkerMegabytes: number;
  readonly databaseConnections: { readonly peak: number; readonly limit: number | null };
}

/** A path in the project's folder that production writes to, so that releases share it. */
export interface Volume {
  /** Relative to the source's root. */
  readonly path: string;
  readonly kind: 'folder' | 'file';
  /** Where it lies, `{site}/data/media`. */
  readonly place: string;
}

/** Everything that must run, complete and serialisable; names no target. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  /** `production`, `staging`: which `[env.<name>]` applied. */
  readonly environment: string;
  readonly project: { readonly managePy: string; readonly directory: string; readonly settings: string };
  readonly build: Build;
  readonly processes: readonly Process[];
  readonly tasks: readonly Task[];
  readonly services: readonly PlannedService[];
  readonly volumes: readonly Volume[];
  readonly variables: readonly PlannedVariable[];
  readonly http: Http;
  readonly overlay: Overlay;
  readonly limits: Limits;
  readonly keepReleases: number;
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
}
