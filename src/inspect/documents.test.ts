/** Settings in the five styles that nuages serves unedited: the contract and the databases of each. */

import { expect, test } from 'vitest';
import { createMemorySource } from '../model/memory-source.ts';
import type { Project } from '../model/project.ts';
import { exampleProject, managePy } from './example-project.ts';
import { inspectProject } from './index.ts';

function contract(project: Project): readonly string[] {
  return project.environment.map(
    (one) => `${one.name} ${one.type}${one.required ? ' required' : ''}${one.secret ? ' secret' : ''}`,
  );
}

test('plain variables: SECRET_KEY, STATIC_ROOT, ALLOWED_HOSTS and DB_NAME', () => {
  const project = inspectProject(
    exampleProject(`
from os import environ
SECRET_KEY=environ.get('SECRET_KEY')
STATIC_ROOT=environ.get('STATIC_ROOT')
DEBUG = False
ALLOWED_HOSTS = list(environ.get('ALLOWED_HOSTS', default='').split(','))
INSTALLED_APPS = ['django.contrib.staticfiles']
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware']
MIDDLEWARE += [ 'whitenoise.middleware.WhiteNoiseMiddleware' ]
STATICFILES_STORAGE = 'whitenoise.storage.CompressedStaticFilesStorage'
DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': environ.get('DB_NAME'),
        'HOST': '',
    }
}
`),
  );
  expect(contract(project)).toEqual([
    'SECRET_KEY str required secret',
    'STATIC_ROOT str',
    'ALLOWED_HOSTS list',
    'DB_NAME str',
  ]);
  expect(project.environment.map((one) => one.feeds)).toEqual([
    'SECRET_KEY',
    'STATIC_ROOT',
    'ALLOWED_HOSTS',
    'DATABASES.default.NAME',
  ]);
  expect(project.databases).toMatchObject({ value: [{ alias: 'default', engines: ['postgresql'] }], sure: true });
  expect(project.hosts.value).toBeNull();
  expect(project.static.value).toMatchObject({ installed: true, whitenoise: true, root: null });
});

test('base and prod: a settings package, POSTGRES_* variables, redis', () => {
  const project = inspectProject(
    createMemorySource({
      'site/manage.py': managePy('shop.settings.local'),
      'site/shop/__init__.py': '',
      'site/shop/wsgi.py':
        "import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.prod')\napplication = get_wsgi_application()\n",
      'site/shop/settings/__init__.py': '',
      'site/shop/settings/base.py': `
import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = os.environ.get('SECRET_KEY')
ROOT_URLCONF = 'shop.urls'
INSTALLED_APPS = ['django.contrib.staticfiles']
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.redis.RedisCache', 'LOCATION': 'redis://127.0.0.1:6379'}}
STATIC_URL = 'static/'
STATIC_ROOT = os.path.join(BASE_DIR, 'static')
MEDIA_URL = 'media/'
MEDIA_ROOT = os.path.join(BASE_DIR, 'media')
`,
      'site/shop/settings/local.py':
        "from .base import *\nDEBUG = True\nDATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n",
      'site/shop/settings/prod.py': `
from .base import *
DEBUG = False
ADMINS = [('Admin', os.environ.get('ADMIN_EMAIL'))]
ALLOWED_HOSTS = ['shop.example', 'www.shop.example']
DATABASES = {'default': {
    'ENGINE': 'django.db.backends.postgresql',
    'NAME': os.environ.get('POSTGRES_DB'),
    'USER': os.environ.get('POSTGRES_USER'),
    'PASSWORD': os.environ.get('POSTGRES_PASSWORD'),
    'HOST': 'db', 'PORT': 5432,
}}
CACHES['default']['LOCATION'] = 'redis://cache:6379'
SECURE_SSL_REDIRECT = True
`,
    }),
  );
  expect(project.directory.value).toBe('site');
  expect(project.settings.production).toEqual({
    value: 'shop.settings.prod',
    at: { file: 'site/shop/wsgi.py', line: 3 },
    sure: true,
  });
  expect(project.settings.all.value).toEqual(['shop.settings.base', 'shop.settings.local', 'shop.settings.prod']);
  expect(contract(project)).toEqual([
    'SECRET_KEY str required secret',
    'ADMIN_EMAIL str',
    'POSTGRES_DB str',
    'POSTGRES_USER str',
    'POSTGRES_PASSWORD str secret',
  ]);
  expect(project.databases.value).toMatchObject([{ alias: 'default', engines: ['postgresql'] }]);
  expect(project.hosts).toMatchObject({ value: ['shop.example', 'www.shop.example'], sure: true });
  expect(project.static.value.root).toBe('site/static');
  expect(project.media.value).toMatchObject({ root: 'site/media', url: 'media/' });
  expect(project.cache.value).toBe('django.core.cache.backends.redis.RedisCache');
  expect(project.literals).toMatchObject({ DEBUG: { value: false }, SECURE_SSL_REDIRECT: { value: true } });
});

test('DATABASE_URL over SQLite, the oldest way', () => {
  const project = inspectProject(
    exampleProject(
      `
import os
import dj_database_url
BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECRET_KEY = os.environ['SECRET_KEY']
DEBUG = True
ALLOWED_HOSTS = ['*']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': os.path.join(BASE_DIR, 'db.sqlite3')}}
db_from_env = dj_database_url.config(conn_max_age=600)
DATABASES['default'].update(db_from_env)
STATIC_ROOT = os.path.join(BASE_DIR, 'staticfiles')
`,
      { 'requirements.txt': 'Django==1.9.7\ndj-database-url==0.4.1\npsycopg2==2.6.1\n' },
    ),
  );
  expect(contract(project)).toEqual(['SECRET_KEY str required secret', 'DATABASE_URL database-url secret']);
  expect(project.databases).toMatchObject({
    value: [{ alias: 'default', engines: ['sqlite3', 'postgresql'] }],
    sure: false,
  });
  expect(project.hosts).toMatchObject({ value: ['*'], sure: true });
  expect(project.literals.DEBUG).toMatchObject({ value: true, sure: true });
});

test('DEFAULT_DATABASE_DSN, DJANGO_DEBUG and DOMAIN, all with defaults', () => {
  const project = inspectProject(
    exampleProject(
      `
import os
import dj_database_url
from django_storage_url import dsn_configured_storage_class
SECRET_KEY = os.environ.get('SECRET_KEY', 'a string of random characters')
DEBUG = os.environ.get('DJANGO_DEBUG') == "True"
MAIN_DOMAIN = os.environ.get('DOMAIN', '')
ALLOWED_HOSTS = [MAIN_DOMAIN] + [
    d.strip()
    for d in os.environ.get('DOMAIN_ALIASES', '').split(',')
    if d.strip()
]
SECURE_SSL_REDIRECT = os.environ.get('SECURE_SSL_REDIRECT') == "True"
DEFAULT_DATABASE_DSN = os.environ.get('DEFAULT_DATABASE_DSN', 'sqlite://:memory:')
DATABASES = {'default': dj_database_url.parse(DEFAULT_DATABASE_DSN)}
DEFAULT_STORAGE_DSN = os.environ.get('DEFAULT_STORAGE_DSN')
DefaultStorageClass = dsn_configured_storage_class('DEFAULT_STORAGE_DSN')
DEFAULT_FILE_STORAGE = 'shop.settings.DefaultStorageClass'
MEDIA_URL = 'media/'
MEDIA_ROOT = os.path.join('/data/media/')
`,
      { 'requirements.txt': 'django>=3.1,<3.2\ndj-database-url==0.5.0\npsycopg2==2.8.5\n' },
    ),
  );
  expect(contract(project)).toEqual([
    'SECRET_KEY str secret',
    'DJANGO_DEBUG bool',
    'DOMAIN str',
    'DOMAIN_ALIASES list',
    'SECURE_SSL_REDIRECT bool',
    'DEFAULT_DATABASE_DSN database-url secret',
    'DEFAULT_STORAGE_DSN str secret',
  ]);
  expect(Object.fromEntries(project.environment.map((one) => [one.name, one.feeds]))).toMatchObject({
    DOMAIN: 'ALLOWED_HOSTS',
    DOMAIN_ALIASES: 'ALLOWED_HOSTS',
    DEFAULT_DATABASE_DSN: 'DATABASES.default',
  });
  expect(project.databases).toMatchObject({
    value: [{ alias: 'default', engines: ['sqlite3', 'postgresql'] }],
    sure: false,
  });
  expect(project.media.value).toEqual({
    url: 'media/',
    root: '/data/media',
    storage: 'shop.settings.DefaultStorageClass',
  });
});

test('settings under config, django-environ, POSTGRES_* and required secrets', () => {
  const project = inspectProject(
    createMemorySource({
      'manage.py': managePy('shop.config.production'),
      'shop/config/__init__.py': '',
      'shop/config/wsgi.py':
        "import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.config.production')\napplication = get_wsgi_application()\n",
      'shop/config/common.py': `
import environ
ROOT_DIR = environ.Path(__file__) - 3
env = environ.Env()
DEBUG = env.bool('DJANGO_DEBUG', False)
INSTALLED_APPS = ['django.contrib.staticfiles']
ROOT_URLCONF = 'shop.config.urls'
DATABASES = {'default': {
    'ENGINE': 'django.db.backends.postgresql',
    'NAME': env('POSTGRES_DB'),
    'USER': env('POSTGRES_USER'),
    'PASSWORD': env('POSTGRES_PASSWORD'),
    'HOST': env('POSTGRES_HOST', default='postgres'),
    'PORT': env.int('POSTGRES_PORT', default=5432),
}}
DATABASES['default']['ATOMIC_REQUESTS'] = True
STATIC_ROOT = str(ROOT_DIR('staticfiles'))
`,
      'shop/config/local.py':
        "from .common import *\nDEBUG = True\nSECRET_KEY = env('DJANGO_SECRET_KEY', default='x')\n",
      'shop/config/production.py': `
from .common import *
SECRET_KEY = env('DJANGO_SECRET_KEY')
ALLOWED_HOSTS = env.list('DJANGO_ALLOWED_HOSTS', default=['shop.example'])
DATABASES['default']['CONN_MAX_AGE'] = env.int('CONN_MAX_AGE', default=60)
CACHES = {'default': {'BACKEND': 'django_redis.cache.RedisCache', 'LOCATION': env('REDIS_URL', default='redis://redis:6379/0')}}
ADMIN_URL = env('DJANGO_ADMIN_URL')
`,
    }),
  );
  expect(project.settings.production).toMatchObject({ value: 'shop.config.production', sure: true });
  expect(project.settings.all.value).toEqual(['shop.config.common', 'shop.config.local', 'shop.config.production']);
  expect(contract(project)).toEqual([
    'DJANGO_DEBUG bool',
    'POSTGRES_DB str required',
    'POSTGRES_USER str required',
    'POSTGRES_PASSWORD str required secret',
    'POSTGRES_HOST str',
    'POSTGRES_PORT int',
    'DJANGO_SECRET_KEY str required secret',
    'DJANGO_ALLOWED_HOSTS list',
    'CONN_MAX_AGE int',
    'REDIS_URL str secret',
    'DJANGO_ADMIN_URL str required',
  ]);
  expect(project.databases).toMatchObject({ value: [{ alias: 'default', engines: ['postgresql'] }], sure: true });
  expect(project.static.value.root).toBe('staticfiles');
});
