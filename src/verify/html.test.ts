/** What is read of a page: in, HTML good and bad; out, links, static files and forms. */

import { expect, test } from 'vitest';
import { isLoginForm, readPage } from './html.ts';

test('reads links, static files and forms, and not what only looks like them', () => {
  const page = readPage(`
    <link rel="shortcut icon" href="/i.png"><link rel=stylesheet href='/s.css?a=1&amp;b=2'><link rel="next" href="/2">
    <!-- <a href="/commented">x</a> --><script>const a = '<a href="/in-script">';</script><script src="/j.js"></script>
    <img src="/m.png" alt="a > b"><a href="/one">1<a href=/two>2</a><a name="anchor">
    <input name="outside">`);
  expect(page).toEqual({
    links: ['/one', '/two'],
    loads: [
      { kind: 'image', url: '/i.png' },
      { kind: 'style', url: '/s.css?a=1&b=2' },
      { kind: 'script', url: '/j.js' },
      { kind: 'image', url: '/m.png' },
    ],
    forms: [],
  });
});

test('tells a login from a search and from a sign-up', () => {
  const { forms } = readPage(`
    <form action="/search"><input type="password" name="odd"></form>
    <form method="POST"><input name="user"><input type=password name=one><input type=password name=two></form>
    <form method="post" action="/in"><input type="hidden" name="t" value="v"><input type="PASSWORD" name="p"></form>
    <input name="outside">`);
  expect(forms.map(isLoginForm)).toEqual([false, false, true]);
  expect(forms[2]?.fields).toEqual([
    { name: 't', type: 'hidden', value: 'v' },
    { name: 'p', type: 'password', value: '' },
  ]);
});

test('reads broken pages without an error', () => {
  for (const text of ['', '<', '<a href="', '<form><form method=post>', '\u0000<a href=/x']) {
    expect(() => readPage(text)).not.toThrow();
  }
});
