/** Which Djangos can be served: in, what projects ask for; out, an error, a warning or nothing. */

import { expect, test } from 'vitest';
import { planWith as plan } from '../commands/plan-with.test-data.ts';
import { fact } from './project.test-data.ts';

function judge(said: string | null): readonly string[] {
  const { problems } = plan({ django: fact(said) });
  return problems.map(({ level, code }) => `${level} ${code}`);
}

test.each(['1.10.5', '==1.11.*', '<2', '~=2.0', '2.2.28', '3.1', '<3.2'])('%s is refused', (said) => {
  expect(judge(said)).toEqual(['error django-too-old']);
});

test.each(['3.2', '4.1.13', '>=3.2,<4', '>=1.8,<4.2'])('%s is told to be old', (said) => {
  expect(judge(said)).toEqual(['warning django-old']);
});

test.each([null, '4.2.30', '>=1.8', '~=5.0', '6.1', '7.3', '>=7'])('%s is nothing to tell', (said) => {
  expect(judge(said)).toEqual([]);
});

test('the version and its place are named', () => {
  const at = { file: 'requirements.txt', line: 3 };
  const { problems } = plan({ django: { value: '1.10.5', at, sure: true } });
  expect(problems).toMatchObject([{ at, message: expect.stringContaining('Django 1.10.5') }]);
});
