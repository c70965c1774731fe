/** What a child process may know of us: in, our environment; out, the few variables that any program needs. */

const plain = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TERM',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
];
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'];
const certificates = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'];
const allowed = new Set([...plain, ...proxies, ...proxies.map((name) => name.toLowerCase()), ...certificates]);

/**
 * The part of an environment that children start with. The rest of what the operator has exported (tokens, keys,
 * DJANGO_SETTINGS_MODULE of another project) must not reach a site by accident.
 */
export function minimalEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && allowed.has(name)) result[name] = value;
  }
  return result;
}
