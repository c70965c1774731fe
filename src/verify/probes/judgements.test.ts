/** What the probes decide on: in, exchanges; out, verdicts, with the cases that mutants do not show. */

import { describe, expect, test } from 'vitest';
import { makeExchange } from '../exchange.test-data.ts';
import type { Exchange } from '../exchange.ts';
import type { Verdict } from '../report.ts';
import { judgeAdmin, judgeEntries, judgeLinks } from './k01-pages.ts';
import { findHash, judgeAbsent, judgeAnswers, judgeEncoding, judgeImmutable } from './k02-static.ts';
import { judgeBurst } from './k05-connections.ts';
import { judgeHealth, judgeWrongHost } from './k07-hosts.ts';
import { fillLogin, judgeLogin } from './k10-login.ts';
import { judgeVersion } from './k11-headers.ts';
import { judgeErrorPages, judgePrivateFiles } from './k13-leaks.ts';
import { judgeDebug, judgeKey } from './k14-settings.ts';

const status = (code: number, parts: Partial<Exchange> = {}) => makeExchange({ status: code, ...parts });
const none = makeExchange({ status: 0, failure: 'ECONNRESET' });

type Case = readonly [name: string, verdict: Verdict, outcome: Verdict['outcome']];

const cases: readonly Case[] = [
  ['a page that needs a login', judgeEntries([status(403)]), 'kept'],
  ['a site without a page at /', judgeEntries([status(404)]), 'unseen'],
  ['no answer', judgeEntries([none]), 'broken'],
  ['a dead link', judgeLinks([status(200), status(404)]), 'kept'],
  ['a failing link', judgeLinks([status(200), status(502)]), 'broken'],
  ['no links', judgeLinks([]), 'unseen'],
  ['no admin', judgeAdmin(status(404)), 'unseen'],
  ['no static files', judgeAnswers([]), 'unseen'],
  ['no hashed files', judgeImmutable([]), 'unseen'],
  ['another encoding', judgeEncoding(status(200, { headers: [['content-encoding', 'gzip']] }), 'br'), 'broken'],
  ['no Vary', judgeEncoding(status(200, { headers: [['content-encoding', 'br']] }), 'br'), 'broken'],
  ['an error for a static file that is gone', judgeAbsent(status(500)), 'broken'],
  ['a 404 for a year', judgeAbsent(status(404, { headers: [['cache-control', 'immutable']] })), 'broken'],
  ['a limited rate', judgeBurst([status(200), status(429)]), 'unseen'],
  ['one lost request', judgeBurst([status(200), none]), 'broken'],
  ['a misdirected request', judgeWrongHost(status(421)), 'kept'],
  ['a platform that knows no such name', judgeWrongHost(status(404)), 'unseen'],
  ['a redirect to another name', judgeWrongHost(status(301)), 'broken'],
  ['no health that was promised', judgeHealth(status(404)), 'broken'],
  ['health that moves to HTTPS', judgeHealth(status(301)), 'broken'],
  ['health with a cookie', judgeHealth(status(200, { body: 'ok', headers: [['set-cookie', 'a=b']] })), 'broken'],
  ['a login that sends on', judgeLogin(status(302)), 'kept'],
  ['a limited login', judgeLogin(status(429)), 'unseen'],
  ['a server without a version', judgeVersion([status(200, { headers: [['server', 'gunicorn']] })]), 'kept'],
  ['a proxy with one', judgeVersion([status(200, { headers: [['server', 'nginx/1.26.3']] })]), 'broken'],
  ['prose about passwords', judgeErrorPages([status(403, { body: 'Password, secret, csrf token' })]), 'kept'],
  ['a page that documents settings', judgeErrorPages([status(200, { body: 'SECRET_KEY' })]), 'unseen'],
  ['a setting on an error page', judgeErrorPages([status(500, { body: 'EMAIL_HOST_PASSWORD' })]), 'broken'],
  ['a traceback', judgeErrorPages([status(500, { body: 'File "/app/x.py", line 3' })]), 'broken'],
  ['a page for everything', judgePrivateFiles([status(200, { path: '/.env', body: '<div id="app">' })]), 'kept'],
  ['an open .env', judgePrivateFiles([status(200, { path: '/.env', body: 'SECRET_KEY=x\n' })]), 'broken'],
  ['a page about DEBUG', judgeDebug([status(200, { body: 'Set DEBUG = True in settings.py' })]), 'kept'],
  ['no cookie', judgeKey([status(200)]), 'unseen'],
];

describe('judges', () => {
  test.each(cases)('%s', (_, verdict, outcome) => {
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.fix === null).toBe(outcome !== 'broken');
  });
});

test('knows hashes of Django and of bundlers from words, versions and dates', () => {
  expect(findHash('/static/css/style.0a1b2c3d4e5f.css')).toBe('0a1b2c3d4e5f');
  expect(findHash('/static/app-Ab3dEf12.js?x=1')).toBe('Ab3dEf12');
  for (const name of [
    '/static/bootstrap-datepicker.min.js',
    '/s/style-20240101.css',
    '/s/jquery.min.js',
    '/s/a-4.1.2.js',
  ]) {
    expect(findHash(name)).toBeUndefined();
  }
});

test('fills a login form with hidden fields as they are and never a button', () => {
  const fields = [
    { name: 'csrfmiddlewaretoken', type: 'hidden', value: 'abc' },
    { name: 'username', type: 'text', value: '' },
    { name: 'password', type: 'password', value: '' },
    { name: 'remember', type: 'checkbox', value: 'on' },
    { name: 'go', type: 'submit', value: 'Go' },
  ];
  expect([...new URLSearchParams(fillLogin(fields)).keys()]).toEqual(['csrfmiddlewaretoken', 'username', 'password']);
  expect(fillLogin(fields)).toContain('csrfmiddlewaretoken=abc');
});

test('a login is asked for without a password, so that no attempt is counted', () => {
  const fields = ['csrf:hidden:t0k', 'user:text:', 'pass:password:'].map((line) => {
    const [name = '', type = '', value = ''] = line.split(':');
    return { name, type, value };
  });
  expect(fillLogin(fields)).toBe('csrf=t0k&user=nuages-probe%40nuages-probe.invalid&pass=');
});
