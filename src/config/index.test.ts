/** nuages.toml: in, texts and flags; out, the Config, or every problem with its line. */

import { describe, expect, test } from 'vitest';
import { createMemorySource } from '../model/memory-source.ts';
import { type Problem, UserError } from '../model/problem.ts';
import { loadConfig } from './index.ts';

function load(toml: string, options: Parameters<typeof loadConfig>[1] = {}) {
  return loadConfig(createMemorySource({ 'nuages.toml': toml }), options);
}

function problemsOf(files: Record<string, string>, options: Parameters<typeof loadConfig>[1] = {}): readonly Problem[] {
  try {
    loadConfig(createMemorySource(files), options);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  test('lays flags over the environment over the root, and keeps where each value stands', () => {
    const toml =
      'name = "shop"\ndomains = ["A.example"]\n[web]\nworkers = 2\nthreads = 8\n[env.staging]\ndomains = ["s.example"]\n[env.staging.web]\nworkers = 1\n';
    const config = load(toml, { environment: 'staging', flags: { web: { threads: 3 } } });
    expect(config.name).toEqual({ value: 'shop', from: 'file', at: { file: 'nuages.toml', line: 1 } });
    expect(config.domains).toEqual({ value: ['s.example'], from: 'file', at: { file: 'nuages.toml', line: 7 } });
    expect(config.web.workers).toEqual({ value: 1, from: 'file', at: { file: 'nuages.toml', line: 9 } });
    expect(config.web.threads).toEqual({ value: 3, from: 'flag', at: null });
    expect(load(toml).domains?.value).toEqual(['a.example']);
  });

  test('normalises sizes and variables, and fills in the options of targets', () => {
    const config = load(
      '[web]\nmemory = "0.5 GB"\n[http]\nmax-body = 10\n[variables]\nA = true\nB = 1.5\n[targets.local]\nport = 0\n',
    );
    expect(config.web.memoryBytes?.value).toBe(512 * 1024 ** 2);
    expect(config.http.maxBodyBytes?.value).toBe(10 * 1024 ** 2);
    expect([...config.variables].map(([name, { value }]) => [name, value])).toEqual([
      ['A', 'True'],
      ['B', '1.5'],
    ]);
    expect(config.targets.local).toMatchObject({ port: 0, host: '127.0.0.1' });
  });

  test('reads [tool.nuages] of pyproject.toml, and refuses to choose between two files', () => {
    const pyproject = '[project]\nname = "x"\n\n[tool.nuages]\nsettings = "x.settings"\n';
    expect(loadConfig(createMemorySource({ 'pyproject.toml': pyproject })).settings).toMatchObject({
      value: 'x.settings',
      at: { file: 'pyproject.toml', line: 5 },
    });
    const [problem] = problemsOf({ 'pyproject.toml': pyproject, 'nuages.toml': '' });
    expect(problem).toMatchObject({ code: 'two-configs', at: { file: 'pyproject.toml', line: 4 } });
    expect(problem?.message).toMatch(/nuages\.toml.*pyproject\.toml/);
  });

  test('is empty without a file', () => {
    expect(loadConfig(createMemorySource({ 'pyproject.toml': '[project]\nname = "nuages"\n' })).file).toBeNull();
  });
});

describe('problems', () => {
  test('come all at once, with line and suggestion', () => {
    const toml = `name = "My Shop"
domians = ["a.example"]

[web]
wokers = 3
memory = "lots"
threads = 0

[env.staging]
serve = "wgsi"
http = { tls = "yes" }
`;
    expect(problemsOf({ 'nuages.toml': toml }).map(({ at, message }) => `${at?.line}: ${message}`)).toEqual([
      '1: name must be lower-case letters, digits and dashes, such as "my-shop"',
      '2: domians is not known; did you mean domains?',
      '5: web.wokers is not known; did you mean web.workers?',
      '6: web.memory must be a size: megabytes as a number, or text such as "256MB" or "1GB"',
      '7: web.threads must be at least 1',
      '10: env.staging.serve must be one of "wsgi", "asgi"; did you mean wsgi?',
      '11: env.staging.http.tls must be one of "none", "proxy"',
    ]);
  });

  test('name the wrong type, and list what is known where nothing is near', () => {
    const [wrong, unknown] = problemsOf({ 'nuages.toml': 'domains = "a.example"\n[secrets]\nzzz = 1\n' });
    expect(wrong?.message).toBe('domains must be a list');
    expect(unknown).toMatchObject({ code: 'unknown-key', fix: 'remove it; known here: export' });
  });

  test('of a file that is no TOML have the line', () => {
    expect(problemsOf({ 'nuages.toml': 'name = "x"\nweb = [\n' })).toMatchObject([
      { code: 'not-toml', at: { file: 'nuages.toml' } },
    ]);
  });

  test('of flags and of a misspelt environment are told too', () => {
    const problems = problemsOf(
      { 'nuages.toml': '[env.staging]\n' },
      { environment: 'stagin', flags: { domains: ['http://a'] } },
    );
    expect(problems.map(({ code }) => code)).toEqual(['wrong-value', 'unknown-environment']);
    expect(problems[1]?.message).toContain('did you mean staging?');
    expect(problemsOf({ '.env.review': '' }, { environment: 'review' })).toEqual([]);
  });
});
