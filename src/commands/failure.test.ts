/** Failures as text: in, errors of each kind; out, what a person reads and the exit code. */

import { expect, test } from 'vitest';
import { ToolError, UserError } from '../model/problem.ts';
import { describeBug, redact } from './bug.ts';
import { describeFailure } from './failure.ts';
import { formatProblems } from './problems.ts';

const env = { HOME: '/home/me', SECRET_KEY: 'abcdefgh123', DATABASE_URL: 'postgres://u:pw1234@h/db', SHORT_KEY: 'abc' };
const occasion = {
  argv: ['plan', '/home/me/private', '--json', '--name=mine'],
  env,
  version: '1.2.3',
  issues: 'https://example.org/issues',
  colour: false,
};

test('all problems of a stage are told at once, errors first, with place and fix', () => {
  const error = new UserError([
    { level: 'note', code: 'a-note', message: 'Something else.' },
    {
      level: 'error',
      code: 'no-key',
      message: 'No key.\nNone at all.',
      at: { file: 'a.py', line: 3 },
      fix: 'set KEY\nor OTHER',
    },
  ]);
  expect(describeFailure(error, occasion)).toEqual({
    code: 1,
    text: [
      'error[no-key]: No key.',
      '  None at all.',
      '  at a.py:3',
      '  fix: set KEY',
      '       or OTHER',
      'note[a-note]: Something else.',
    ].join('\n'),
  });
});

test('an expected failure has the exit code that it was given', () => {
  expect(describeFailure(new UserError({ level: 'error', code: 'locked', message: 'x' }, 75), occasion).code).toBe(75);
});

test('colour marks the label only', () => {
  const text = formatProblems([{ level: 'error', code: 'c', message: 'm' }], true);
  expect(text).toBe('\u001b[31merror[c]\u001b[39m: m');
});

test('a failed tool is named with its exit code, its phase and the last that it said', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
  const { text, code } = describeFailure(new ToolError('pip', 2, `${lines}\n`), occasion, 'build');
  expect(code).toBe(1);
  expect(text).toContain('error[tool-failed]: pip failed with exit code 2 in phase build. The last it said:');
  expect(text).toContain('| line 39');
  expect(text).not.toContain('| line 20\n');
});

test('a full disk is no bug', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: 'x/y' });
  const { text, code } = describeFailure(error, occasion);
  expect(code).toBe(1);
  expect(text).toContain('x/y: no space left on the disk');
});

test('a bug is called one, with a stack and a link that has the text filled in', () => {
  const error = new TypeError('cannot read abcdefgh123', { cause: new Error('deeper') });
  const { text, code } = describeFailure(error, occasion);
  expect(code).toBe(70);
  expect(text).toContain('This is a bug in nuages');
  expect(text).toContain('failure.test.ts');
  expect(text).toContain('Caused by: Error: deeper');
  const link = new URL(text.slice(text.indexOf('https://example.org')));
  expect(link.pathname).toBe('/issues/new');
  expect(link.searchParams.get('title')).toBe('TypeError: cannot read <SECRET_KEY>');
  expect(link.searchParams.get('body')).toContain('nuages plan --json --name=...\n');
});

test('a report holds no secret value, no password of a URL, no home folder', () => {
  const text = redact('abcdefgh123 redis://:hunter22@h/1 at /home/me/x.ts postgres://u:pw1234@h/db abc', env);
  expect(text).toBe('<SECRET_KEY> redis://:<password>@h/1 at ~/x.ts <DATABASE_URL> abc');
  expect(describeBug('a text that was thrown', occasion)).toContain('Thrown: a text that was thrown');
});
