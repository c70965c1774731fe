/** What keeps a plan from running: in, projects and values; out, checked problems with their places and fixes. */

import { describe, expect, test } from 'vitest';
import { planWith as plan } from '../commands/plan-with.test-data.ts';
import { fact, variable } from './project.test-data.ts';

describe('problems', () => {
  test('tell of a DEBUG that does not count, and of an engine without rules', () => {
    const environment = [variable('DEBUG', { feeds: 'DEBUG', type: 'bool', default: 'False' })];
    expect(plan({ environment }, { '.env': '\nDEBUG=on' }).problems).toMatchObject([
      { level: 'note', code: 'debug-ignored', at: { file: '.env', line: 2 }, fix: 'nothing has to be done' },
    ]);
    const databases = fact([{ alias: 'default', engines: ['oracle'], backends: ['django.db.backends.oracle'] }]);
    expect(plan({ databases }).problems).toMatchObject([{ level: 'warning', code: 'engine-unknown' }]);
    expect(plan({ databases }).overlay.databases).toEqual({});
  });

  test('name every required variable that nobody gave, at its place', () => {
    const environment = [
      variable('STRIPE_KEY', { required: true, secret: true }),
      variable('REGION', { required: true }),
      variable('OPTIONAL'),
    ];
    expect(plan({ environment }).problems).toEqual([
      {
        level: 'error',
        code: 'missing-variable',
        message: expect.stringContaining('STRIPE_KEY is missing'),
        at: { file: 'shop/settings.py', line: 1 },
        fix: 'put STRIPE_KEY=... into .env.production, or export it',
      },
      {
        level: 'error',
        code: 'missing-variable',
        message: expect.stringContaining('REGION is missing'),
        at: { file: 'shop/settings.py', line: 1 },
        fix: expect.stringContaining('[variables]'),
      },
    ]);
    expect(plan({ environment }, { '.env': 'STRIPE_KEY=sk_x1\nREGION=eu' }).problems).toEqual([]);
  });

  test('refuse a project that nothing says how to install, unless the user does', () => {
    const none = { manager: fact('none' as const), files: fact([]), installed: fact([]), requirements: fact([]) };
    const bare = { dependencies: none, django: fact(null) };
    const refused = plan(bare);
    expect(refused.problems).toMatchObject([
      { level: 'error', code: 'no-dependencies', fix: expect.stringContaining('pip freeze > requirements.txt') },
    ]);
    expect(refused.build.python).toBe('>=3.8,<3.15');
    expect(plan(bare, {}, { build: { add: ['django==5.2.*'] } }).problems).toEqual([]);
    expect(plan(bare, {}, { build: { files: ['deps.txt'] } }).problems).toEqual([]);
  });

  test('tell unknown settings once', () => {
    const settings = { production: fact(null), all: fact(['a.settings', 'b.settings']), configuration: fact(null) };
    expect(plan({ settings }).problems).toMatchObject([
      { code: 'settings-unknown', message: expect.stringContaining('a.settings, b.settings') },
    ]);
    expect(plan({ settings }, {}, { settings: 'b.settings' }).overlay.settings).toBe('b.settings');
  });

  test('hold open questions until they are answered', () => {
    const question = {
      id: 'serve',
      text: 'WSGI or ASGI?',
      evidence: [],
      choices: ['wsgi', 'asgi'],
      default: null,
      flag: '--serve',
      key: 'serve',
    };
    expect(plan({ questions: [question] }).problems).toMatchObject([
      { level: 'error', code: 'question-serve', fix: expect.stringContaining('--serve wsgi | asgi') },
    ]);
    expect(plan({ questions: [question] }, {}, { serve: 'asgi' }).problems).toEqual([]);
  });
});
