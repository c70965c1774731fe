/** Projects for tests: in, what a test is about; out, a whole Project, the rest as `django-admin startproject` leaves it. */

import type { Fact, Project, SecretKeySource, Variable } from '../model/project.ts';

/** A sure fact without a place. */
export function fact<T>(value: T): Fact<T> {
  return { value, at: null, sure: true };
}

/** A variable of the contract. */
export function variable(name: string, about: Partial<Variable> = {}): Variable {
  const at = { file: 'shop/settings.py', line: 1 };
  return { name, required: false, default: null, type: 'str', secret: false, feeds: null, at, ...about };
}

/** A project with SQLite that reads no variables, changed as the test says. */
export function createProject(about: Partial<Project> = {}): Project {
  return {
    version: 1,
    managePy: fact('manage.py'),
    directory: fact('.'),
    name: fact('shop'),
    settings: {
      production: fact<string | null>('shop.settings'),
      all: fact(['shop.settings']),
      configuration: fact(null),
    },
    wsgi: fact<string | null>('shop.wsgi.application'),
    asgi: fact<string | null>('shop.asgi.application'),
    serve: fact<'wsgi' | 'asgi'>('wsgi'),
    python: fact<string | null>(null),
    django: fact<string | null>('5.2'),
    dependencies: {
      manager: fact('pip' as const),
      files: fact(['requirements.txt']),
      installed: fact(['django']),
      requirements: fact(['django==5.2']),
    },
    databases: fact([{ alias: 'default', engines: ['sqlite3'], backends: ['django.db.backends.sqlite3'] }]),
    cache: fact(null),
    sessions: fact(null),
    taskQueue: fact(null),
    channels: fact(null),
    static: fact({ installed: true, url: '/static/', root: null, dirs: [], storage: null, whitenoise: false }),
    media: fact({ url: null, root: null, storage: null }),
    dataPaths: fact([]),
    hosts: fact<readonly string[] | null>([]),
    csrfOrigins: fact(null),
    middleware: fact([]),
    installedApps: fact([]),
    frontend: fact(null),
    systemPackages: fact(null),
    secretKey: fact<SecretKeySource | null>('variable'),
    literals: {},
    environment: [],
    questions: [],
    omitted: [],
    ...about,
  };
}
