/** Values that everybody knows: in, a secret's value; out, why it must not be used, without showing it. */

const placeholders = new Set([
  'secret',
  'secretkey',
  'mysecret',
  'mysecretkey',
  'supersecret',
  'topsecret',
  'password',
  'passwd',
  'pass',
  'changeme',
  'changethis',
  'changeit',
  'replaceme',
  'todo',
  'fixme',
  'foo',
  'bar',
  'foobar',
  'test',
  'testing',
  'dev',
  'development',
  'dummy',
  'example',
  'default',
  'insecure',
  'notsecret',
  'notsosecret',
  'yoursecretkey',
  'yoursecretkeyhere',
  'yourpassword',
  'admin',
  'root',
  'key',
  'xxx',
  'none',
  'qwerty',
  '123456',
  '12345678',
]);

/** A reason when the value is a known one or a placeholder, else undefined. An empty value is not judged here. */
export function findInsecurity(value: string): string | undefined {
  if (/^django-insecure-/.test(value)) return 'it was made for development (django-insecure-)';
  const bare = value.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (placeholders.has(bare)) return 'everybody can guess it';
  if (/change[-_ ]?(me|this|it)|your[-_ ]?secret|<[^>]+>|replace[-_ ]?me/i.test(value)) return 'it is a placeholder';
  return undefined;
}
