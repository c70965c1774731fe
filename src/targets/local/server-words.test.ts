/** The reason in a server's last lines: in, lines as servers write them; out, those for a person. */

import { expect, test } from 'vitest';
import { pickReason } from './server-words.ts';

test('the exception that was logged counts, not what the server says of itself afterwards', () => {
  const exception = [
    'Traceback (most recent call last):',
    '  File "/envs/x/lib/python3.11/site-packages/gunicorn/arbiter.py", line 752, in spawn_worker',
    '    worker.init_process()',
    '    ^^^^^^^^^^^^^^^^^^^^^',
    '  File "<frozen importlib._bootstrap>", line 1147, in _find_and_load_unlocked',
    '  File "shop/wsgi.py", line 9, in <module>',
    '    import gone',
    "ModuleNotFoundError: No module named 'gone'",
  ].join('\n');
  const lines = [
    JSON.stringify({ level: 'info', message: 'Starting gunicorn' }),
    JSON.stringify({ level: 'error', message: 'Exception in worker process', exception }),
    JSON.stringify({ level: 'error', message: 'Worker exited with code 3.' }),
    'Traceback (most recent call last):',
    'gunicorn.errors.HaltServer: <HaltServer>',
  ];
  expect(pickReason(lines)).toEqual([
    'Traceback (most recent call last):',
    '  File "shop/wsgi.py", line 9, in <module>',
    '    import gone',
    "ModuleNotFoundError: No module named 'gone'",
  ]);
});

test('else error messages count, else the lines as they are', () => {
  const error = JSON.stringify({ level: 'error', message: 'no room' });
  expect(pickReason([error, 'bye'])).toEqual(['no room']);
  expect(pickReason(['Killed', '{"half'])).toEqual(['Killed', '{"half']);
});

test('what Django says of single requests is no reason, a warning of the health check is', () => {
  const refused = {
    level: 'error',
    logger: 'django.security.DisallowedHost',
    message: 'Invalid',
    exception: 'Traceback',
  };
  const unready = { level: 'warning', logger: 'nuages.health', message: 'not ready: OperationalError' };
  const info = { level: 'info', logger: 'gunicorn.error', message: 'Starting gunicorn' };
  const lines = [info, unready, unready, refused].map((line) => JSON.stringify(line));
  expect(pickReason(lines)).toEqual(['not ready: OperationalError']);
  expect(pickReason([JSON.stringify(info), JSON.stringify(refused)])).toEqual([]);
});
