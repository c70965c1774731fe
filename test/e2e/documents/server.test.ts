/** Projects whose settings have an address of a database written in them: in, the fixtures and a real server; out, they serve from it. */

import { afterAll, describe, expect, test } from 'vitest';
import { findPostgres, missingCompiler, missingPostgres } from '../../../scripts/machine.ts';
import type { Missing } from '../../../scripts/suite.ts';
import { verifySite } from '../../../src/verify/index.ts';
import { copyExample, tell } from '../local/site.ts';
import { type Postgres, startPostgres } from './postgres.ts';

interface Style {
  readonly name: string;
  readonly database: string;
  readonly url: (server: Postgres) => string;
  /** What its requirements need besides a server. */
  readonly missing?: () => Missing | undefined;
}

/** On the port with a password, and on the socket in the two ways that a URL can name a folder. */
const styles: readonly Style[] = [
  {
    name: 'u',
    database: 'bakery',
    url: ({ login, port }) => `postgres://${login}@127.0.0.1:${port}/bakery`,
    missing: missingCompiler,
  },
  {
    name: 'n',
    database: 'orchard',
    url: ({ user, socket, port }) => `postgres://${user}@/orchard?host=${socket}&port=${port}`,
  },
  {
    name: 'd',
    database: 'harvest',
    url: ({ user, socket, port }) => `postgres://${user}:x@${encodeURIComponent(socket)}:${port}/harvest`,
  },
];

/** In CI nothing is skipped: there a missing program is a failure of its own. */
function isSkipped({ name, missing }: Style): boolean {
  const lack = missingPostgres() ?? missing?.();
  if (lack === undefined || process.env.CI === 'true') return false;
  console.log(`SKIP style ${name}: ${lack.what}. To run it: ${lack.enable}`);
  return true;
}

describe('settings with an address written in them go where DATABASE_URL says', () => {
  let server: Postgres | undefined;

  afterAll(async () => {
    await server?.end();
  });

  test.for(styles)('K1 K7 style $name', async (style, { skip }) => {
    if (isSkipped(style)) skip();
    const { name, database, url } = style;
    server ??= await startPostgres(requirePostgres());
    server.createDatabase(database);
    const copy = copyExample(`test/fixtures/documents/${name}`);
    try {
      copy.write('.env', `DATABASE_URL=${url(server)}\n`);
      const said = await copy.nuages('up', copy.folder, '--detach', '--port', '0', '--json');
      expect(said.status, tell(said)).toBe(0);
      const site = JSON.parse(said.stdout).url;
      expect(await (await fetch(site)).text()).toContain('It serves');
      expect(Number(server.ask(database, 'SELECT count(*) FROM django_migrations'))).toBeGreaterThan(0);
      const { findings } = await verifySite(site, { health: { alive: '/healthz', ready: '/readyz' } });
      expect(findings.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
    } finally {
      await copy.end();
    }
  });
});

function requirePostgres(): string {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(Object.values(missingPostgres() ?? {}).join(': '));
  return programs;
}
