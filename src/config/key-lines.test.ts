/** Lines of keys: in, TOML texts; out, checked lines. */

import { expect, test } from 'vitest';
import { scanKeyLines } from './key-lines.ts';

const text = `# [not.a.table]
title = "a # b [x]"
list = [
  "one", # ] here too
  "two",
]
'quoted key' = 1
a.b."c.d" = """
[inner]
fake = 1
"""

[web]   # comment
workers = 2
raw = '''
[web.fake]
'''
[[rows]]
id = 1
[env . "my-env".web]
threads = { a = 1, b = [
  2 ] }
last = 9`;

test.each([
  [['title'], 2],
  [['list'], 3],
  [['quoted key'], 7],
  [['a', 'b', 'c.d'], 8],
  [['web'], 13],
  [['web', 'workers'], 14],
  [['rows', 'id'], 19],
  [['env', 'my-env', 'web', 'threads'], 21],
  [['env', 'my-env', 'web', 'threads', 'b'], 21],
  [['env', 'my-env', 'web', 'last'], 23],
  [['not', 'a'], 1],
  [['web', 'fake'], 13],
])('%j stands in line %i', (path, line) => {
  expect(scanKeyLines(text)(path)).toBe(line);
  expect(scanKeyLines(`\uFEFF${text.replaceAll('\n', '\r\n')}`)(path)).toBe(line);
});
