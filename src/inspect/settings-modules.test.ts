/** Which settings production runs with: in, files that name modules; out, the choice, its evidence and a question. */

import { expect, test } from 'vitest';
import { exampleProject, managePy } from './example-project.ts';
import { inspectProject } from './index.ts';

const settings = "INSTALLED_APPS = ['x']\n";
const split = {
  'shop/settings.py': '',
  'shop/settings/__init__.py': '',
  'shop/settings/base.py': settings,
  'shop/settings/dev.py': 'from .base import *\n',
  'shop/settings/production.py': 'from .base import *\n',
};

function wsgi(module: string): string {
  return `import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '${module}')\napplication = get_wsgi_application()\n`;
}

function choose(files: Readonly<Record<string, string>>) {
  const project = inspectProject(exampleProject('', { ...split, ...files }));
  const { value, at, sure } = project.settings.production;
  return { value, file: at?.file ?? null, sure, questions: project.questions.map((question) => question.id) };
}

test('manage.py for development and wsgi.py for production is the ordinary split', () => {
  const files = { 'manage.py': managePy('shop.settings.dev'), 'shop/wsgi.py': wsgi('shop.settings.production') };
  expect(choose(files)).toEqual({ value: 'shop.settings.production', file: 'shop/wsgi.py', sure: true, questions: [] });
});

test('a production module that only a deployment file names', () => {
  const files = {
    'manage.py': managePy('shop.settings.dev'),
    'shop/wsgi.py': wsgi('shop.settings.dev'),
    Procfile: 'web: DJANGO_SETTINGS_MODULE=shop.settings.production gunicorn shop.wsgi\n',
  };
  expect(choose(files)).toMatchObject({ value: 'shop.settings.production', file: 'Procfile' });
});

test('a production module that nobody names is taken, not sure, and asked', () => {
  const files = { 'manage.py': managePy('shop.settings.dev'), 'shop/wsgi.py': wsgi('shop.settings.dev') };
  expect(choose(files)).toEqual({
    value: 'shop.settings.production',
    file: null,
    sure: false,
    questions: ['settings'],
  });
});

test('files for tests never decide', () => {
  const files = {
    'manage.py': managePy('shop.settings'),
    'shop/wsgi.py': wsgi('shop.settings'),
    'shop/settings/__init__.py': 'from .base import *\n',
    'shop/settings/production.py': '# moved\n',
    'pytest.ini': '[pytest]\nDJANGO_SETTINGS_MODULE = shop.settings.dev\n',
  };
  expect(choose(files)).toMatchObject({ value: 'shop.settings', sure: true, questions: [] });
});

test('a commented line and a hard assignment', () => {
  const content = `import os\n# os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.dev')\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings.production'\nfrom django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n`;
  expect(choose({ 'manage.py': managePy('shop.settings.dev'), 'shop/wsgi.py': content })).toMatchObject({
    value: 'shop.settings.production',
    sure: true,
  });
});

test('the answer wins', () => {
  const source = exampleProject('', split);
  expect(inspectProject(source, { settings: 'shop.settings.dev' }).settings.production).toEqual({
    value: 'shop.settings.dev',
    at: null,
    sure: true,
  });
});
