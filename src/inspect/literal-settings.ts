/** Plain settings that planning looks at: in, the settings in force; out, those that are a word, a number or a switch. */

import type { Project } from '../model/project.ts';
import { isCertain, likeliest, type Value } from './evaluate/value.ts';
import { fact } from './place.ts';
import { entryOf, type SettingsView } from './settings-view.ts';

/** Never SECRET_KEY or a password: a literal is shown. */
const wanted = [
  'DEBUG',
  'ROOT_URLCONF',
  'WSGI_APPLICATION',
  'ASGI_APPLICATION',
  'SECURE_SSL_REDIRECT',
  'SECURE_HSTS_SECONDS',
  'SESSION_COOKIE_SECURE',
  'CSRF_COOKIE_SECURE',
  'USE_X_FORWARDED_HOST',
  'USE_X_FORWARDED_PORT',
  'X_FRAME_OPTIONS',
  'SECURE_CONTENT_TYPE_NOSNIFF',
  'SECURE_REFERRER_POLICY',
  'SECURE_CROSS_ORIGIN_OPENER_POLICY',
  'FORCE_SCRIPT_NAME',
  'APPEND_SLASH',
  'PREPEND_WWW',
  'TIME_ZONE',
  'USE_TZ',
  'LANGUAGE_CODE',
  'DATA_UPLOAD_MAX_MEMORY_SIZE',
  'WHITENOISE_USE_FINDERS',
  'COMPRESS_ENABLED',
  'COMPRESS_OFFLINE',
  'EMAIL_BACKEND',
];

/** The settings found; one from the environment has its likeliest value and is not sure. */
export function findLiterals(view: SettingsView): Project['literals'] {
  const found: Record<string, Project['literals'][string]> = {};
  const add = (name: string, value: Value | undefined): void => {
    const plain = likeliest(value);
    if (value === undefined) return;
    const at = view.places.get(name) ?? value.at;
    if (plain.kind === 'text') found[name] = fact(plain.text, at, isCertain(value));
    else if (plain.kind === 'number' || plain.kind === 'bool') found[name] = fact(plain.value, at, isCertain(value));
    else if (plain.kind === 'none') found[name] = fact(null, at, isCertain(value));
    else if (plain.kind === 'off') found[name] = fact(false, at);
  };
  for (const name of wanted) add(name, view.names.get(name));
  for (const name of ['CONN_MAX_AGE', 'ATOMIC_REQUESTS', 'CONN_HEALTH_CHECKS']) {
    add(name, entryOf(view.names.get('DATABASES'), 'default', name));
  }
  return found;
}
