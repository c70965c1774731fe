/** Evaluates a settings module without running it: in, a source and a dotted name; out, its names and what it reads. */

import type { Source } from '../../model/source.ts';
import { parseModule } from '../statements.ts';
import { callProject } from './call.ts';
import { evaluateExpression } from './expression.ts';
import { type Machine, within } from './machine.ts';
import { dottedName, findModule, folderOf, isNamespace, joinPath, type SearchPath } from './modules.ts';
import { runBlock } from './statement.ts';
import { type ModuleRecord, type Scope, sourceRoot, text } from './value.ts';

/** Far above what real settings need, low enough to end in a second. */
const mostSteps = 150_000;
const mostModules = 300;
const deepestImport = 40;

/** Makes an evaluation over a source. `search` are the folders that Python would look in, relative to the root. */
export function createMachine(
  source: Source,
  search: SearchPath,
  given: Readonly<Record<string, string>> = {},
): Machine {
  const machine: Machine = {
    source,
    search,
    readings: [],
    modules: new Map(),
    given: new Map(Object.entries(given)),
    places: new Map(),
    presets: new Map(),
    broken: [],
    missing: [],
    uncertain: 0,
    dead: 0,
    caught: 0,
    depth: 0,
    steps: mostSteps,
    prefix: '',
    imports: 0,
    evaluate: (expr, scope) => evaluateExpression(machine, expr, scope),
    run: (body, scope) => runBlock(machine, body, scope),
    call: (callee, args, named) => callProject(machine, callee, args, named),
    load: (dotted) => loadModule(machine, dotted),
    include: (glob, scope) => includeFiles(machine, glob, scope),
  };
  return machine;
}

/** A module that imports itself, straight or in a circle, sees the names it has so far, as in Python. */
function loadModule(machine: Machine, dotted: string): ModuleRecord | undefined {
  const known = machine.modules.get(dotted);
  if (known !== undefined) return known;
  const file = findModule(machine.source, machine.search, dotted);
  if (file === undefined) return namespaceRecord(machine, dotted);
  if (machine.dead > 0 || machine.modules.size >= mostModules || machine.imports >= deepestImport) return undefined;
  const record = makeRecord(dotted, file);
  machine.modules.set(dotted, record);
  const parent = dotted.includes('.') ? dotted.slice(0, dotted.lastIndexOf('.')) : '';
  if (parent !== '') machine.load(parent);
  runFile(machine, file, record.scope);
  return record;
}

function namespaceRecord(machine: Machine, dotted: string): ModuleRecord | undefined {
  if (!isNamespace(machine.source, machine.search, dotted)) return undefined;
  const record = makeRecord(dotted, `${dotted.replaceAll('.', '/')}/__init__.py`);
  machine.modules.set(dotted, record);
  return record;
}

function makeRecord(dotted: string, file: string): ModuleRecord {
  const names = new Map([
    ['__file__', text(`${sourceRoot}/${file}`, { file, line: 1 })],
    ['__name__', text(dotted, { file, line: 1 })],
  ]);
  return { dotted, file, scope: { names, parent: null, module: { dotted, file } } };
}

/** A large module that settings import and that neither reads variables nor sets anything: not worth the parsing. */
function isBeside(machine: Machine, content: string): boolean {
  return (
    machine.imports > 0 &&
    content.length > 6000 &&
    !/environ|getenv|decouple|INSTALLED_APPS|DATABASES|import \*/.test(content)
  );
}

function runFile(machine: Machine, file: string, scope: Scope): void {
  const content = machine.source.read(file);
  if (content === undefined || isBeside(machine, content)) return;
  const module = parseModule(content);
  for (const line of module.broken.slice(0, 1)) machine.broken.push({ file, line });
  machine.imports += 1;
  const { prefix, depth } = machine;
  machine.prefix = '';
  machine.depth = 0;
  // A site in production came past every `raise` at the top of its settings, so the reading goes on behind it.
  for (const statement of module.body) machine.run([statement], scope);
  machine.prefix = prefix;
  machine.depth = depth;
  machine.imports -= 1;
}

function includeFiles(machine: Machine, glob: string, scope: Scope): void {
  const folder = folderOf(scope.module.file);
  const pattern = joinPath(folder, glob);
  if (pattern === undefined) return;
  const matcher = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  );
  const files = glob.includes('*') ? machine.source.walk(folder, 4).filter((path) => matcher.test(path)) : [pattern];
  for (const file of files) {
    if (!machine.source.has(file)) continue;
    const module = { dotted: dottedName(machine.search, file), file };
    within(machine, 'depth', () => runFile(machine, file, { names: scope.names, parent: null, module }));
  }
}
