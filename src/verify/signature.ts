/** Django's signatures, to find out whether a key is public knowledge: in, a signed cookie; out, the key, if known. */

import { createHash, createHmac } from 'node:crypto';

/** Values that stand in tutorials, templates and example files. */
const knownKeys = [
  '',
  'changeme',
  'CHANGEME',
  'CHANGEME!!!',
  'change-me',
  'changethis',
  'secret',
  'secretkey',
  'secret-key',
  'secret_key',
  'SECRET_KEY',
  'your-secret-key',
  'your_secret_key',
  'your-secret-key-here',
  'insecure',
  'django-insecure',
  'not-so-secret',
  'foo',
  'dev',
  'test',
  'password',
];

/** What Django puts before the key and into the salt, by who signs. */
interface Signer {
  readonly keyPrefix: string;
  readonly salt: string;
}

/** Sessions in cookies, messages in cookies, and `set_signed_cookie` before and since its salt has the length in front. */
function signersOf(cookie: string): readonly Signer[] {
  const keyPrefix = 'django.http.cookies';
  return [
    { keyPrefix: '', salt: 'django.contrib.sessions.backends.signed_cookies' },
    { keyPrefix, salt: 'django.contrib.messages' },
    { keyPrefix, salt: cookie },
    { keyPrefix, salt: `django.http.cookies.v2:0:${cookie}` },
  ];
}

/**
 * The well-known key that made this signature, or undefined.
 * @param value of the cookie, `data:timestamp:signature` or `data:signature`
 * @see https://docs.djangoproject.com/en/5.2/topics/signing/
 */
export function findKnownKey(cookie: string, value: string): string | undefined {
  const at = value.lastIndexOf(':');
  const data = value.slice(0, at);
  const signature = value.slice(at + 1);
  return knownKeys.find((key) => signersOf(cookie).some((signer) => sign(key, signer, data) === signature));
}

/** `Signer.signature` with Django's defaults: the key is hashed with the salt, the data signed by HMAC with SHA-256. */
function sign(key: string, { keyPrefix, salt }: Signer, data: string): string {
  const derived = createHash('sha256').update(`${salt}signer${keyPrefix}${key}`).digest();
  return createHmac('sha256', derived).update(data).digest('base64url');
}
