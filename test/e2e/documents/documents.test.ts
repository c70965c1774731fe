/** Projects in the styles of five documents, as they are: in, the fixtures; out, those that need no database server serve. */

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { verifySite } from '../../../src/verify/index.ts';
import { copyExample, tell } from '../local/site.ts';

interface Style {
  readonly name: string;
  /** What a person gives, as `.env`. */
  readonly given: string;
  /** A program without which its requirements cannot be installed, and how to get it. */
  readonly needs?: { readonly program: string; readonly enable: string };
}

/** What these settings would get from a database server they get from a file: each reads its database from one variable. */
const styles: readonly Style[] = [
  { name: 'x', given: 'DATABASE_URL=sqlite:///site.sqlite3\n' },
  {
    name: 'v',
    given: 'DEFAULT_DATABASE_DSN=sqlite:///site.sqlite3\nDEFAULT_STORAGE_DSN=file:///data/media/?url=%2Fmedia%2F\n',
    // uWSGI comes as source code.
    needs: { program: 'cc', enable: 'apt-get install gcc libc6-dev python3-dev' },
  },
];

/** In CI nothing is skipped: there a missing program is a failure of its own. */
function isMissing({ name, needs }: Style): boolean {
  if (needs === undefined || process.env.CI === 'true') return false;
  if (spawnSync(needs.program, ['--version']).status === 0) return false;
  console.log(`SKIP style ${name}: there is no ${needs.program}. To run it: ${needs.enable}`);
  return true;
}

describe('settings in the style of a document serve unedited', () => {
  test.for(styles)('K1 K7 K11 K14 style $name', async (style, { skip }) => {
    if (isMissing(style)) skip();
    const { name, given } = style;
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
