/** Whether a variable holds a secret: in, its name and value; out, yes or no. Its value is looked at, never shown. */

const secretWords =
  /(^|_)(SECRETS?|KEY|PASS|PASSWD|PASSWORD|PASSPHRASE|TOKEN|CREDENTIALS?|DSN|SALT|PRIVATE|SIGNATURE|WEBHOOK|AUTH)(_|$)|APIKEY|SECRETKEY|PASSWORD/i;
const publicWords = /(^|_)(PUBLIC|PUBLISHABLE|SITE_KEY|KEY_PREFIX|KEY_FUNCTION|KEY_ID)(_|$)/i;
const credentials = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^@\s]+@/i;
/** Where a server is belongs to what an attacker wants to know, and its URL may get a password tomorrow. */
const serverUrl = /^(postgres\w*|pgsql|psql|postgis|mysql\w*|mariadb|rediss?|amqps?)(\+\w+)?:\/\//i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** True when the name or the value says so. `file` URLs of storages are no secret, whatever their variable is called. */
export function isSecret(name: string, value: string): boolean {
  if (credentials.test(value) || serverUrl.test(value) || privateKey.test(value)) return true;
  if (/^(file|sqlite3?|spatialite):/i.test(value) || /^(true|false|on|off|yes|no)$/i.test(value)) return false;
  return secretWords.test(name) && !publicWords.test(name);
}
