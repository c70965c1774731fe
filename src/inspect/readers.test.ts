/** Reader libraries and the project's own functions: in, a settings file; out, its variables. */

import { expect, test } from 'vitest';
import { contractOf, exampleProject } from './example-project.ts';
import { inspectProject } from './index.ts';

test('django-environ', () => {
  const contract = contractOf(`
import environ
env = environ.Env(DEBUG=(bool, False), PORT=int, NAMES=(list, ['a', 'b']))
environ.Env.read_env('.env')
DEBUG = env('DEBUG')
PORT = env('PORT')
NAMES = env('NAMES')
SECRET_KEY = env.str('DJANGO_SECRET_KEY')
ALLOWED_HOSTS = env.list('ALLOWED_HOSTS', default=['localhost'])
DATABASES = {'default': env.db()}
DATABASES['default']['ATOMIC_REQUESTS'] = True
READ = env.db_url('READ_URL', default='mysql://x/y')
CACHES = {'default': env.cache('REDIS_URL', default='locmemcache://')}
`);
  expect(contract.DEBUG).toMatchObject({ type: 'bool', default: 'False', required: false });
  expect(contract.PORT).toMatchObject({ type: 'int', required: true });
  expect(contract.NAMES).toMatchObject({ type: 'list', default: 'a,b' });
  expect(contract.DJANGO_SECRET_KEY).toMatchObject({ required: true, secret: true });
  expect(contract.ALLOWED_HOSTS).toMatchObject({ type: 'list', default: 'localhost' });
  expect(contract.DATABASE_URL).toMatchObject({
    type: 'database-url',
    required: true,
    secret: true,
    feeds: 'DATABASES.default',
  });
  expect(contract.READ_URL).toMatchObject({ default: 'mysql://x/y', required: false });
  expect(contract.REDIS_URL).toMatchObject({ type: 'cache-url', feeds: 'CACHES.default' });
});

test('python-decouple and dj-database-url', () => {
  const contract = contractOf(`
from decouple import config, Csv, AutoConfig
import dj_database_url
read = AutoConfig(search_path='x')
SECRET_KEY = config('SECRET_KEY')
DEBUG = config('DEBUG', default=False, cast=bool)
ALLOWED_HOSTS = config('ALLOWED_HOSTS', default='a,b', cast=Csv())
ADMINS = config('ADMINS', default='', cast=lambda v: [s.strip() for s in v.split(',')])
PORT = read('PORT', 25, cast=int)
DATABASES = {
    'default': config('DATABASE_URL', cast=dj_database_url.parse),
    'one': dj_database_url.config(conn_max_age=600),
    'two': dj_database_url.config(env='TWO_URL', default='sqlite:///db.sqlite3'),
    'three': dj_database_url.parse(config('THREE_URL', default='')),
}
`);
  expect(contract.SECRET_KEY?.required).toBe(true);
  expect(contract.DEBUG).toMatchObject({ type: 'bool', default: 'False' });
  expect(contract.ALLOWED_HOSTS).toMatchObject({ type: 'list', default: 'a,b' });
  expect(contract.ADMINS?.type).toBe('list');
  expect(contract.PORT).toMatchObject({ type: 'int', default: '25', required: false });
  expect(contract.DATABASE_URL).toMatchObject({ type: 'database-url', required: true });
  expect(contract.TWO_URL).toMatchObject({ required: false, default: 'sqlite:///db.sqlite3' });
  expect(contract.THREE_URL?.type).toBe('database-url');
});

test('dj_database_url.config alone does not raise without its variable', () => {
  const contract = contractOf("import dj_database_url\nDATABASES = {'default': dj_database_url.config()}\n");
  expect(contract.DATABASE_URL).toMatchObject({ required: false, type: 'database-url', secret: true });
});

test('environs with prefixes', () => {
  const contract = contractOf(`
from environs import Env
env = Env()
env.read_env()
SECRET_KEY = env('SECRET_KEY')
DEBUG = env.bool('DEBUG', False)
with env.prefixed('MAIL_'):
    EMAIL_HOST = env.str('HOST')
    EMAIL_PORT = env.int('PORT', 25)
DATABASES = {'default': env.dj_db_url('DATABASE_URL', default='sqlite:///x')}
`);
  expect(contract.SECRET_KEY?.required).toBe(true);
  expect(contract.MAIL_HOST).toMatchObject({ required: true, feeds: 'EMAIL_HOST' });
  expect(contract.MAIL_PORT).toMatchObject({ type: 'int', default: '25' });
  expect(contract.DATABASE_URL).toMatchObject({ type: 'database-url', required: false });
});

test("the project's own small functions are followed into their file", () => {
  const helper = `
import os
from django.core.exceptions import ImproperlyConfigured

def need(name):
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured('Set ' + name)

def flag(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in ('1', 'true'):
        return True
    return False
`;
  const settings = "from shop.env import need, flag\nSECRET_KEY = need('MY_KEY')\nDEBUG = flag('MY_DEBUG')\n";
  const { environment } = inspectProject(exampleProject(settings, { 'shop/env.py': helper }));
  expect(environment).toMatchObject([
    { name: 'MY_KEY', required: true, feeds: 'SECRET_KEY', at: { file: 'shop/settings.py', line: 2 } },
    { name: 'MY_DEBUG', required: false, type: 'bool', feeds: 'DEBUG', at: { file: 'shop/settings.py', line: 3 } },
  ]);
});

test('django-configurations: values, prefixes and the production class', () => {
  const settings = `
from configurations import Configuration, values
class Base(Configuration):
    SECRET_KEY = values.SecretValue()
    DEBUG = values.BooleanValue(False)
    INSTALLED_APPS = ['shop']
    DATABASES = values.DatabaseURLValue('sqlite:///db.sqlite3')
    MAIL = values.Value('x', environ_name='MAILER', environ_prefix=None)
    FIXED = values.Value('y', environ=False)
class Dev(Base):
    DEBUG = True
class Production(Base):
    INSTALLED_APPS = Base.INSTALLED_APPS + ['storages']
    ALLOWED_HOSTS = values.ListValue([])
`;
  const project = inspectProject(exampleProject(settings));
  expect(project.settings.configuration).toMatchObject({ value: 'Production', sure: true });
  expect(project.installedApps.value).toEqual(['shop', 'storages']);
  expect(project.databases.value).toMatchObject([{ alias: 'default', engines: ['sqlite3'] }]);
  expect(Object.fromEntries(project.environment.map((one) => [one.name, one.required]))).toEqual({
    DJANGO_SECRET_KEY: true,
    DJANGO_DEBUG: false,
    DATABASE_URL: false,
    MAILER: false,
    DJANGO_ALLOWED_HOSTS: false,
  });
});
