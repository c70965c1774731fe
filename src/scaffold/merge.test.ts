/** Three-way merges: in, three texts; out, checked text and conflicts. */

import { describe, expect, test } from 'vitest';
import { mergeRendered } from './merge.ts';

const base = 'one\ntwo\nthree\nfour\n';

describe('mergeRendered', () => {
  test('takes both sides where they changed different lines', () => {
    const merge = mergeRendered(base, base.replace('one', 'ONE'), base.replace('four', 'FOUR'));
    expect(merge).toEqual({ text: 'ONE\ntwo\nthree\nFOUR\n', conflicts: 0 });
  });

  test('counts conflicts and keeps the lines of the user', () => {
    const merge = mergeRendered(base, base.replace('two', 'mine'), base.replace('two', 'yours'));
    expect(merge).toEqual({ text: 'one\nmine\nthree\nfour\n', conflicts: 1 });
  });

  test('sees no conflict where both made the same change', () => {
    const both = base.replace('two', 'same');
    expect(mergeRendered(base, both.replace('four', 'mine'), both)).toEqual({
      text: both.replace('four', 'mine'),
      conflicts: 0,
    });
  });

  test('without a base takes any difference for a conflict', () => {
    expect(mergeRendered(undefined, 'a\n', 'b\n')).toEqual({ text: 'a\n', conflicts: 1 });
    expect(mergeRendered(undefined, 'a\n', 'a\n').conflicts).toBe(0);
  });

  test('keeps the line ends of the user', () => {
    const ours = base.replace('one', 'ONE').replaceAll('\n', '\r\n');
    expect(mergeRendered(base, ours, base.replace('four', 'FOUR')).text).toBe('ONE\r\ntwo\r\nthree\r\nFOUR\r\n');
  });
});
