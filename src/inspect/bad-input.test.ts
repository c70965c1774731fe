/** What is no project, or a broken one: in, such a source; out, an error with place and fix, or an unsure fact. */

import { expect, test } from 'vitest';
import { createMemorySource } from '../model/memory-source.ts';
import { type Problem, UserError } from '../model/problem.ts';
import type { Source } from '../model/source.ts';
import { exampleProject, managePy } from './example-project.ts';
import { type Answers, inspectProject } from './index.ts';

function problemOf(source: Source, answers: Answers = {}): Problem | undefined {
  try {
    inspectProject(source, answers);
  } catch (error) {
    if (error instanceof UserError) return error.problems[0];
    throw error;
  }
  return undefined;
}

test('an empty folder: what was looked for and what was seen', () => {
  const problem = problemOf(createMemorySource({}, 'empty'));
  expect(problem?.code).toBe('no-django-project');
  expect(problem?.message).toContain('execute_from_command_line');
  expect(problem?.message).toContain('the folder is empty');
});

test('a Flask project is named as such', () => {
  const problem = problemOf(createMemorySource({ 'app.py': 'from flask import Flask\napp = Flask(__name__)\n' }));
  expect(problem?.code).toBe('no-django-project');
  expect(problem?.message).toContain('flask application in app.py');
});

test('a manage.py that does not start Django is no project', () => {
  const problem = problemOf(createMemorySource({ 'manage.py': 'from flask_script import Manager\n' }));
  expect(problem?.message).toContain('manage.py, which does not start Django');
});

test('two projects: all are named, and the flag; the flag decides', () => {
  const source = createMemorySource({
    'one/manage.py': managePy('a.settings'),
    'one/a/settings.py': 'INSTALLED_APPS = []',
    'two/manage.py': managePy('b.settings'),
    'two/b/settings.py': 'INSTALLED_APPS = []',
  });
  const problem = problemOf(source);
  expect(problem?.code).toBe('several-manage-py');
  expect(problem?.message).toContain('one/manage.py, two/manage.py');
  expect(problem?.fix).toContain('--manage');
  expect(inspectProject(source, { managePy: 'two/manage.py' }).settings.production.value).toBe('b.settings');
  expect(problemOf(source, { managePy: 'three/manage.py' })?.code).toBe('no-such-manage-py');
});

test('a manage.py of tests is passed over, one in an example is taken when it is the only one', () => {
  const tests = createMemorySource({ 'tests/manage.py': managePy('x.settings'), 'README.md': '' });
  expect(problemOf(tests)?.fix).toContain('--manage tests/manage.py');
  const example = createMemorySource({
    'example/manage.py': managePy('x.settings'),
    'example/x/settings.py': 'INSTALLED_APPS = []',
    'tests/manage.py': managePy('y.settings'),
  });
  expect(inspectProject(example).managePy).toMatchObject({ value: 'example/manage.py', sure: false });
});

test('a syntax error in the settings names file and line', () => {
  const problem = problemOf(exampleProject('DEBUG = False\nINSTALLED_APPS = [\n'));
  expect(problem?.code).toBe('settings-syntax-error');
  expect(problem?.at).toEqual({ file: 'shop/settings.py', line: 3 });
  expect(problem?.fix).toContain('py_compile shop/settings.py');
});

test('a syntax error in a base module names that module', () => {
  const source = exampleProject('from .base import *\n', { 'shop/base.py': 'X = )\n' });
  expect(problemOf(source)?.at).toEqual({ file: 'shop/base.py', line: 1 });
});

test('newer Python that the grammar does not know is no syntax error', () => {
  const source = exampleProject(
    'try:\n    import foo\nexcept ImportError, KeyError:\n    foo = None\ndef f():\n    with (open("a") as a, open("b") as b):\n        pass\nINSTALLED_APPS = ["shop"]\n',
  );
  expect(inspectProject(source).installedApps).toMatchObject({ value: ['shop'], sure: true });
});

test('a missing settings module is told with the place that names it', () => {
  const source = createMemorySource({ 'manage.py': managePy('gone.settings') });
  expect(problemOf(source)).toMatchObject({ code: 'no-settings', at: { file: 'manage.py', line: 4 } });
  expect(problemOf(exampleProject(''), { settings: 'shop.other' })?.code).toBe('no-such-settings');
});

test('settings that import themselves or each other end', () => {
  const source = exampleProject('from .settings import *\nfrom .b import *\nINSTALLED_APPS = ["x"]\n', {
    'shop/b.py': 'from .settings import *\nfrom shop.b import nothing\nB = 1\n',
  });
  expect(inspectProject(source).installedApps.value).toEqual(['x']);
});

test('Latin-1 is read', () => {
  const bytes = new TextEncoder().encode(
    '# -*- coding: latin-1 -*-\nNAME = "caf?"\nINSTALLED_APPS = ["x"]\nTIME_ZONE = "UTC"\n',
  );
  const latin = bytes.map((byte) => (byte === 0x3f ? 0xe9 : byte));
  expect(inspectProject(exampleProject('', { 'shop/settings.py': latin })).literals.TIME_ZONE?.value).toBe('UTC');
});

test('nesting thousands deep, huge lists and endless loops end with an answer', () => {
  const deep = `${'['.repeat(150)}${']'.repeat(150)}`;
  const sum = Array.from({ length: 400 }, () => '"a"').join(' + ');
  const huge = Array.from({ length: 50_000 }, (_, index) => `"app${index}"`).join(',');
  const ladder = Array.from({ length: 300 }, (_, index) => `${'  '.repeat(index)}if X:`).join('\n');
  const settings = `DEEP = ${deep}\nSUM = ${sum}\nHUGE = [${huge}]\ndef f(x):\n    return f(x)\nF = f(1)\nwhile True:\n    Y = F\nfor a in HUGE:\n    for b in HUGE:\n        Z = b\n${ladder}\n${'  '.repeat(300)}pass\nINSTALLED_APPS = ["x"]\n`;
  const started = performance.now();
  expect(inspectProject(exampleProject(settings)).managePy.value).toBe('manage.py');
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('brackets nested deeper than Python allows are a syntax error, not a crash', () => {
  const source = exampleProject(`DEEP = ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`);
  expect(problemOf(source)?.code).toBe('settings-syntax-error');
});

test('the same source gives the same bytes', () => {
  const source = exampleProject("import os\nSECRET_KEY = os.environ['K']\nINSTALLED_APPS = ['x']\n");
  expect(JSON.stringify(inspectProject(source))).toBe(JSON.stringify(inspectProject(source)));
});

test('a list with more entries than a call takes arguments is read', () => {
  const entries = Array.from({ length: 130_000 }, (_, index) => `${index % 10}`).join(',');
  expect(inspectProject(exampleProject(`CODES = [${entries}]\n`)).managePy.value).toBe('manage.py');
});
