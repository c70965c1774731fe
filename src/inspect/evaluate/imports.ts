/** Follows imports: in, an import statement; out, its names in the scope, from the project's files or as external names. */

import type { Statement } from '../syntax.ts';
import type { Machine } from './machine.ts';
import { absoluteName } from './modules.ts';
import { type Scope, unknown, type Value } from './value.ts';

/** `import a.b`, `import a.b as c`. */
export function importModules(machine: Machine, statement: Statement & { kind: 'import' }, scope: Scope): void {
  const at = { file: scope.module.file, line: statement.line };
  for (const { module, as } of statement.names) {
    const record = machine.load(module);
    const [top] = module.split('.');
    if (top === undefined) continue;
    if (as !== null)
      scope.names.set(as, record ? { kind: 'module', record, at } : { kind: 'external', dotted: module, at });
    else {
      const package_ = machine.load(top);
      scope.names.set(top, package_ ? { kind: 'module', record: package_, at } : { kind: 'external', dotted: top, at });
    }
  }
}

/** `from a import b`. False when it names a module of the project that is not there: Python raises then. */
export function importNames(machine: Machine, statement: Statement & { kind: 'from' }, scope: Scope): boolean {
  const at = { file: scope.module.file, line: statement.line };
  const dotted = absoluteName(scope.module, statement.level, statement.module);
  if (dotted === undefined) return true;
  const record = machine.load(dotted);
  if (
    record === undefined &&
    machine.dead === 0 &&
    statement.names === null &&
    isProjects(machine, statement.level, dotted)
  ) {
    // An optional override that is not in the source is no gap.
    if (machine.caught === 0 && machine.uncertain === 0) machine.missing.push({ dotted, ...at });
    return false;
  }
  if (statement.names === null) {
    for (const [name, value] of record?.scope.names ?? []) if (!name.startsWith('_')) scope.names.set(name, value);
    return true;
  }
  for (const { name, as } of statement.names)
    scope.names.set(as, imported(machine, dotted, record !== undefined, name, at));
  return true;
}

function imported(
  machine: Machine,
  dotted: string,
  own: boolean,
  name: string,
  at: { file: string; line: number },
): Value {
  const record = own ? machine.load(dotted) : undefined;
  const found = record?.scope.names.get(name);
  if (found !== undefined) return found;
  const submodule = machine.load(`${dotted}.${name}`);
  if (submodule !== undefined) return { kind: 'module', record: submodule, at };
  if (own) return unknown(at);
  return { kind: 'external', dotted: externalName(dotted, name), at };
}

/** Names that packages give again at a shorter path. */
function externalName(dotted: string, name: string): string {
  if (dotted === 'environ.environ') return `environ.${name}`;
  return dotted === '' ? name : `${dotted}.${name}`;
}

/** True for a relative import, or one whose top package is the project's. */
function isProjects(machine: Machine, level: number, dotted: string): boolean {
  return level > 0 || machine.load(dotted.split('.')[0] ?? '') !== undefined;
}
