/** Models ahead of their migrations: in, words of makemigrations; out, apps. */

import { expect, test } from 'vitest';
import { findDriftingApps } from './drift.ts';

const words = `Migrations for 'polls':
  polls/migrations/0002_question_note.py
    + Add field note to question
Migrations for 'shop':
  shop/migrations/0005_alter_item_name.py
    ~ Alter field name on item
`;

test.each([
  ['apps that lack a migration', { status: 1, stdout: words }, ['polls', 'shop']],
  ['nothing to do', { status: 0, stdout: 'No changes detected\n' }, []],
  ['a command that could not run', { status: 1, stdout: '' }, []],
])('%s', (_what, output, apps) => {
  expect(findDriftingApps(output)).toEqual(apps);
});
