/** URL parts: in, URLs of services; out, what single variables get. */

import { expect, test } from 'vitest';
import { readUrlPart } from './url-parts.ts';

const parts = ['engine', 'user', 'password', 'host', 'port', 'name'] as const;
const all = (url: string) => parts.map((part) => readUrlPart(url, part));

test.each([
  ['postgres://u:p%40%2F@h:5/n?sslmode=require', ['django.db.backends.postgresql', 'u', 'p@/', 'h', '5', 'n']],
  ['mysql://root@[::1]/a', ['django.db.backends.mysql', 'root', '', '::1', '', 'a']],
  ['postgres:///shop', ['django.db.backends.postgresql', '', '', '', '', 'shop']],
  ['postgres://%2Frun%2Fpostgresql/shop', ['django.db.backends.postgresql', '', '', '/run/postgresql', '', 'shop']],
  [
    'postgres://me@/shop?host=/run/postgresql&port=6000',
    ['django.db.backends.postgresql', 'me', '', '/run/postgresql', '6000', 'shop'],
  ],
  ['redis://:pw@h:6379/1', ['', '', 'pw', 'h', '6379', '1']],
  ['no url', ['', '', '', '', '', '']],
  ['postgres://u:5:0%@h/n', ['django.db.backends.postgresql', 'u', '5:0%', 'h', '', 'n']],
])('%s', (url, expected) => {
  expect(all(url)).toEqual(expected);
});
