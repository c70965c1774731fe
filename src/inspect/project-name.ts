/** What is the project called? In, a source; out, a slug that names services, folders and images. */

import { parseToml } from '../formats/toml.ts';
import type { Fact } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { fact, placeOf } from './place.ts';
import { tableAt } from './project-files.ts';

const meaningless = /^(settings|config|conf|core|project|app|src|backend|server|web|site|django|main|api)$/;

/** The name of pyproject.toml, else the top package of the settings, else the folder. */
export function findName(source: Source, folder: string, settings: string | null): Fact<string> {
  for (const place of new Set([folder, ''])) {
    const file = place === '' ? 'pyproject.toml' : `${place}/pyproject.toml`;
    const content = source.read(file);
    const result = content === undefined ? undefined : parseToml(content);
    const table = result?.ok ? result.data : {};
    const name = tableAt(table, 'project').name ?? tableAt(table, 'tool', 'poetry').name;
    if (typeof name === 'string' && slug(name) !== '')
      return fact(slug(name), placeOf(file, content ?? '', /^name\s*=/m));
  }
  const top = slug(settings?.split('.')[0] ?? '');
  if (top !== '' && !meaningless.test(top)) return fact(top, null);
  const last = slug(source.root.split(/[/\\]/).findLast((part) => part !== '' && part !== '.') ?? '');
  return fact(last === '' ? top || 'site' : last, null, false);
}

/** Lower-case letters, digits and hyphens, beginning with a letter, at most 40 long: fit for a service, a user and a host name. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
