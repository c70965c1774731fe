/** Questions of init: in, questions with and without a usual answer; out, answers, or the flags to give. */

import { expect, test } from 'vitest';
import { UserError } from '../model/problem.ts';
import type { Question } from '../model/project.ts';
import { answerQuestions } from './answers.ts';
import { createTestWorld } from './test-world.test-data.ts';

const serve: Question = {
  id: 'serve',
  text: 'WSGI or ASGI?',
  evidence: [{ file: 'shop/asgi.py', line: 3 }],
  choices: ['wsgi', 'asgi'],
  default: null,
  flag: '--serve',
  key: 'serve',
};
const settings: Question = {
  ...serve,
  id: 'settings',
  text: 'Which settings?',
  choices: [],
  default: 'shop.settings',
  flag: '--settings',
  key: 'settings',
};

test('without a terminal the usual answer counts, and the error names the flag of what has none', async () => {
  const { world, questions } = createTestWorld();
  expect([...(await answerQuestions(world.terminal, [settings], new Map()))]).toEqual([['settings', 'shop.settings']]);
  const refused = await answerQuestions(world.terminal, [settings, serve], new Map()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UserError);
  expect((refused as UserError).problems).toEqual([
    {
      level: 'error',
      code: 'question-serve',
      message: 'WSGI or ASGI? (wsgi, asgi)',
      at: { file: 'shop/asgi.py', line: 3 },
      fix: 'answer with --serve',
    },
  ]);
  expect(questions).toEqual([]);
});

test('on a terminal everything open is asked with its evidence; a flag is an answer', async () => {
  const { world, questions } = createTestWorld({ WSGI: 'asgi' });
  const answers = await answerQuestions(world.terminal, [settings, serve], new Map([['domains', ['a.example']]]));
  expect([...answers]).toEqual([
    ['domains', ['a.example']],
    ['settings', 'shop.settings'],
    ['serve', 'asgi'],
  ]);
  expect(questions).toEqual(['Which settings? (shop/asgi.py:3)', 'WSGI or ASGI? (shop/asgi.py:3)']);
});
