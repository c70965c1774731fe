/** Runs statements in the mind: in, a block and the names in force; out, how it ends, with the names changed. */

import type { Statement } from '../syntax.ts';
import { assign, runExpression, runUpdate } from './assignment.ts';
import { runIf, runMatch, runTry } from './branch.ts';
import { importModules, importNames } from './imports.ts';
import { derive } from './lift.ts';
import { type Completion, demand, type Machine, type Returned, within } from './machine.ts';
import { truthOf } from './truth.ts';
import { either, likeliest, readingsOf, type Scope, unknown, type Value } from './value.ts';

const next: Completion = { kind: 'next' };

const mostRounds = 100;

/** Runs a block up to its end, a `return` or a `raise`. */
export function runBlock(machine: Machine, body: readonly Statement[], scope: Scope): Completion {
  const returned: Returned = { values: [], ties: [] };
  for (const [index, statement] of body.entries()) {
    machine.steps -= 1;
    if (machine.steps < 0) return next;
    const completion = runStatement(machine, statement, scope, returned);
    if (completion.kind === 'return') {
      if (completion.perhaps) returned.values.push(...runRest(machine, body.slice(index + 1), scope));
      const value = either([completion.value, ...returned.values]);
      return { ...completion, value: returned.ties.reduce(derive, value) };
    }
    if (completion.kind === 'raise') return completion;
  }
  return returned.values.length > 0 ? { kind: 'return', value: either(returned.values) } : next;
}

/** What follows a `return` that is not certain still tells what its variables are used for. */
function runRest(machine: Machine, rest: readonly Statement[], scope: Scope): readonly Value[] {
  const inner: Scope = { ...scope, names: new Map(scope.names) };
  const completion = within(machine, 'uncertain', () => machine.run(rest, inner));
  return completion.kind === 'return' ? [completion.value] : [];
}

function runStatement(machine: Machine, statement: Statement, scope: Scope, returned: Returned): Completion {
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
    default:
      return runCompound(machine, statement, scope, returned);
  }
}

function runCompound(machine: Machine, statement: Statement, scope: Scope, returned: Returned): Completion {
  const at = { file: scope.module.file, line: statement.line };
  switch (statement.kind) {
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
