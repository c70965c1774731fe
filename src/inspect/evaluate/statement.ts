/** Runs statements in the mind: in, a block and the names in force; out, how it ends, with the names changed. */

import type { Expr, Statement } from '../syntax.ts';
import { assignName } from './expression.ts';
import { importModules, importNames } from './imports.ts';
import { type Completion, demand, type Machine, within } from './machine.ts';
import { mutate, mutatingMethods, setPath, updateDict } from './mutate.ts';
import { applyBinary } from './operators.ts';
import { truthOf } from './truth.ts';
import { bool, either, likeliest, readingsOf, type Scope, unknown, type Value } from './value.ts';

const next: Completion = { kind: 'next' };
const mostRounds = 100;

/** Runs a block up to its end, a `return` or a `raise`. */
export function runBlock(machine: Machine, body: readonly Statement[], scope: Scope): Completion {
  const returned: Value[] = [];
  for (const statement of body) {
    machine.steps -= 1;
    if (machine.steps < 0) return next;
    const completion = runStatement(machine, statement, scope, returned);
    if (completion.kind === 'return') return { kind: 'return', value: either([completion.value, ...returned]) };
    if (completion.kind === 'raise') return completion;
  }
  return returned.length > 0 ? { kind: 'return', value: either(returned) } : next;
}

function runStatement(machine: Machine, statement: Statement, scope: Scope, returned: Value[]): Completion {
  const at = { file: scope.module.file, line: statement.line };
  switch (statement.kind) {
    case 'assign': {
      const value = machine.evaluate(statement.value, scope);
      for (const target of statement.targets) assign(machine, target, value, scope);
      return next;
    }
    case 'update':
      runUpdate(machine, statement, scope);
      return next;
    case 'import':
      importModules(machine, statement, scope);
      return next;
    case 'from':
      return importNames(machine, statement, scope) ? next : { kind: 'raise' };
    case 'if':
      return runIf(machine, statement, scope, returned);
    case 'try':
      return runTry(machine, statement, scope);
    case 'function':
      scope.names.set(statement.name, { kind: 'function', definition: statement, scope, at });
      return next;
    case 'class':
      runClass(machine, statement, scope);
      return next;
    case 'expression':
      return runExpression(machine, statement.value, scope);
    case 'for':
      return runFor(machine, statement, scope);
    case 'while':
      machine.evaluate(statement.test, scope);
      within(machine, 'uncertain', () => machine.run(statement.body, scope));
      return next;
    case 'with':
      return runWith(machine, statement, scope);
    case 'return':
      return {
        kind: 'return',
        value: statement.value === null ? { kind: 'none', at } : machine.evaluate(statement.value, scope),
      };
    case 'raise':
      return { kind: 'raise' };
    case 'assert':
      requireForTruth(machine, machine.evaluate(statement.test, scope));
      return next;
    case 'match':
      return runMatch(machine, statement, scope, returned);
    default:
      return next;
  }
}

/** A condition that must hold, and does not when its variables are absent, makes them required. */
function requireForTruth(machine: Machine, test: Value): void {
  if (truthOf(test).value === false) demand(machine, readingsOf(test));
}

function assign(machine: Machine, target: Expr, value: Value, scope: Scope): void {
  if (target.kind === 'name') {
    scope.names.set(target.name, value);
    if (machine.dead === 0 && isSetting(target.name))
      machine.places.set(target.name, { file: scope.module.file, line: target.line });
  } else if (target.kind === 'sequence') assignName(target, value, scope);
  else if (target.kind === 'index') assignItem(machine, target, value, scope);
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

function runUpdate(machine: Machine, statement: Statement & { kind: 'update' }, scope: Scope): void {
  const old = machine.evaluate(statement.target, scope);
  const added = machine.evaluate(statement.value, scope);
  const plain = likeliest(old);
  const value =
    statement.operator === '|' && plain.kind === 'dict' && old.kind === 'dict'
      ? updateDict(plain, added)
      : applyBinary(statement.operator, old, added);
  assign(machine, statement.target, value, scope);
}

function runExpression(machine: Machine, expr: Expr, scope: Scope): Completion {
  const value = machine.evaluate(expr, scope);
  if (expr.kind !== 'call') return next;
  if (value.kind === 'made' && /^(sys\.exit|exit|quit|os\._exit)$/.test(value.dotted)) return { kind: 'raise' };
  if (value.kind === 'made' && /^split_settings\.tools\.include$/.test(value.dotted))
    includeFiles(machine, value.args, scope);
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
    const plain = likeliest(arg.kind === 'made' ? arg.args[0] : arg);
    if (plain.kind === 'text') machine.include(plain.text, scope);
  }
}

function fork(scope: Scope): Scope {
  return { names: new Map(scope.names), parent: scope.parent, module: scope.module };
}

/** Puts the outcome of two branches into one: names that differ have both values, the likelier first. */
function merge(scope: Scope, likely: Scope, other: Scope): void {
  for (const name of new Set([...likely.names.keys(), ...other.names.keys()])) {
    const [one, two] = [likely.names.get(name), other.names.get(name)];
    if (one === two && one !== undefined) scope.names.set(name, one);
    else
      scope.names.set(
        name,
        either(
          [one ?? unknown(), two ?? unknown()].filter((value, _, all) => value.kind !== 'unknown' || all.length === 1),
        ),
      );
  }
}

/** True when a block ends by raising, whatever it does before. */
function alwaysRaises(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last === undefined) return false;
  if (last.kind === 'raise') return true;
  return last.kind === 'expression' && last.value.kind === 'call' && isExit(last.value.callee);
}

function isExit(callee: Expr): boolean {
  if (callee.kind === 'name') return callee.name === 'exit' || callee.name === 'quit';
  return (
    callee.kind === 'attribute' &&
    callee.name === 'exit' &&
    callee.object.kind === 'name' &&
    callee.object.name === 'sys'
  );
}

function runIf(machine: Machine, statement: Statement & { kind: 'if' }, scope: Scope, returned: Value[]): Completion {
  return runBranches(
    machine,
    machine.evaluate(statement.test, scope),
    statement.body,
    statement.otherwise,
    scope,
    returned,
  );
}

function runBranches(
  machine: Machine,
  test: Value,
  body: readonly Statement[],
  otherwise: readonly Statement[],
  scope: Scope,
  returned: Value[],
): Completion {
  const truth = truthOf(test);
  if (truth.sure) {
    const [taken, left] = truth.value ? [body, otherwise] : [otherwise, body];
    within(machine, 'dead', () => machine.run(left, fork(scope)));
    return machine.run(taken, scope);
  }
  const [likely, other] = truth.value === false ? [otherwise, body] : [body, otherwise];
  if (alwaysRaises(likely) || alwaysRaises(other)) {
    if (alwaysRaises(likely) && truth.value !== null) demand(machine, readingsOf(test));
    return machine.run(alwaysRaises(likely) ? other : likely, scope);
  }
  const [one, two] = [fork(scope), fork(scope)];
  const ends = within(machine, 'uncertain', () => [machine.run(likely, one), machine.run(other, two)] as const);
  return joinBranches(scope, one, two, ends, returned);
}

function joinBranches(
  scope: Scope,
  one: Scope,
  two: Scope,
  [first, second]: readonly [Completion, Completion],
  returned: Value[],
): Completion {
  if (first.kind === 'return' && second.kind === 'return')
    return { kind: 'return', value: either([first.value, second.value]) };
  if (first.kind === 'return') return second.kind === 'raise' ? first : { kind: 'return', value: first.value };
  if (second.kind === 'return') returned.push(second.value);
  if (first.kind === 'raise' && second.kind === 'raise') return first;
  if (first.kind === 'raise') merge(scope, two, two);
  else if (second.kind !== 'next') merge(scope, one, one);
  else merge(scope, one, two);
  return next;
}

function runTry(machine: Machine, statement: Statement & { kind: 'try' }, scope: Scope): Completion {
  const passes = statement.handlers.some((handler) => !alwaysRaises(handler.body));
  const tried = passes ? fork(scope) : scope;
  const completion = passes
    ? within(machine, 'caught', () => machine.run(statement.body, tried))
    : machine.run(statement.body, scope);
  if (!passes) return completion.kind === 'next' ? machine.run(statement.otherwise, scope) : completion;
  const handler = statement.handlers.find((candidate) => !alwaysRaises(candidate.body));
  if (completion.kind === 'raise') return machine.run(handler?.body ?? [], scope);
  const fallback = fork(scope);
  const end = within(machine, 'uncertain', () => machine.run(handler?.body ?? [], fallback));
  const otherwise = completion.kind === 'next' ? machine.run(statement.otherwise, tried) : completion;
  if (onlyImports(statement.body)) merge(scope, tried, tried);
  else merge(scope, tried, fallback);
  if (otherwise.kind === 'return' && end.kind === 'return')
    return { kind: 'return', value: either([otherwise.value, end.value]) };
  return machine.run(statement.finally, scope).kind === 'raise' ? { kind: 'raise' } : otherwise;
}

/** An import that was found is not in doubt, whatever the handler would do. */
function onlyImports(body: readonly Statement[]): boolean {
  return body.every((statement) => statement.kind === 'import' || statement.kind === 'from');
}

function runClass(machine: Machine, statement: Statement & { kind: 'class' }, scope: Scope): void {
  const at = { file: scope.module.file, line: statement.line };
  const bases = statement.bases.map((base) => machine.evaluate(base, scope));
  const inner: Scope = { names: new Map(), parent: scope, module: scope.module };
  // A class that is no configuration may never be used, so what its body needs is not needed at start-up by itself.
  machine.run(statement.body, inner);
  scope.names.set(statement.name, {
    kind: 'class',
    name: statement.name,
    bases,
    body: statement.body,
    members: inner.names,
    at,
  });
}

function runFor(machine: Machine, statement: Statement & { kind: 'for' }, scope: Scope): Completion {
  const over = machine.evaluate(statement.over, scope);
  const plain = likeliest(over);
  if (over.kind === 'environment' || plain.kind !== 'list' || !plain.complete || plain.items.length > mostRounds) {
    assign(machine, statement.target, unknown(over.at), scope);
    within(machine, 'uncertain', () => machine.run(statement.body, scope));
    return next;
  }
  for (const item of plain.items) {
    assign(machine, statement.target, item, scope);
    const completion = machine.run(statement.body, scope);
    if (completion.kind !== 'next') return completion;
  }
  return next;
}

function runWith(machine: Machine, statement: Statement & { kind: 'with' }, scope: Scope): Completion {
  const before = machine.prefix;
  let passes = false;
  for (const item of statement.items) {
    const value = machine.evaluate(item.value, scope);
    if (item.as !== null) assign(machine, item.as, value.kind === 'made' ? unknown(value.at) : value, scope);
    if (value.kind === 'made' && value.dotted.endsWith('suppress')) passes = true;
    const call = item.value;
    if (call.kind !== 'call' || call.callee.kind !== 'attribute' || call.callee.name !== 'prefixed') continue;
    const given = call.args[0] === undefined ? undefined : likeliest(machine.evaluate(call.args[0].value, scope));
    if (given?.kind === 'text') machine.prefix += given.text;
  }
  const completion = passes
    ? within(machine, 'caught', () => machine.run(statement.body, scope))
    : machine.run(statement.body, scope);
  machine.prefix = before;
  return passes && completion.kind === 'raise' ? next : completion;
}

function runMatch(
  machine: Machine,
  statement: Statement & { kind: 'match' },
  scope: Scope,
  returned: Value[],
): Completion {
  const subject = machine.evaluate(statement.subject, scope);
  const choose = (index: number): Completion => {
    const branch = statement.cases[index];
    if (branch === undefined) return next;
    if (branch.patterns === null) return machine.run(branch.body, scope);
    const tests = branch.patterns.map((pattern) => applyBinary('==', subject, machine.evaluate(pattern, scope)));
    const rest: Statement = {
      kind: 'match',
      subject: statement.subject,
      cases: statement.cases.slice(index + 1),
      line: statement.line,
    };
    return runBranches(machine, anyOf(tests), branch.body, [rest], scope, returned);
  };
  return choose(0);
}

function anyOf(tests: readonly Value[]): Value {
  const met = tests.find((test) => truthOf(test).value === true);
  if (met !== undefined) return met;
  return tests.find((test) => !truthOf(test).sure) ?? bool(false);
}
