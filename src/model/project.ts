/** What inspect found out: facts about a Django project, each with its evidence. */

import type { Place } from './problem.ts';

/** One answer. `at` is the line that decided it (null when nothing did); `sure` is false when a person should look. */
export interface Fact<T> {
  readonly value: T;
  readonly at: Place | null;
  readonly sure: boolean;
}

export type PackageManager = 'pip' | 'pip-tools' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'none';

/** The engines a database alias may have; `engines` are Django's own last words (`sqlite3`, `postgresql`, `mysql`, `oracle`, `postgis` ...). */
export interface DatabaseFact {
  readonly alias: string;
  readonly engines: readonly string[];
  /** The dotted ENGINE values as written. */
  readonly backends: readonly string[];
}

export interface StaticFact {
  readonly installed: boolean;
  readonly url: string | null;
  /** As a path relative to the source root when it lies in it, absolute else, null when unset or unknown. */
  readonly root: string | null;
  readonly dirs: readonly string[];
  /** Dotted class of the storage in force, null for Django's default. */
  readonly storage: string | null;
  readonly whitenoise: boolean;
}

export interface MediaFact {
  readonly url: string | null;
  readonly root: string | null;
  readonly storage: string | null;
}

/** What production writes to inside the source's folder; relative to its root. */
export interface DataPath {
  readonly path: string;
  readonly kind: 'folder' | 'file';
  /** Uploads, a SQLite database, or something else that a setting names. */
  readonly role: 'media' | 'database' | 'other';
  readonly setting: string;
  /** Of the database. */
  readonly alias?: string;
}

export type VariableType =
  | 'str'
  | 'bool'
  | 'int'
  | 'float'
  | 'list'
  | 'dict'
  | 'json'
  | 'url'
  | 'database-url'
  | 'cache-url'
  | 'email-url'
  | 'path';

/** One variable that the settings read from their environment. */
export interface Variable {
  readonly name: string;
  /** True when start-up raises without it, under the production settings. */
  readonly required: boolean;
  /** The default as text, or null when there is none or it is computed. */
  readonly default: string | null;
  readonly type: VariableType;
  readonly secret: boolean;
  readonly at: Place;
  /** The setting that it feeds, when that is plain to see: `SECRET_KEY`, `DATABASES.default.NAME`. */
  readonly feeds: string | null;
  /** What the settings split a list at, when that is plain to see; absent means a comma. */
  readonly separator?: string;
  /** The one word that the settings take as true (`os.environ.get(X) == 'on'`); absent means `True`. */
  readonly trueWord?: string;
}

/** Something that reading cannot decide. `flag` answers it on the command line, `key` in nuages.toml. */
export interface Question {
  readonly id: string;
  readonly text: string;
  readonly evidence: readonly Place[];
  readonly choices: readonly string[];
  readonly default: string | null;
  readonly flag: string;
  readonly key: string;
}

export interface TaskQueueFact {
  readonly kind: 'none' | 'celery' | 'rq' | 'huey' | 'dramatiq' | 'command';
  readonly app: string | null;
  readonly beat: boolean;
}

/** What SECRET_KEY is made from: a `variable`; a `literal` that nobody can guess; one that is `insecure`; `random` at each start. */
export type SecretKeySource = 'variable' | 'literal' | 'insecure' | 'random';

/** Everything inspect knows. The JSON of `nuages inspect` is this object; docs/inspect.md lists its keys. */
export interface Project {
  readonly version: 1;
  readonly managePy: Fact<string>;
  /** Folder that goes on the Python path: where manage.py lies, relative to the source root (`.` for the root). */
  readonly directory: Fact<string>;
  /** The project's name as a slug: from pyproject.toml, else the package of the settings. */
  readonly name: Fact<string>;
  readonly settings: {
    /** Dotted module that production runs with. */
    readonly production: Fact<string | null>;
    readonly all: Fact<readonly string[]>;
    /** Class name when django-configurations is used. */
    readonly configuration: Fact<string | null>;
  };
  /** Dotted callable, `mysite.wsgi.application`. */
  readonly wsgi: Fact<string | null>;
  readonly asgi: Fact<string | null>;
  readonly serve: Fact<'wsgi' | 'asgi'>;
  /** A version (`3.12`) when a file names one, else a specifier (`>=3.10,<4`), null when nothing says. */
  readonly python: Fact<string | null>;
  /** Likewise, of the django requirement; the locked version when there is a lock. */
  readonly django: Fact<string | null>;
  readonly dependencies: {
    readonly manager: Fact<PackageManager>;
    readonly files: Fact<readonly string[]>;
    /** Normalised names (PEP 503) of what a production installation brings, as far as files tell. */
    readonly installed: Fact<readonly string[]>;
    /** The requirement lines as they would be given to pip, markers included. */
    readonly requirements: Fact<readonly string[]>;
  };
  readonly databases: Fact<readonly DatabaseFact[]>;
  readonly cache: Fact<string | null>;
  readonly sessions: Fact<string | null>;
  readonly taskQueue: Fact<TaskQueueFact | null>;
  readonly channels: Fact<{ readonly layer: string | null } | null>;
  readonly static: Fact<StaticFact>;
  readonly media: Fact<MediaFact>;
  readonly dataPaths: Fact<readonly DataPath[]>;
  readonly hosts: Fact<readonly string[] | null>;
  readonly csrfOrigins: Fact<readonly string[] | null>;
  readonly middleware: Fact<readonly string[]>;
  readonly installedApps: Fact<readonly string[]>;
  readonly frontend: Fact<{ readonly dir: string; readonly build: string } | null>;
  readonly systemPackages: Fact<readonly string[] | null>;
  readonly secretKey: Fact<SecretKeySource | null>;
  /** Plain settings that plan looks at and that were found as literals: DEBUG, SECURE_SSL_REDIRECT, CONN_MAX_AGE ... */
  readonly literals: Readonly<Record<string, Fact<string | number | boolean | null>>>;
  readonly environment: readonly Variable[];
  readonly questions: readonly Question[];
  /** What was left out of the reading. */
  readonly omitted: readonly { readonly path: string; readonly reason: string }[];
}
