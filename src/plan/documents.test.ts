/** Settings in five styles, unedited: in, small real projects; out, the names that each of them reads, filled. */

import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { inspectProject } from '../inspect/index.ts';
import type { Plan } from '../model/plan.ts';
import { nameGivenValues } from '../secrets/given-names.ts';
import { resolveSecrets } from '../secrets/resolved-secrets.ts';
import { readGivenValues } from '../secrets/values.ts';
import { openSource } from '../system/source.ts';
import { makePlan } from './index.ts';

const folder = fileURLToPath(new URL('../../test/fixtures/documents', import.meta.url));
const canonical = {
  DATABASE_URL: 'postgres://me:pw%40x@db.example:6543/shop',
  REDIS_URL: 'redis://10.0.0.1:6379',
};

/** The plan of a style, and what its secrets become; the made key is left out. */
function planStyle(style: string, env: Record<string, string>, off: readonly string[] = []) {
  const source = openSource(`${folder}/${style}`);
  const config = { ...loadConfig(source), off: { value: off, from: 'flag', at: null } as const };
  const project = inspectProject(source);
  const given = readGivenValues(source, env, config.environment, config, project.environment);
  const plan = makePlan(project, config, nameGivenValues(given, project.environment));
  const secrets = [...resolveSecrets(plan.variables, given, new Map())].map(([name, secret]) => [
    name,
    secret.reveal(),
  ]);
  return { plan, secrets: Object.fromEntries(secrets) as Record<string, string> };
}

const made = (plan: Plan) => plan.variables.filter(({ source }) => source === 'made').map(({ name }) => name);
const errors = (plan: Plan) => plan.problems.filter(({ level }) => level === 'error').map(({ code }) => code);

describe('a module that imports the settings and overrides them, with a database on a socket', () => {
  test('gets DB_NAME, STATIC_ROOT and comma-separated hosts', () => {
    const { plan, secrets } = planStyle('n', { DATABASE_URL: 'postgres:///shop' });
    expect(plan.overlay.settings).toBe('orchard.settings_nix');
    expect(plan.overlay.inputs).toEqual({
      STATIC_ROOT: '{release}/static',
      ALLOWED_HOSTS: 'localhost,127.0.0.1,[::1]',
    });
    expect(secrets).toEqual({ DB_NAME: 'shop' });
    expect(plan.overlay.databases.default?.urlSecret).toBeNull();
    expect(made(plan)).toEqual(['SECRET_KEY']);
    expect(errors(plan)).toEqual([]);
  });

  test.each(['postgres://me@/shop?host=/run/postgresql', canonical.DATABASE_URL])('goes where %s says', (url) => {
    const { plan, secrets } = planStyle('n', { DATABASE_URL: url });
    expect(secrets).toEqual({ DB_NAME: 'shop', DATABASE_URL: url });
    expect(plan.overlay.databases.default?.urlSecret).toBe('DATABASE_URL');
    expect(plan.problems.map(({ level, code }) => `${level} ${code}`)).toContain('note database-address');
    expect(plan.problems.map(({ level }) => level)).not.toContain('warning');
  });
});

describe('a split settings package with POSTGRES_*', () => {
  test('gets the parts of the URL, runs with the production module and keeps its literal hosts', () => {
    const { plan, secrets } = planStyle('u', canonical);
    expect(plan.overlay.settings).toBe('bakery.settings.prod');
    expect(secrets).toMatchObject({ POSTGRES_DB: 'shop', POSTGRES_USER: 'me', POSTGRES_PASSWORD: 'pw@x' });
    expect(secrets.DATABASE_URL).toBe(canonical.DATABASE_URL);
    expect(plan.overlay.secrets.filter((name) => name === 'DATABASE_URL')).toHaveLength(1);
    expect(plan.overlay.databases.default?.urlSecret).toBe('DATABASE_URL');
    expect(plan.http.domains).toEqual(['bakery.example', 'www.bakery.example']);
    expect(plan.services.map(({ kind }) => kind)).toEqual(['postgresql', 'redis']);
    expect(made(plan)).toEqual(['SECRET_KEY']);
    expect(errors(plan)).toEqual([]);
    expect(plan.problems).toMatchObject([
      {
        level: 'note',
        code: 'database-address',
        message: expect.stringContaining('HOST, PORT'),
        at: { file: 'bakery/settings/prod.py', line: 9 },
      },
    ]);
  });

  test('refuses a URL of another kind of server, by both names', () => {
    const { plan } = planStyle('u', { ...canonical, DATABASE_URL: 'mysql://me:hidden@h/shop' });
    const message = expect.stringMatching(/MySQL server, but .* django\.db\.backends\.postgresql$/);
    const at = { file: 'bakery/settings/prod.py', line: 9 };
    expect(plan.problems).toMatchObject([{ level: 'error', code: 'database-kind', message, at }]);
  });

  test('keeps its literal address when the user wants no rule for databases', () => {
    const { plan, secrets } = planStyle('u', canonical, ['databases']);
    expect(secrets).not.toHaveProperty('DATABASE_URL');
    expect(plan.overlay.databases.default?.urlSecret).toBeNull();
    expect(plan.problems.map(({ code }) => code)).toEqual(['database-part-unread']);
  });

  test('takes POSTGRES_* as they are given', () => {
    const { plan, secrets } = planStyle('u', { POSTGRES_DB: 'a', POSTGRES_USER: 'b', POSTGRES_PASSWORD: 'c-longer' });
    expect(plan.overlay.inputs).toEqual({ POSTGRES_DB: 'a', POSTGRES_USER: 'b' });
    expect(secrets).toEqual({ POSTGRES_PASSWORD: 'c-longer' });
    expect(errors(plan)).toEqual([]);
  });
});

describe('DATABASE_URL parsed by a library', () => {
  test('gets it, with the key that its settings demand', () => {
    const { plan, secrets } = planStyle('x', canonical);
    expect(secrets.DATABASE_URL).toBe(canonical.DATABASE_URL);
    expect(made(plan)).toEqual(['SECRET_KEY']);
    expect(errors(plan)).toEqual([]);
  });

  test('says what to set when nobody gave it', () => {
    const { plan } = planStyle('x', {});
    expect(errors(plan)).toEqual(['missing-database']);
    expect(plan.problems[0]?.at?.file).toBe('quay/settings.py');
  });
});

describe('DSNs for database and storage', () => {
  test('are fed, the database by its synonym', () => {
    const { plan, secrets } = planStyle('v', { ...canonical, DJANGO_DEBUG: 'True' });
    expect(secrets.DEFAULT_DATABASE_DSN).toBe(canonical.DATABASE_URL);
    expect(plan.overlay.inputs).toEqual({
      DOMAIN: 'localhost',
      DOMAIN_ALIASES: '127.0.0.1,[::1]',
      DEFAULT_STORAGE_DSN: 'file://{site}/data/media/?url=%2Fmedia%2F',
    });
    expect(made(plan)).toEqual(['SECRET_KEY']);
    expect(plan.problems.map(({ code }) => code)).toEqual(['debug-ignored']);
  });

  test('fall back to a file that survives, and that is told', () => {
    const { plan } = planStyle('v', {});
    expect(plan.overlay.inputs.DEFAULT_DATABASE_DSN).toBe('sqlite:///{site}/data/db.sqlite3');
    expect(plan.problems.map(({ code }) => code)).toEqual(['database-fallback']);
  });
});

describe('DJANGO_SECRET_KEY, POSTGRES_* and a home folder', () => {
  test('are fed from the canonical names', () => {
    const { plan, secrets } = planStyle('d', canonical);
    expect(plan.overlay.settings).toBe('harvest.config.production');
    expect(secrets).toEqual({
      POSTGRES_DB: 'shop',
      POSTGRES_USER: 'me',
      POSTGRES_PASSWORD: 'pw@x',
      POSTGRES_HOST: 'db.example',
      POSTGRES_PORT: '6543',
      REDIS_URL: canonical.REDIS_URL,
    });
    expect(plan.overlay.inputs).toEqual({ HOMEAPP: '{site}/data', ALLOWED_HOSTS: 'harvest.example' });
    expect(made(plan)).toEqual(['DJANGO_SECRET_KEY']);
    expect(plan.problems).toEqual([]);
    expect(plan.overlay.databases.default?.urlSecret).toBeNull();
  });

  test('are missed once, not variable by variable', () => {
    expect(errors(planStyle('d', {}).plan)).toEqual(['missing-database']);
  });
});
