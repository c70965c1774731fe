/** Who names a settings module? In, a source and its Python entry files; out, each module named, where, and for what. */

import type { Place } from '../model/problem.ts';
import type { Source } from '../model/source.ts';
import { createMachine } from './evaluate/evaluate.ts';
import { joinPath, type SearchPath } from './evaluate/modules.ts';
import { insideSource } from './evaluate/paths.ts';
import { likeliest, type Scope, sourceRoot, text } from './evaluate/value.ts';
import { lineOf } from './place.ts';
import { parseModule } from './statements.ts';
import { type Expr, expressionsOf } from './syntax.ts';

export type Role = 'manage' | 'wsgi' | 'asgi' | 'celery' | 'deploy' | 'example' | 'test';

export interface Witness {
  readonly role: Role;
  /** Dotted settings module. */
  readonly module: string;
  readonly at: Place;
}

const variable = 'DJANGO_SETTINGS_MODULE';
const dotted = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** What one Python entry file says: the settings it names, the configuration class, and folders it puts on the path. */
export interface EntryFile {
  readonly settings: readonly Witness[];
  readonly configuration: { readonly name: string; readonly at: Place } | null;
  readonly search: readonly string[];
}

/** Reads manage.py, wsgi.py, asgi.py or celery.py, at any depth of functions and conditions. */
export function readEntryFile(source: Source, search: SearchPath, file: string, role: Role): EntryFile {
  const content = source.read(file) ?? '';
  if (!/DJANGO_|sys\.path/.test(content)) return { settings: [], configuration: null, search: [] };
  const module = parseModule(content);
  const machine = createMachine(source, search);
  const names = new Map([['__file__', text(`${sourceRoot}/${file}`)]]);
  const scope: Scope = { names, parent: null, module: { dotted: '', file } };
  machine.run(module.body, scope);
  const evaluate = (expr: Expr | undefined): string | undefined => {
    const plain = expr === undefined ? undefined : likeliest(machine.evaluate(expr, scope));
    return plain?.kind === 'text' || plain?.kind === 'path' ? plain.text : undefined;
  };
  const settings: Witness[] = [];
  let configuration: EntryFile['configuration'] = null;
  const folders: string[] = [];
  for (const { name, value, line } of environmentWrites(module.body)) {
    const worth = evaluate(value);
    if (worth === undefined || !dotted.test(worth)) continue;
    if (name === variable) settings.push({ role, module: worth, at: { file, line } });
    if (name === 'DJANGO_CONFIGURATION') configuration = { name: worth, at: { file, line } };
  }
  for (const expr of expressionsOf(module.body)) {
    const folder = evaluate(pathArgument(expr));
    const inside = folder === undefined ? null : insideSource(folder);
    if (inside !== null) folders.push(inside === '.' ? '' : inside);
  }
  return { settings, configuration, search: folders };
}

/** Every `environ.setdefault(name, value)`, `environ[name] = value` and `reader(name, default=value)` of a module. */
function environmentWrites(
  body: Parameters<typeof expressionsOf>[0],
): readonly { name: string; value: Expr; line: number }[] {
  const found: { name: string; value: Expr; line: number }[] = [];
  for (const expr of expressionsOf(body)) {
    if (expr.kind === 'call') {
      const [first, ...rest] = expr.args;
      const value = rest.find((arg) => arg.name === null || arg.name === 'default')?.value;
      if (first?.value.kind === 'text' && value !== undefined)
        found.push({ name: first.value.text, value, line: expr.line });
    }
    // An assignment to an item is listed as the pair of its target and its value.
    if (expr.kind === 'walrus' && expr.name === '=' && expr.value.kind === 'sequence') {
      const [target, value] = expr.value.items;
      if (target?.kind === 'index' && target.index.kind === 'text' && value) {
        found.push({ name: target.index.text, value, line: expr.line });
      }
    }
  }
  return found;
}

/** The folder of `sys.path.append(folder)` and `sys.path.insert(0, folder)`. */
function pathArgument(expr: Expr): Expr | undefined {
  if (expr.kind !== 'call' || expr.callee.kind !== 'attribute' || !/^(append|insert)$/.test(expr.callee.name))
    return undefined;
  const object = expr.callee.object;
  const isPath =
    object.kind === 'attribute' &&
    object.name === 'path' &&
    object.object.kind === 'name' &&
    object.object.name === 'sys';
  return isPath ? expr.args.at(-1)?.value : undefined;
}

const deployFiles =
  /(^|\/)(Procfile[\w.-]*|(docker-)?compose[\w.-]*\.ya?ml|[\w.-]*Dockerfile[\w.-]*|app\.json|fly[\w.-]*\.toml|render\.ya?ml|railway\.(toml|json)|nixpacks\.toml|uwsgi[\w.-]*\.ini|[\w.-]+\.service)$/i;
const plainFiles = /(^|\/)(\.?env[\w.-]*|\.envs\/.*|pytest\.ini|setup\.cfg|tox\.ini|pyproject\.toml)$/i;
const testFiles =
  /(^|\/)(pytest\.ini|setup\.cfg|tox\.ini|pyproject\.toml|[^/]*test[^/]*)$|(^|\/)(tests?|\.github|ci)\//i;
const exampleFiles = /example|sample|template|dist$|local|dev/i;

/** Reads deployment and environment files near the project, by pattern and without their grammar. */
export function readOtherWitnesses(source: Source, directory: string): readonly Witness[] {
  const near = new Set([...source.walk('', 3), ...source.walk(directory === '.' ? '' : directory, 2)]);
  return [...near]
    .filter((path) => deployFiles.test(path) || plainFiles.test(path))
    .flatMap((file) => {
      const content = source.read(file) ?? '';
      const pattern =
        /(?:DJANGO_SETTINGS_MODULE["']?\s*[:=,]?\s*|--settings[=\s]+|--ds[=\s]+)["']?([A-Za-z_]\w*(?:\.\w+)*)/g;
      return [...content.matchAll(pattern)].flatMap((match): Witness[] => {
        const module = match[1];
        const role = testFiles.test(file) ? 'test' : exampleFiles.test(file) ? 'example' : 'deploy';
        return module === undefined ? [] : [{ role, module, at: { file, line: lineOf(content, match.index) } }];
      });
    });
}

/** Files of one name below a folder that belong to the project itself, nearest first. */
export function entryFiles(source: Source, directory: string, name: string): readonly string[] {
  const folder = joinPath(directory) ?? '';
  return source
    .walk(folder, 4)
    .filter((path) => path.endsWith(`/${name}`) || path === name)
    .filter(
      (path) =>
        !/(^|\/)(tests?|fixtures|templates?|project_template|docs?|examples?)\//i.test(path.slice(folder.length)),
    )
    .sort((one, other) => one.split('/').length - other.split('/').length);
}
