/** Code beside the settings: in, modules that read the environment; out, which of their variables are required. */

import { expect, test } from 'vitest';
import { exampleProject } from './example-project.ts';
import { inspectProject } from './index.ts';

test('optional, unless a module that Django imports fails at its top', () => {
  const source = exampleProject("import os\nSECRET_KEY = os.environ['KEY']\n", {
    'shop/urls.py': "import os\nSECRET_PATH = os.environ['ADMIN_PATH']\ndef view():\n    return os.environ['LATER']\n",
    'shop/mail.py': "from os import environ\nHOST = environ['MAIL_HOST']\nPORT = environ.get('MAIL_PORT', '25')\n",
    'shop/child.py': "import os\ndef run():\n    os.environ['SET_HERE'] = 'x'\n",
    'shop/tests/test_x.py': "import os\nX = os.environ['ONLY_TESTS']\n",
    'shop/management/commands/x.py': "import os\nX = os.environ['ONLY_COMMAND']\n",
    'shop/settings_dev.py': "import os\nX = os.environ['ONLY_DEVELOPMENT']\n",
  });
  const told = inspectProject(source).environment.map((one) => [
    one.name,
    one.required,
    `${one.at.file}:${one.at.line}`,
  ]);
  expect(told).toEqual([
    ['KEY', true, 'shop/settings.py:2'],
    ['MAIL_HOST', false, 'shop/mail.py:2'],
    ['MAIL_PORT', false, 'shop/mail.py:3'],
    ['ADMIN_PATH', true, 'shop/urls.py:2'],
    ['LATER', false, 'shop/urls.py:4'],
  ]);
});
