/** Files that a user may not read: in, what a source left out and why; out, which of it is refused. */

import { expect, test } from 'vitest';
import { createMemorySource } from '../model/memory-source.ts';
import { refuseUnreadable } from './unreadable-files.ts';

const withOmitted = (path: string, reason: string) => ({
  ...createMemorySource({}),
  omitted: [
    { path: 'media', reason: 'a folder that cannot be read (EACCES)' },
    { path, reason },
  ],
});

test('a file is refused by name; folders and what lies beyond them are not', () => {
  expect(() => refuseUnreadable(withOmitted('.env', 'cannot be read (EACCES)'))).toThrow('.env cannot be read');
  const beyond = withOmitted('pgdata/manage.py', 'lies in a folder that cannot be entered (EACCES)');
  expect(() => refuseUnreadable(beyond)).not.toThrow();
});
