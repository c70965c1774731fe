/** Small projects for the tests of this folder: in, what differs; out, a source in memory. */

import { createMemorySource } from '../model/memory-source.ts';
import type { Variable } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { inspectProject } from './index.ts';

const entry = (kind: 'wsgi' | 'asgi', settings: string): string =>
  `import os\nfrom django.core.${kind} import get_${kind}_application\n` +
  `os.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}')\napplication = get_${kind}_application()\n`;

/** manage.py as Django writes it. */
export function managePy(settings: string): string {
  return [
    '#!/usr/bin/env python',
    'import os, sys',
    'def main():',
    `    os.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}')`,
    '    from django.core.management import execute_from_command_line',
    '    execute_from_command_line(sys.argv)',
    "if __name__ == '__main__':",
    '    main()',
  ].join('\n');
}

/** A project `shop` with one settings file; more files on top of or in place of its own. */
export function exampleProject(settings: string, more: Readonly<Record<string, string | Uint8Array>> = {}): Source {
  return createMemorySource({
    'manage.py': managePy('shop.settings'),
    'shop/__init__.py': '',
    'shop/urls.py': 'urlpatterns = []\n',
    'shop/wsgi.py': entry('wsgi', 'shop.settings'),
    'shop/settings.py': settings,
    'requirements.txt': 'Django==5.2.1\n',
    ...more,
  });
}

type Told = Partial<Omit<Variable, 'at'>>;

/** The contract of one settings file, by variable name, places left out. */
export function contractOf(
  settings: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, Told>> {
  const { environment } = inspectProject(exampleProject(settings, more));
  return Object.fromEntries(environment.map(({ name, at: _, ...rest }) => [name, rest]));
}
