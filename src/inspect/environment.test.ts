/** The environment contract of plain reads: in, a settings file; out, its variables. */

import { describe, expect, test } from 'vitest';
import { isSecretName } from './environment.ts';
import { contractOf } from './example-project.ts';

test('os.environ in its ways', () => {
  const contract = contractOf(`
import os
from os import environ, getenv as read
A = os.environ['A']
B = os.environ.get('B')
C = os.environ.get('C', 'c')
D = os.getenv('D', default='d')
E = environ['E']
F = read('F')
G = int(os.environ.get('G', 5))
H = os.environ.get('H', '').split(':')
I = os.environ.get('I') == 'on'
J = os.environ.get('J', 'False').lower() in ('true', '1')
os.environ.setdefault('K', 'k')
K = os.environ['K']
L = os.environ.get('L') or 'l'
if 'M' in os.environ:
    M = os.environ['M']
`);
  const required = Object.keys(contract).filter((name) => contract[name]?.required);
  expect(required).toEqual(['A', 'E']);
  expect(contract.C).toMatchObject({ default: 'c', type: 'str', feeds: 'C' });
  expect(contract.D?.default).toBe('d');
  expect(contract.G).toMatchObject({ type: 'int', default: '5' });
  expect(contract.H).toMatchObject({ type: 'list', separator: ':' });
  expect(contract.I).toMatchObject({ type: 'bool', trueWord: 'on' });
  expect(contract.J).toMatchObject({ type: 'bool', trueWord: 'true', default: 'False' });
  expect(contract.K?.default).toBe('k');
  expect(contract.L?.default).toBe('l');
});

test('a missing value that plainly fails later is required', () => {
  const contract = contractOf(`
import os, json
from pathlib import Path
A = os.environ.get('A').split(',')
B = int(os.environ.get('B'))
C = 'x' + os.environ.get('C')
D = json.loads(os.environ.get('D'))
E = Path(os.environ.get('E'))
F = os.environ.get('F')
if not F:
    raise ValueError('F')
G = os.environ.get('G')
assert G
H = os.environ.get('H').split(',') if os.environ.get('H') else []
I = os.environ.get('I') and os.environ.get('I').split(',')
try:
    J = os.environ['J']
except KeyError:
    J = 'j'
try:
    K = os.environ['K']
except KeyError as error:
    raise ImproperlyConfigured('K') from error
`);
  const required = Object.keys(contract).filter((name) => contract[name]?.required);
  expect(required).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'K']);
});

test('production is assumed: DEBUG is off', () => {
  const contract = contractOf(`
import os
DEBUG = os.environ.get('DJANGO_DEBUG', 'True') == 'True'
if DEBUG:
    A = os.environ['ONLY_DEVELOPMENT']
    SECRET_KEY = 'x'
else:
    SECRET_KEY = os.environ['SECRET_KEY']
if not DEBUG:
    B = os.environ['ONLY_PRODUCTION']
`);
  expect(contract.SECRET_KEY).toMatchObject({ required: true, secret: true, feeds: 'SECRET_KEY' });
  expect(contract.ONLY_DEVELOPMENT?.required).toBe(false);
  expect(contract.ONLY_PRODUCTION?.required).toBe(true);
  expect(contract.DJANGO_DEBUG).toMatchObject({ type: 'bool', default: 'True', feeds: 'DEBUG' });
});

test('an empty SECRET_KEY is refused by Django, so its variable is required', () => {
  expect(contractOf("import os\nSECRET_KEY = os.environ.get('KEY')\n").KEY?.required).toBe(true);
  expect(contractOf("import os\nSECRET_KEY = os.environ.get('KEY', '')\n").KEY?.required).toBe(true);
  expect(contractOf("import os\nSECRET_KEY = os.environ.get('KEY', 'x')\n").KEY).toMatchObject({
    required: false,
    default: null,
  });
});

test('a secret is told by its name, and its default is not shown', () => {
  const secret = [
    'SECRET_KEY',
    'DB_PASSWORD',
    'API_TOKEN',
    'SENTRY_DSN',
    'REDIS_URL',
    'AWS_SECRET_ACCESS_KEY',
    'EMAIL_PASS',
  ];
  const plain = ['AWS_ACCESS_KEY_ID', 'RECAPTCHA_PUBLIC_KEY', 'TOKEN_LIFETIME', 'SITE_URL', 'SSL_KEY_FILE', 'MONKEY'];
  expect(secret.filter((name) => !isSecretName(name))).toEqual([]);
  expect(plain.filter((name) => isSecretName(name))).toEqual([]);
  const contract = contractOf(`
import os
A = os.environ.get('SECRET_KEY', 'hush')
B = os.environ.get('DATABASE_URL', 'postgres://user:hush@host/db')
C = os.environ.get('REDIS_URL', 'redis://localhost:6379/0')
`);
  expect(JSON.stringify(contract)).not.toContain('hush');
  expect(contract.REDIS_URL?.default).toBe('redis://localhost:6379/0');
});

describe('secrets that may lie in a file', () => {
  const wrapper = `
import os
def envsecret(name):
    path = os.environ.get(f'{name}_FILE')
    if path:
        with open(path) as file:
            return file.read().strip()
    return os.environ[name]
API_TOKEN = envsecret('API_TOKEN')
`;
  const fileFirst = `
import os
def envsecret(name):
    return os.environ.get(name) or open(os.environ[name + '_FILE']).read()
API_TOKEN = envsecret('API_TOKEN')
`;
  const object = `
import os
class Secrets:
    def __init__(self, env=os.environ):
        self.env = env
    def get(self, name):
        if name + '_FILE' in self.env:
            return open(self.env[name + '_FILE']).read()
        return self.env.get(name)
    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value
API_TOKEN = Secrets()['API_TOKEN']
`;
  const methods = `
import functools
import os
class Secret:
    prefix = 'API'
    def __init__(self, name):
        self.name = self.prefix + '_' + name
    @classmethod
    def of(cls, name):
        return cls(name)
    @functools.cached_property
    def value(self):
        path = os.environ.get(self.name + '_FILE')
        return open(path).read() if path else os.environ[self.name]
    @staticmethod
    def plain(name):
        return os.environ[name]
API_TOKEN = Secret.of('TOKEN').value
REGION = Secret.plain('API_TOKEN')
`;
  test.each([
    ['a function', wrapper],
    ['a function that demands the file', fileFirst],
    ['an object', object],
    ['methods and properties', methods],
  ])('are asked for by their own name, read by %s', (_, settings) => {
    const contract = contractOf(settings);
    expect(contract.API_TOKEN).toMatchObject({ required: true, secret: true, feeds: 'API_TOKEN' });
    expect(contract.API_TOKEN_FILE).toMatchObject({ required: false, secret: false });
  });

  test('may belong to a value class of the project', () => {
    const contract = contractOf(`
import os
from configurations import Configuration, values
class FromFile(values.Value):
    def setup(self, name):
        return open(os.environ[name + '_FILE']).read() if name + '_FILE' in os.environ else super().setup(name)
class Production(Configuration):
    API_TOKEN = FromFile(environ_prefix=None, environ_required=True)
`);
    expect(contract).toMatchObject({ API_TOKEN: { required: true, secret: true, feeds: 'API_TOKEN' } });
  });
});
