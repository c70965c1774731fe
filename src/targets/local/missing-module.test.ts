/** Missing packages: in, what Python said; out, the importing line and a fix. */

import { expect, test } from 'vitest';
import { findMissingModule } from './missing-module.ts';

test('names the line of the project that imports the module', () => {
  const said = [
    '  |   File "/opt/python/lib/importlib/__init__.py", line 126, in import_module',
    '  |     return _gcd_import(name[level:], package, level)',
    '  |   File "shop/settings.py", line 2, in <module>',
    '  |     import environ',
    "  | ModuleNotFoundError: No module named 'environ'",
  ].join('\n');
  const found = findMissingModule(said);
  expect(found?.at).toEqual({ file: 'shop/settings.py', line: 2 });
  expect(found?.fix).toContain('the module environ');
  expect(found?.fix).toContain('[build] add');
});

test('knows no place when only installed packages stand in the traceback', () => {
  const said = 'File "/opt/python/site-packages/x.py", line 1\nModuleNotFoundError: No module named \'y.z\'';
  expect(findMissingModule(said)).toEqual({ fix: expect.stringContaining('the module y.z') });
});

test('has nothing to say of other failures', () => {
  expect(findMissingModule('ValueError: no')).toBeUndefined();
});
