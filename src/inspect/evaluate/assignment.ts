/** Changes names: in, an assignment or a call that changes its object; out, the new values in the scope. */

import type { Expr, Statement } from '../syntax.ts';
import { assignName } from './comprehension.ts';
import { setField } from './instance.ts';
import type { Completion, Machine } from './machine.ts';
import { mutate, mutatingMethods, setPath, updateDict } from './mutate.ts';
import { applyBinary } from './operators.ts';
import { likeliest, type Scope, unknown, type Value } from './value.ts';

const next: Completion = { kind: 'next' };

export function assign(machine: Machine, target: Expr, value: Value, scope: Scope): void {
  if (target.kind === 'name') {
    scope.names.set(target.name, value);
    if (machine.dead === 0 && isSetting(target.name))
      machine.places.set(target.name, { file: scope.module.file, line: target.line });
  } else if (target.kind === 'sequence') assignName(target, value, scope);
  else if (target.kind === 'index') assignItem(machine, target, value, scope);
  else if (target.kind === 'attribute') {
    const object = machine.evaluate(target.object, scope);
    if (object.kind === 'instance') setField(machine, object, target.name, value);
  }
}

function isSetting(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name);
}

/** Splits `D['a'][0]['b']` into the name D and the keys. */
function pathOf(
  machine: Machine,
  target: Expr,
  scope: Scope,
): { readonly name: string; readonly keys: readonly Value[] } | undefined {
  const keys: Value[] = [];
  let inner = target;
  while (inner.kind === 'index') {
    keys.unshift(machine.evaluate(inner.index, scope));
    inner = inner.object;
  }
  return inner.kind === 'name' ? { name: inner.name, keys } : undefined;
}

function assignItem(machine: Machine, target: Expr, value: Value, scope: Scope): void {
  if (target.kind !== 'index') return;
  const path = pathOf(machine, target, scope);
  const key = path?.keys[0];
  const object = machine.evaluate(target.object, scope);
  if (object.kind === 'external') {
    const name = likeliest(key);
    if (object.dotted === 'os.environ' && name.kind === 'text') machine.presets.set(name.text, value);
    return;
  }
  if (path === undefined) return;
  const holder = holderOf(scope, path.name);
  holder.names.set(path.name, setPath(holder.names.get(path.name) ?? unknown(), path.keys, value));
}

function holderOf(scope: Scope, name: string): Scope {
  for (let inner: Scope | null = scope; inner !== null; inner = inner.parent) if (inner.names.has(name)) return inner;
  return scope;
}

export function runUpdate(machine: Machine, statement: Statement & { kind: 'update' }, scope: Scope): void {
  const old = machine.evaluate(statement.target, scope);
  const added = machine.evaluate(statement.value, scope);
  const plain = likeliest(old);
  const value =
    statement.operator === '|' && plain.kind === 'dict' && old.kind === 'dict'
      ? updateDict(plain, added)
      : applyBinary(statement.operator, old, added);
  assign(machine, statement.target, value, scope);
}

export function runExpression(machine: Machine, expr: Expr, scope: Scope): Completion {
  const value = machine.evaluate(expr, scope);
  if (expr.kind !== 'call') return next;
  const made = likeliest(value);
  if (made.kind === 'made' && /^(sys\.exit|exit|quit|os\._exit)$/.test(made.dotted)) return { kind: 'raise' };
  if (made.kind === 'made' && made.dotted === 'split_settings.tools.include') includeFiles(machine, made.args, scope);
  if (expr.callee.kind !== 'attribute') return next;
  const method = expr.callee.name;
  if (isGlobals(expr.callee.object) && method === 'update') {
    const given = likeliest(machine.evaluate(expr.args[0]?.value ?? { kind: 'none', line: expr.line }, scope));
    if (given.kind === 'dict') for (const [name, member] of given.entries) scope.names.set(name, member);
    return next;
  }
  const path = pathOf(machine, expr.callee.object, scope);
  if (!mutatingMethods.has(method) || path === undefined) return next;
  const holder = holderOf(scope, path.name);
  const root = holder.names.get(path.name);
  if (root === undefined) return next;
  const args = expr.args.filter((arg) => arg.name === null).map((arg) => machine.evaluate(arg.value, scope));
  const named = new Map(
    expr.args.flatMap((arg) => (arg.name === null ? [] : [[arg.name, machine.evaluate(arg.value, scope)] as const])),
  );
  const object = machine.evaluate(expr.callee.object, scope);
  if (object.kind === 'external' && object.dotted === 'sys.path') return next;
  holder.names.set(path.name, setPath(root, path.keys, mutate(object, method, args, named)));
  return next;
}

function isGlobals(expr: Expr): boolean {
  return expr.kind === 'call' && expr.callee.kind === 'name' && /^(globals|locals|vars)$/.test(expr.callee.name);
}

/** The files that a settings package includes run in its own names, in order. */
function includeFiles(machine: Machine, args: readonly Value[], scope: Scope): void {
  for (const arg of args) {
    const plain = likeliest(arg);
    const glob = likeliest(plain.kind === 'made' ? plain.args[0] : plain);
    if (glob.kind === 'text') machine.include(glob.text, scope);
  }
}
