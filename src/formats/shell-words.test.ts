/** Shell quoting: in, awkward words; out, the same words read back by a real shell. */

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { joinShellWords } from './shell-words.ts';

test('a POSIX shell reads back what was quoted', () => {
  const words = ['plain', '', 'a b', "it's", '"', '$HOME', '`id`', '\\', 'a\nb', '*', '~', '!', '-n', 'ä', "'"];
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${joinShellWords(words)}`], { encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(words);
});

test('words that need no quotes get none', () => {
  expect(joinShellWords(['gunicorn', '--bind=0.0.0.0:8000', 'shop.wsgi'])).toBe(
    'gunicorn --bind=0.0.0.0:8000 shop.wsgi',
  );
});
