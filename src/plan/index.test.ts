/** What a plan holds: in, projects and values; out, checked inputs, secrets, services and problems. */

import { describe, expect, test } from 'vitest';
import { planWith as plan } from '../commands/plan-with.test-data.ts';
import { fact, variable } from './project.test-data.ts';

const secretKey = variable('SECRET_KEY', { feeds: 'SECRET_KEY', secret: true, required: true });
const key = 'k3y-'.repeat(12);

describe('a project that reads no variables', () => {
  test('gets a made key, its database below the site and a server', () => {
    const made = plan({});
    expect(made.overlay.secrets).toEqual(['SECRET_KEY']);
    expect(made.variables).toMatchObject([{ name: 'SECRET_KEY', source: 'made' }]);
    expect(made.overlay.databases).toEqual({
      default: { sqlite: '{site}/data/db.sqlite3', urlSecret: null, connMaxAgeSeconds: 0, pool: null },
    });
    expect(made.services).toEqual([{ kind: 'sqlite', name: 'default', external: false }]);
    expect(made.build.added).toEqual(['gunicorn>=23', 'whitenoise>=6.5', 'brotli>=1.0.9']);
    expect(made.problems).toEqual([]);
  });

  test('answers to the names of this machine, and to its own public domains', () => {
    expect(plan({}).overlay.hosts).toEqual(['localhost', '127.0.0.1', '[::1]']);
    const hosts = plan({ hosts: fact(['shop.example', '*', 'web', '10.0.0.1', 'x.local']) });
    expect(hosts.http.domains).toEqual(['shop.example']);
    expect(hosts.overlay.hosts).toEqual(['shop.example', 'localhost', '127.0.0.1', '[::1]']);
    expect(plan({}, {}, { domains: ['a.example'] }).overlay.hosts).toEqual(['a.example']);
  });
});

describe('the secret key', () => {
  test('is made under the name that the settings read', () => {
    const made = plan({
      environment: [variable('DJANGO_SECRET_KEY', { feeds: 'SECRET_KEY', secret: true, required: true })],
    });
    expect(made.variables).toMatchObject([{ name: 'DJANGO_SECRET_KEY', source: 'made' }]);
    expect(made.problems).toEqual([]);
  });

  test('that was given under the canonical name feeds the name that the settings read', () => {
    const made = plan(
      { environment: [variable('APP_KEY', { feeds: 'SECRET_KEY', secret: true })] },
      { '.env': `SECRET_KEY=${key}` },
    );
    expect(made.variables).toMatchObject([
      { name: 'APP_KEY', source: 'given', value: null, feed: { from: 'SECRET_KEY', part: 'whole' } },
    ]);
    expect(JSON.stringify(made)).not.toContain(key);
  });
});

describe('a folder or file that the key is read from', () => {
  test('is not given a key as its value', () => {
    for (const name of ['KEY_FILE', 'DATA_DIR', 'BASE_LOGS']) {
      const made = plan({ environment: [variable(name, { feeds: 'SECRET_KEY', secret: true, default: '/x' })] });
      expect(made.variables.map((item) => item.name)).toEqual(['SECRET_KEY']);
    }
  });
});

describe('an interpreter that a witness names', () => {
  test('is preferred, not demanded', () => {
    const made = plan({ python: { value: '3.14.7', at: null, sure: false } });
    expect(made.build).toMatchObject({ python: '>=3.10,<3.15', preferredPython: '==3.14.*' });
    expect(plan({ python: fact('3.12') }).build).toMatchObject({ python: '==3.12.*', preferredPython: null });
  });
});

describe('DEBUG', () => {
  const debug = (about: Parameters<typeof variable>[1]) => [variable('DEBUG', { feeds: 'DEBUG', ...about })];

  test('is said in the way that the variable is read, and left alone where it is off already', () => {
    const inputs = (about: Parameters<typeof variable>[1]) => plan({ environment: debug(about) }).overlay.inputs;
    expect(inputs({ type: 'bool', default: 'True' })).toEqual({ DEBUG: 'False' });
    expect(inputs({ type: 'int', default: '1' })).toEqual({ DEBUG: '0' });
    expect(inputs({ type: 'str', required: true })).toEqual({ DEBUG: '' });
    expect(inputs({ type: 'bool', default: 'False' })).toEqual({});
  });

  test("of a developer's .env counts only when its override is switched off", () => {
    const environment = debug({ type: 'bool', default: 'False', trueWord: 'yes' });
    expect(plan({ environment }, { '.env': 'DEBUG=1' }).overlay.inputs).toEqual({});
    expect(plan({ environment }, { '.env': 'DEBUG=1' }, { off: ['debug'] }).overlay.inputs).toEqual({ DEBUG: 'yes' });
  });
});

describe('hosts', () => {
  test('use the separator of the settings', () => {
    const inputs = (about: Parameters<typeof variable>[1]) =>
      plan(
        { environment: [variable('HOSTS', { feeds: 'ALLOWED_HOSTS', type: 'list', ...about })] },
        {},
        { domains: ['a.example', 'b.example'] },
      ).overlay.inputs.HOSTS;
    expect(inputs({})).toBe('a.example,b.example');
    expect(inputs({ separator: ' ' })).toBe('a.example b.example');
    expect(inputs({ default: 'localhost 127.0.0.1' })).toBe('a.example b.example');
    expect(inputs({ type: 'json' })).toBe('["a.example","b.example"]');
  });
});

describe('a database', () => {
  const postgres = fact([{ alias: 'default', engines: ['postgresql'], backends: ['django.db.backends.postgresql'] }]);
  const parts = ['NAME', 'USER', 'PASSWORD', 'HOST', 'PORT'].map((part) =>
    variable(`DB_${part}`, { feeds: `DATABASES.default.${part}`, secret: part === 'PASSWORD' }),
  );

  test('server without an address is an error that names what to set', () => {
    const [problem] = plan({ databases: postgres, environment: [secretKey, ...parts] }).problems;
    expect(problem).toMatchObject({ level: 'error', code: 'missing-database' });
    expect(problem?.message).toContain('DB_NAME, DB_USER');
    expect(problem?.fix).toContain('DATABASE_URL=postgres://');
  });

  test('URL feeds the parts that the settings read, without its password in the plan', () => {
    const made = plan(
      { databases: postgres, environment: parts },
      { '.env.production': 'DATABASE_URL=postgres://me:s3cr3tpw@db.example/shop' },
    );
    const feeds = made.variables.flatMap(({ name, feed }) => (feed ? [[name, feed.part]] : []));
    expect(feeds).toEqual([
      ['DB_NAME', 'name'],
      ['DB_USER', 'user'],
      ['DB_PASSWORD', 'password'],
      ['DB_HOST', 'host'],
    ]);
    expect(made.problems).toEqual([]);
    expect(made.build.added).toContain('psycopg[binary]>=3.1.8');
    expect(JSON.stringify(made)).not.toContain('s3cr3tpw');
  });

  test('of a SQLite URL lies with the site, unless its path is absolute', () => {
    const environment = [
      variable('DATABASE_URL', { type: 'database-url', required: true, feeds: 'DATABASES.default' }),
    ];
    const inputs = (url: string) => plan({ environment, databases: fact([]) }, { '.env': `DATABASE_URL=${url}` });
    expect(inputs('sqlite:///db.sqlite3').overlay.inputs).toEqual({ DATABASE_URL: 'sqlite:///{site}/data/db.sqlite3' });
    expect(inputs('sqlite:////srv/my.sqlite3').overlay.inputs).toEqual({ DATABASE_URL: 'sqlite:////srv/my.sqlite3' });
    expect(inputs('sqlite:////srv/my.sqlite3').overlay.databases.default?.sqlite).toBeNull();
  });

  test('engine that the settings compare with a word of their own is never guessed', () => {
    const environment = [variable('DB_ENGINE', { default: '' }), ...parts];
    const databases = fact([{ alias: 'default', engines: ['sqlite3', 'postgresql'], backends: [] }]);
    const made = plan(
      { databases, environment },
      { '.env.production': 'DATABASE_URL=postgres://me:pw1234@db.example:1/shop' },
    );
    expect(made.variables.map(({ name }) => name)).not.toContain('DB_ENGINE');
    expect(made.problems).toMatchObject([
      { level: 'warning', code: 'database-engine-variable', fix: expect.stringContaining('DB_ENGINE=') },
    ]);
  });

  test('that nothing tells is an error with both ways out', () => {
    const environment = [
      variable('DATABASE_URL', { type: 'database-url', required: true, feeds: 'DATABASES.default' }),
    ];
    const { problems } = plan({ environment, databases: fact([{ alias: 'default', engines: [], backends: [] }]) });
    expect(problems.map(({ code }) => code)).toEqual(['missing-database']);
    expect(problems[0]?.fix).toContain('sqlite:///db.sqlite3');
  });
});

test('the Python is what the project asks for, within what its Django supports', () => {
  const python = (asked: string | null, django: string) =>
    plan({ python: fact(asked), django: fact<string | null>(django) }).build.python;
  expect(python(null, '4.2')).toBe('>=3.8,<3.13');
  expect(python('3.11.4', '4.2')).toBe('==3.11.*');
  expect(python('>=3.10', '4.2.7')).toBe('>=3.10,<3.13');
  expect(python('^3.10', '>=5.0,<6')).toBe('>=3.10,<4,<3.15');
  expect(python('>=3.13', '4.2')).toBe('>=3.13');
});

test('a cache in memory is no service', () => {
  const kinds = (backend: string) => plan({ cache: fact<string | null>(backend) }).services.map(({ kind }) => kind);
  expect(kinds('django.core.cache.backends.locmem.LocMemCache')).toEqual(['sqlite']);
  expect(kinds('locmemcache')).toEqual(['sqlite']);
  expect(kinds('django.core.cache.backends.memcached.PyMemcacheCache')).toEqual(['sqlite', 'memcached']);
  expect(kinds('django_redis.cache.RedisCache')).toEqual(['sqlite', 'redis']);
});

test('a decision says where its value comes from', () => {
  const made = plan({}, { 'nuages.toml': '[web]\ntimeout = 60\n' }, { domains: ['x.example'] });
  const of = (key: string) => made.decisions.find((decision) => decision.key === key);
  expect(of('web.timeout')).toMatchObject({ value: 60, from: 'file', at: { file: 'nuages.toml', line: 2 } });
  expect(of('domains')).toMatchObject({ from: 'flag' });
  expect(of('settings')).toMatchObject({ value: 'shop.settings', from: 'fact' });
  expect(of('keep-releases')).toMatchObject({ value: 3, from: 'default' });
});

test('what was given beyond the contract is handed on, secrets by name alone', () => {
  const made = plan({}, { '.env': 'AWS_SECRET_ACCESS_KEY=abcdef0123\nPLAIN=1\nDJANGO_SETTINGS_MODULE=x.dev\n' });
  expect(made.overlay.inputs).toEqual({ PLAIN: '1' });
  expect(made.overlay.secrets).toEqual(['AWS_SECRET_ACCESS_KEY', 'SECRET_KEY']);
});
