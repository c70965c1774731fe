/** Which callables serve the project? In, settings and files; out, the WSGI and ASGI applications and which of them serves. */

import type { Fact } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { dottedName, findModule, folderOf, type SearchPath } from './evaluate/modules.ts';
import { fact, placeOf } from './place.ts';
import { placeOfSetting, plainText, type SettingsView } from './settings-view.ts';

interface Question {
  readonly source: Source;
  readonly search: SearchPath;
  readonly view: SettingsView;
  /** Files of the name, nearest first. */
  readonly files: readonly string[];
  readonly answer: string | undefined;
}

/** Finds the application callable of one kind: the answer, else the setting whose module is there, else the file. */
export function findApplication(
  kind: 'wsgi' | 'asgi',
  { source, search, view, files, answer }: Question,
): Fact<string | null> {
  if (answer !== undefined) return fact(answer.replace(':', '.'), null);
  const named = plainText(view.names.get(`${kind.toUpperCase()}_APPLICATION`))?.replace(':', '.');
  const module = named?.slice(0, named.lastIndexOf('.'));
  if (named !== undefined && module !== undefined && findModule(source, search, module) !== undefined) {
    return fact(named, placeOfSetting(view, `${kind.toUpperCase()}_APPLICATION`));
  }
  const fitting = files.filter((file) =>
    new RegExp(`get_${kind}_application|^application\\b|ProtocolTypeRouter`, 'm').test(source.read(file) ?? ''),
  );
  const [file, ...others] = nearSettings(fitting, view);
  if (file === undefined) return fact(null, null, view.whole);
  const content = source.read(file) ?? '';
  const callable = /^([A-Za-z_]\w*)\s*(?::[^=\n]+)?=\s*/m.test(content) ? callableName(content) : 'application';
  return fact(
    `${dottedName(search, file)}.${callable}`,
    placeOf(file, content, new RegExp(`^${callable}\\b`, 'm')),
    others.length === 0,
  );
}

function callableName(content: string): string {
  if (/^application\b/m.test(content)) return 'application';
  return /^([A-Za-z_]\w*)\s*=\s*(?:get_[aw]sgi_application|ProtocolTypeRouter)/m.exec(content)?.[1] ?? 'application';
}

/** A file beside the settings comes first. */
function nearSettings(files: readonly string[], view: SettingsView): readonly string[] {
  const place = view.names.get('ROOT_URLCONF')?.at?.file ?? '';
  const near = (file: string): number => (place.startsWith(`${folderOf(file)}/`) ? 0 : 1);
  return [...files].sort((one, other) => near(one) - near(other));
}

const asgiCommand = /(daphne|hypercorn|uvicorn|UvicornWorker|granian[^\n]*asgi)[^\n]*/;

/** Which of the two serves: what a deployment file starts, else ASGI for a project that has Channels, else WSGI. */
export function chooseServer(
  source: Source,
  wsgi: Fact<string | null>,
  asgi: Fact<string | null>,
  apps: readonly string[],
  answer: 'wsgi' | 'asgi' | undefined,
): Fact<'wsgi' | 'asgi'> {
  if (answer !== undefined) return fact(answer, null);
  if (asgi.value === null) return fact('wsgi', wsgi.at, wsgi.value !== null);
  if (wsgi.value === null) return fact('asgi', asgi.at);
  for (const file of deployFiles(source)) {
    const content = source.read(file) ?? '';
    if (asgiCommand.test(content)) return fact('asgi', placeOf(file, content, asgiCommand));
    if (/\bwsgi\b/.test(content)) return fact('wsgi', placeOf(file, content, /\bwsgi\b/));
  }
  if (apps.includes('daphne') || apps.includes('channels')) return fact('asgi', asgi.at, false);
  return fact('wsgi', wsgi.at);
}

function deployFiles(source: Source): readonly string[] {
  return source
    .walk('', 3)
    .filter((path) =>
      /(^|\/)(Procfile|[\w.-]*Dockerfile[\w.-]*|(docker-)?compose[\w.-]*\.ya?ml|supervisord?[\w.-]*\.(conf|ini)|[\w.-]*(entrypoint|start|run|gunicorn)[\w.-]*\.sh)$/.test(
        path,
      ),
    )
    .filter((path) => !/(local|dev|test|debug)/i.test(path));
}
