/** Where a site listens: in, what was said and where it listens already; out, the address of the next release. */

import { expect, test } from 'vitest';
import { readLocalOptions } from '../targets/local/options.ts';
import { keepAddress } from './up.ts';

const about = { name: 'polls', host: '127.0.0.2', port: 9001, domains: [] };

test.each([
  [{}, '127.0.0.2', 9001],
  [{ host: '0.0.0.0' }, '0.0.0.0', 9001],
  [{ port: 9002 }, '127.0.0.2', 9002],
  [{ host: '0.0.0.0', port: 9002 }, '0.0.0.0', 9002],
])('of a site that is there, %j moves only what it names', (written, host, port) => {
  expect(keepAddress(readLocalOptions(written), about)).toMatchObject({ host, port });
});

test('a new site listens on the defaults', () => {
  expect(keepAddress(readLocalOptions({}), undefined)).toMatchObject({ host: '127.0.0.1', port: 8000 });
});
