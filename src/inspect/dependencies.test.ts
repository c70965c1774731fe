/** Dependencies and the Python version: in, the files that tell them; out, names, versions, manager and evidence. */

import { expect, test } from 'vitest';
import { createMemorySource } from '../model/memory-source.ts';
import { findDependencies } from './dependencies.ts';
import { poetrySpecifier } from './project-files.ts';
import { findPythonVersion } from './python-version.ts';
import { normaliseName, parseRequirement, parseRequirements } from './requirement.ts';

function dependenciesOf(files: Readonly<Record<string, string>>, directory = '.') {
  const { facts, django } = findDependencies(createMemorySource(files), directory);
  return {
    manager: facts.manager.value,
    files: facts.files.value,
    installed: facts.installed.value,
    requirements: facts.requirements.value,
    django: django.value,
    djangoAt: django.at,
  };
}

test('a requirement line in its forms', () => {
  const forms: readonly (readonly [string, string | null, string])[] = [
    ['Django>=4.2,<5', 'django', '>=4.2,<5'],
    ['Pillow', 'pillow', ''],
    ['psycopg[binary] == 3.2.1 ; python_version >= "3.8"', 'psycopg', '==3.2.1'],
    ['zope.interface (>=5.0)', 'zope-interface', '>=5.0'],
    ['shop @ git+https://example.org/shop.git@v1', 'shop', ''],
    ['git+https://example.org/x/django-thing.git@main#egg=Django_Thing', 'django-thing', ''],
    ['-e git+https://example.org/x/thing.git', 'thing', ''],
    ['-e .', null, ''],
    ['uvicorn==0.30 --hash=sha256:aa --hash=sha256:bb', 'uvicorn', '==0.30'],
  ];
  for (const [text, name, specifier] of forms) expect(parseRequirement(text), text).toMatchObject({ name, specifier });
  for (const text of ['--index-url https://example.org', '-f x', '== 3', 'see the wiki page']) {
    expect(parseRequirement(text), text).toBeUndefined();
  }
  expect(normaliseName('Zope.Interface__x')).toBe('zope-interface-x');
});

test('a whole file: marks, continuations, comments, line ends, includes', () => {
  const file = parseRequirements(
    '\uFEFF# head\r\n-r base.txt\r\n-c limits.txt\r\nDjango==5.2 \\\r\n    --hash=sha256:aa\r\ncelery # queue\r\n',
  );
  expect(file.includes).toEqual([{ path: 'base.txt', line: 2 }]);
  expect(file.requirements.map((one) => [one.name, one.line])).toEqual([
    ['django', 4],
    ['celery', 6],
  ]);
  expect(file.compiled).toBe(true);
});

test('production requirements with what they include come before others', () => {
  const found = dependenciesOf({
    'requirements.txt': '-r requirements/dev.txt\n',
    'requirements/base.txt': 'Django==5.2.1\n',
    'requirements/production.txt': '-r base.txt\ngunicorn==22.0\n',
    'requirements/dev.txt': '-r base.txt\npytest\n',
  });
  expect(found).toMatchObject({
    manager: 'pip',
    files: ['requirements/production.txt', 'requirements/base.txt'],
    installed: ['django', 'gunicorn'],
    django: '5.2.1',
    djangoAt: { file: 'requirements/base.txt', line: 1 },
  });
});

test('a requirements.txt that only points elsewhere, and a circle of includes', () => {
  expect(
    dependenciesOf({ 'requirements.txt': '-r req/all.txt\n', 'req/all.txt': 'django\n-r ../requirements.txt\n' }),
  ).toMatchObject({
    files: ['requirements.txt', 'req/all.txt'],
    installed: ['django'],
    django: null,
  });
});

test('pip-tools is told by its files', () => {
  expect(dependenciesOf({ 'requirements.in': 'django\n', 'requirements.txt': 'django==5.2\n' }).manager).toBe(
    'pip-tools',
  );
});

test('uv: the lock gives versions and only what production needs', () => {
  const lock = `
[[package]]
name = "django"
version = "5.2.3"
dependencies = [{ name = "asgiref" }]
[[package]]
name = "asgiref"
version = "3.8.1"
[[package]]
name = "pytest"
version = "8.0"
`;
  const found = dependenciesOf({
    'pyproject.toml':
      '[project]\nname = "shop"\ndependencies = ["Django>=5.2"]\n[dependency-groups]\ndev = ["pytest"]\n',
    'uv.lock': lock,
  });
  expect(found).toMatchObject({
    manager: 'uv',
    installed: ['asgiref', 'django'],
    django: '5.2.3',
    requirements: ['Django>=5.2'],
  });
  expect(found.djangoAt).toEqual({ file: 'uv.lock', line: 3 });
});

test('poetry and Pipfile', () => {
  const poetry = dependenciesOf({
    'pyproject.toml':
      '[tool.poetry.dependencies]\npython = "^3.11"\ndjango = "^5.1"\npsycopg = {version = "3.2", extras = ["binary"]}\nextra = {version = "*", optional = true}\n',
    'poetry.lock':
      '[[package]]\nname = "django"\nversion = "5.1.4"\n[package.dependencies]\nsqlparse = "*"\n[[package]]\nname = "sqlparse"\nversion = "0.5"\n',
  });
  expect(poetry).toMatchObject({
    manager: 'poetry',
    django: '5.1.4',
    installed: ['django', 'psycopg', 'sqlparse'],
    requirements: ['django>=5.1,<6', 'psycopg[binary]==3.2'],
  });
  const pipenv = dependenciesOf({
    Pipfile: '[packages]\ndjango = "*"\n[dev-packages]\nblack = "*"\n',
    'Pipfile.lock': '{"default": {"django": {"version": "==5.0.1"}}, "develop": {"black": {"version": "==24"}}}',
  });
  expect(pipenv).toMatchObject({ manager: 'pipenv', django: '5.0.1', installed: ['django'] });
});

test('setup files, a nested project whose files lie at the root, and nothing at all', () => {
  expect(
    dependenciesOf({ 'setup.cfg': '[options]\ninstall_requires =\n    Django>=4\n    requests\n' }).installed,
  ).toEqual(['django', 'requests']);
  expect(
    dependenciesOf({ 'setup.py': "from setuptools import setup\nsetup(install_requires=['django'])\n" }).installed,
  ).toEqual(['django']);
  expect(dependenciesOf({ 'requirements.txt': 'django\n', 'src/manage.py': '' }, 'src').files).toEqual([
    'requirements.txt',
  ]);
  expect(dependenciesOf({})).toMatchObject({ manager: 'none', files: [], installed: [] });
});

test('dependency groups count when there is nothing else', () => {
  const groups = '[dependency-groups]\nmain = ["Django==5.2", {include-group = "x"}]\ndev = ["pytest"]\n';
  expect(dependenciesOf({ 'pyproject.toml': groups })).toMatchObject({
    manager: 'pip',
    installed: ['django'],
    django: '5.2',
  });
});

test('a broken lock or pyproject.toml does not stop the reading', () => {
  expect(dependenciesOf({ 'pyproject.toml': '[project\n', 'requirements.txt': 'django\n' }).manager).toBe('pip');
  expect(
    dependenciesOf({ 'pyproject.toml': '[project]\ndependencies = ["django"]\n', 'uv.lock': '[[[' }).installed,
  ).toEqual(['django']);
});

test("poetry's marks as ranges", () => {
  expect(['^1.2.3', '^0.2.3', '~1.2', '~1', '*', '1.4', '>=1,<2'].map(poetrySpecifier)).toEqual([
    '>=1.2.3,<2',
    '>=0.2.3,<0.3',
    '>=1.2,<1.3',
    '>=1,<2',
    '',
    '==1.4',
    '>=1,<2',
  ]);
});

test('the Python version, the most deliberate file first', () => {
  const version = (files: Readonly<Record<string, string>>, directory = '.') => {
    const { value, sure } = findPythonVersion(createMemorySource(files), directory);
    return [value, sure];
  };
  const image = { Dockerfile: 'FROM python:3.10-slim AS build\n' };
  const wanted = { 'pyproject.toml': '[project]\nrequires-python = ">=3.11, <4"\n' };
  expect(version({ ...image, ...wanted, '.python-version': '3.12.4\n', 'runtime.txt': 'python-3.9.1' })).toEqual([
    '3.12.4',
    true,
  ]);
  expect(version({ ...image, ...wanted, 'runtime.txt': 'python-3.9.1\n' })).toEqual(['3.9.1', true]);
  expect(version({ ...image, ...wanted })).toEqual(['>=3.11,<4', true]);
  expect(version(image)).toEqual(['3.10', false]);
  expect(version({ 'mise.toml': '[tools]\npython = "3.13"\n' })).toEqual(['3.13', true]);
  expect(version({ 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.9"\n' }, 'src')).toEqual([
    '>=3.9,<4',
    true,
  ]);
  expect(version({})).toEqual([null, false]);
});
