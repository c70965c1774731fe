/** The syntax tree: in, Python text; out, statements, and the lines that are no Python. */

import { expect, test } from 'vitest';
import { parseModule } from './statements.ts';
import type { Statement } from './syntax.ts';

function only(text: string): Statement | undefined {
  return parseModule(text).body[0];
}

test('imports, relative ones with their level', () => {
  expect(only('from ..conf.base import (a as b, c,)')).toMatchObject({
    kind: 'from',
    level: 2,
    module: 'conf.base',
    names: [
      { name: 'a', as: 'b' },
      { name: 'c', as: 'c' },
    ],
  });
  expect(only('from .base import *')).toMatchObject({ level: 1, module: 'base', names: null });
  expect(only('import os.path, sys as system')).toMatchObject({
    names: [
      { module: 'os.path', as: null },
      { module: 'sys', as: 'system' },
    ],
  });
});

test('assignments to names, tuples and items', () => {
  expect(only("A: str = B = 'x'")).toMatchObject({ targets: [{ name: 'A' }, { name: 'B' }], value: { text: 'x' } });
  expect(only('a, b = 1, 2')).toMatchObject({ targets: [{ kind: 'sequence' }], value: { form: 'tuple' } });
  expect(only("D['x'] = 1,")).toMatchObject({ targets: [{ kind: 'index' }], value: { items: [{ value: 1 }] } });
  expect(only('A: int')).toBeUndefined();
  expect(only('A //= 2')).toMatchObject({ kind: 'update', operator: '//' });
});

test('if, elif and else nest', () => {
  expect(only('if a:\n  b = 1\nelif c:\n  d = 1\nelse:\n  e = 1\n')).toMatchObject({
    kind: 'if',
    otherwise: [{ kind: 'if', test: { name: 'c' }, otherwise: [{ targets: [{ name: 'e' }] }] }],
  });
});

test('try with several handlers', () => {
  const statement = only('try:\n  a\nexcept (A, B) as e:\n  raise\nelse:\n  b\nfinally:\n  c\n');
  expect(statement).toMatchObject({ kind: 'try', handlers: [{ body: [{ kind: 'raise' }] }] });
  expect(statement?.kind === 'try' && [statement.otherwise.length, statement.finally.length]).toEqual([1, 1]);
});

test('functions, classes, loops, with and match', () => {
  expect(only('@d\ndef f(a, b=1, *c, d: int = 2, **e) -> str:\n  return a')).toMatchObject({
    kind: 'function',
    parameters: [
      { name: 'a', stars: 0, default: null },
      { name: 'b', default: { value: 1 } },
      { name: 'c', stars: 1 },
      { name: 'd', default: { value: 2 } },
      { name: 'e', stars: 2 },
    ],
  });
  expect(only('class A(B, metaclass=M):\n  x = 1')).toMatchObject({ kind: 'class', bases: [{ name: 'B' }] });
  expect(only('for a, b in c:\n  d')).toMatchObject({ kind: 'for', target: { kind: 'sequence' }, over: { name: 'c' } });
  expect(only('with a() as b, c():\n  d')).toMatchObject({ items: [{ as: { name: 'b' } }, { as: null }] });
  expect(only("match x:\n  case 'a' | 'b':\n    y\n  case _:\n    z\n")).toMatchObject({
    cases: [{ patterns: [{ text: 'a' }, { text: 'b' }] }, { patterns: null }],
  });
});

test('texts: escapes, raw, joined and formatted', () => {
  expect(only("A = 'a\\n' \"\\x41\" r'\\d'")).toMatchObject({ value: { text: 'a\nA\\d' } });
  expect(only("A = f'{{{x!r:>3}}}-{y}'")).toMatchObject({
    value: { parts: ['{', { name: 'x' }, '}-', { name: 'y' }] },
  });
  expect(only('A = """two\nlines"""')).toMatchObject({ value: { text: 'two\nlines' } });
});

test('a byte order mark, form feeds and Windows line ends do not disturb', () => {
  expect(parseModule('\uFEFFA = 1\r\n\fB = 2\r\n')).toMatchObject({ body: [{ line: 1 }, { line: 2 }], broken: [] });
});

test('what is no Python is marked with its line and the rest is kept', () => {
  const module = parseModule('A = 1\n<<<<<<< ours\nB = 2\n=======\nB = 3\n>>>>>>> theirs\nC = 4\n');
  expect(module.broken[0]).toBe(2);
  const names = module.body.flatMap((one) => (one.kind === 'assign' ? one.targets : []));
  expect(names).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'A' }), expect.objectContaining({ name: 'C' })]),
  );
});
