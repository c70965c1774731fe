/** Values of variables: in, files and environments; out, checked precedence, secrecy and refusals. */

import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { createMemorySource } from '../model/memory-source.ts';
import { UserError } from '../model/problem.ts';
import type { Variable } from '../model/project.ts';
import { nameGivenValues } from './given-names.ts';
import { readGivenValues } from './values.ts';

function contract(...names: string[]): Variable[] {
  const at = { file: 'settings.py', line: 1 };
  return names.map((name) => ({
    name,
    required: false,
    default: null,
    type: 'str',
    secret: /KEY/.test(name),
    at,
    feeds: null,
  }));
}

function read(
  files: Record<string, string>,
  env: Record<string, string> = {},
  variables: Variable[] = [],
  environment = 'production',
) {
  const source = createMemorySource(files);
  return readGivenValues(source, env, environment, loadConfig(source, { environment }), variables);
}

function refusal(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error('nothing was refused');
}

describe('readGivenValues', () => {
  test('lets the environment win over .env.production, that over .env, that over [variables]', () => {
    const files = {
      'nuages.toml': '[variables]\nA = "toml"\nB = "toml"\nC = "toml"\nD = true\n',
      '.env': 'A=env\nB=env\nC=env\n',
      '.env.production': 'A=production\nB=production\n',
      '.env.staging': 'A=staging\n',
    };
    const values = read(files, { A: 'shell' }, contract('A'));
    expect([...values].map(([name, { secret, from }]) => [name, secret.reveal(), from])).toEqual([
      ['A', 'shell', 'environment'],
      ['B', 'production', '.env.production'],
      ['C', 'env', '.env'],
      ['D', 'True', 'nuages.toml'],
    ]);
    expect(values.get('C')?.at).toEqual({ file: '.env', line: 3 });
    expect(values.get('D')?.at).toEqual({ file: 'nuages.toml', line: 5 });
  });

  test('takes from the environment only what is meant for the site', () => {
    const values = read(
      {},
      { HOME: '/home/me', SHOP: '1', DATABASE_URL: 'postgres://h/db', EMPTY: '' },
      contract('SHOP', 'EMPTY'),
    );
    expect([...values.keys()]).toEqual(['SHOP', 'DATABASE_URL']);
  });

  test('names every malformed line and every value that everybody knows, and shows none', () => {
    const files = {
      '.env': 'SECRET_KEY=django-insecure-abc123\nbroken\nAPI_TOKEN=changeme\nDB_PASSWORD=password\nREGION=test\n',
    };
    const error = refusal(() => read(files));
    expect(error.problems.map(({ code, at }) => [code, at?.line])).toEqual([
      ['malformed-env', 2],
      ['insecure-value', 1],
      ['insecure-value', 3],
      ['insecure-value', 4],
    ]);
    expect(JSON.stringify(error.problems)).not.toMatch(/abc123|"changeme|=password/);
    expect(error.problems[1]?.message).toContain('SECRET_KEY');
  });

  test('allows known values outside production', () => {
    expect(read({ '.env.staging': 'SECRET_KEY=secret' }, {}, [], 'staging').get('SECRET_KEY')?.secret.reveal()).toBe(
      'secret',
    );
  });

  test('shows no value when it is printed', () => {
    const values = read({ '.env': 'PLAIN=visible-value' });
    expect(inspect(values, { depth: 9 }) + JSON.stringify([...values])).not.toContain('visible-value');
  });
});

describe('nameGivenValues', () => {
  test('keeps back what a contract, a name or a URL shows to be secret', () => {
    const files = {
      '.env':
        'API_KEY=a1b2c3\nPLAIN=1\nCDN=https://me:pw@cdn.example\nDATABASE_URL=postgres:///shop\nMAIL_TOKEN=t1t2\nAPP_DB=sqlite:///x.db\nUSE_KEY=true\n',
    };
    const names = nameGivenValues(read(files), contract('API_KEY'));
    expect([...names.plain].map(([name, { value }]) => [name, value])).toEqual([
      ['PLAIN', '1'],
      ['APP_DB', 'sqlite:///x.db'],
      ['USE_KEY', 'true'],
    ]);
    expect([...names.secrets.keys()]).toEqual(['API_KEY', 'CDN', 'DATABASE_URL', 'MAIL_TOKEN']);
    expect(names.secrets.get('DATABASE_URL')?.url).toEqual({ scheme: 'postgres', parts: ['engine', 'name'] });
  });
});
