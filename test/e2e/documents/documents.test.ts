/** Projects in the styles of five documents, as they are: in, the fixtures; out, those that need no database server serve. */

import { describe, expect, test } from 'vitest';
import { verifySite } from '../../../src/verify/index.ts';
import { copyExample, tell } from '../local/site.ts';

interface Style {
  readonly name: string;
  /** What a person gives, as `.env`. */
  readonly given: string;
}

/** What these settings would get from a database server they get from a file: each reads its database from one variable. */
const styles: readonly Style[] = [
  { name: 'x', given: 'DATABASE_URL=sqlite:///site.sqlite3\n' },
  {
    name: 'v',
    given: 'DEFAULT_DATABASE_DSN=sqlite:///site.sqlite3\nDEFAULT_STORAGE_DSN=file:///data/media/?url=%2Fmedia%2F\n',
  },
];

describe('settings in the style of a document serve unedited', () => {
  test.each(styles)('K1 K7 K11 K14 style $name', async ({ name, given }) => {
    const copy = copyExample(`test/fixtures/documents/${name}`);
    try {
      copy.write('.env', given);
      const said = await copy.nuages('up', copy.folder, '--detach', '--port', '0', '--json');
      expect(said.status, tell(said)).toBe(0);
      const { url } = JSON.parse(said.stdout);
      expect(await (await fetch(url)).text()).toContain('It serves');
      const { findings } = await verifySite(url, { health: { alive: '/healthz', ready: '/readyz' } });
      expect(findings.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
    } finally {
      await copy.end();
    }
  });
});
