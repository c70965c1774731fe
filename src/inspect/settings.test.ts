/** How settings are put together: in, several files; out, what is in force, and whether that is sure. */

import { expect, test } from 'vitest';
import { exampleProject } from './example-project.ts';
import { inspectProject } from './index.ts';

test('files that a settings package includes run in its names', () => {
  const source = exampleProject('', {
    'shop/settings.py': '',
    'shop/settings/__init__.py':
      "from os import environ\nfrom split_settings.tools import include, optional\nenviron.setdefault('MODE', 'production')\nENV = environ['MODE']\ninclude('components/*.py', f'environments/{ENV}.py', optional('environments/local.py'))\n",
    'shop/settings/components/apps.py': "INSTALLED_APPS = ['shop']\nMIDDLEWARE = ['a']\n",
    'shop/settings/environments/production.py': "INSTALLED_APPS += ['extra']\nDEBUG = False\n",
    'shop/settings/environments/development.py': 'DEBUG = True\n',
  });
  const project = inspectProject(source);
  expect(project.installedApps).toMatchObject({ value: ['shop', 'extra'], sure: true });
  expect(project.literals.DEBUG).toMatchObject({
    value: false,
    at: { file: 'shop/settings/environments/production.py', line: 2 },
  });
});

test('branches that cannot be decided leave both values, the likelier first, and are not sure', () => {
  const project = inspectProject(
    exampleProject(`
import os
INSTALLED_APPS = ['shop']
if os.environ.get('USE_MYSQL'):
    DATABASES = {'default': {'ENGINE': 'django.db.backends.mysql'}}
elif 'DB_HOST' in os.environ:
    DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}
else:
    DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}
`),
  );
  expect(project.databases).toMatchObject({
    value: [{ alias: 'default', engines: ['sqlite3', 'postgresql', 'mysql'] }],
    sure: false,
  });
});

test('a variable that chooses the environment is asked for, and its answer decides', () => {
  const source = exampleProject(
    "import os\nSTAGE = os.environ.get('STAGE', 'dev')\nif STAGE == 'production':\n    from shop.on import *\nelse:\n    from shop.off import *\n",
    {
      'shop/on.py': "INSTALLED_APPS = ['live']\nimport os\nSECRET_KEY = os.environ['KEY']\n",
      'shop/off.py': "INSTALLED_APPS = ['dev']\nSECRET_KEY = 'x'\n",
    },
  );
  const unanswered = inspectProject(source);
  expect(unanswered.installedApps).toMatchObject({ value: ['dev'], sure: false });
  expect(unanswered.questions).toMatchObject([
    { id: 'variable-STAGE', default: 'dev', choices: ['production', 'dev'] },
  ]);
  const answered = inspectProject(source, { variables: { STAGE: 'production' } });
  expect(answered.installedApps).toMatchObject({ value: ['live'], sure: true });
  expect(answered.environment).toMatchObject([{ name: 'STAGE' }, { name: 'KEY', required: true }]);
  expect(answered.questions).toEqual([]);
});

test('a raise at the top of settings does not end the reading', () => {
  const project = inspectProject(
    exampleProject(
      "import os\nKEY = os.environ.get('KEY')\nif not KEY:\n    raise ValueError\nINSTALLED_APPS = ['shop']\n",
    ),
  );
  expect(project.installedApps.value).toEqual(['shop']);
  expect(project.environment).toMatchObject([{ name: 'KEY', required: true }]);
});

test('an optional local file that is not there leaves no doubt, a needed one does', () => {
  const optional = "INSTALLED_APPS = ['x']\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n";
  expect(inspectProject(exampleProject(optional)).sessions.sure).toBe(true);
  expect(inspectProject(exampleProject("from .gone import *\nINSTALLED_APPS = ['x']\n")).sessions.sure).toBe(false);
});

test('settings made in a way that cannot be followed are not sure', () => {
  const project = inspectProject(exampleProject('from conf import load\nglobals().update(load())\n'));
  expect(project.databases).toMatchObject({ value: [], sure: false });
});

test('paths by os.path, pathlib and environ.Path; outside of the project they are unknown', () => {
  const project = inspectProject(
    exampleProject(`
import os, environ
from pathlib import Path
HERE = Path(__file__).resolve().parents[1]
STATIC_ROOT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'collected')
STATICFILES_DIRS = [HERE / 'assets', ('lib', str((environ.Path(__file__) - 2)('vendor')))]
MEDIA_ROOT = HERE.parent / 'uploads'
INSTALLED_APPS = ['django.contrib.staticfiles']
`),
  );
  expect(project.static.value).toMatchObject({ root: 'collected', dirs: ['assets', 'vendor'] });
  expect(project.media).toMatchObject({ value: { root: null }, sure: false });
});

test('the older storage settings count only where Django still reads them', () => {
  const settings = "INSTALLED_APPS = ['x']\nSTATICFILES_STORAGE = 'a.B'\nDEFAULT_FILE_STORAGE = 'c.D'\n";
  const storages = (version: string): readonly (string | null)[] => {
    const project = inspectProject(exampleProject(settings, { 'requirements.txt': `Django==${version}\n` }));
    return [project.static.value.storage, project.media.value.storage];
  };
  expect(storages('4.2.1')).toEqual(['a.B', 'c.D']);
  expect(storages('5.2.1')).toEqual([null, null]);
});

test('the class of django-configurations is the one that the user names', () => {
  const source = exampleProject(
    "from configurations import Configuration\nclass Prod(Configuration):\n    INSTALLED_APPS = ['one']\nclass Demo(Prod):\n    INSTALLED_APPS = ['two']\n",
  );
  expect(inspectProject(source).installedApps.value).toEqual(['one']);
  const named = inspectProject(source, { configuration: 'Demo' });
  expect(named.installedApps.value).toEqual(['two']);
  expect(named.settings.configuration).toMatchObject({ value: 'Demo', sure: true });
  expect(() => inspectProject(source, { configuration: 'Gone' })).toThrow('there is Prod, Demo');
});

test('a variable that switches debugging stays off, whatever is said of it', () => {
  const source = exampleProject("import os\nDEBUG = os.environ.get('DEBUG') == '1'\nINSTALLED_APPS = ['x']\n");
  expect(inspectProject(source, { variables: { DEBUG: '1' } }).literals.DEBUG?.value).toBe(false);
});

test.each([
  ["SECRET_KEY = 'django-insecure-x(3k0$4rfb!q-+jz2lw8v9mt5sc6uh7ep1yd0ga'", 'insecure'],
  ["SECRET_KEY = 'short'", 'insecure'],
  ["SECRET_KEY = 'x(3k0$4rfb!q-+jz2lw8v9mt5sc6uh7ep1yd0gaQ'", 'literal'],
  ["import os\nSECRET_KEY = os.environ.get('KEY', 'django-insecure-x(3k0$4rfb!q-+jz2lw8v9mt5sc')", 'variable'],
  ['from django.core.management.utils import get_random_secret_key as r\nSECRET_KEY = r()', 'random'],
  ['DEBUG = False', null],
])('of %s only the kind of its source is told', (line, source) => {
  const project = inspectProject(exampleProject(`INSTALLED_APPS = ['x']\n${line}\n`));
  expect(project.secretKey).toMatchObject({ value: source, sure: true });
  expect(JSON.stringify(project)).not.toContain('x(3k0$');
});
