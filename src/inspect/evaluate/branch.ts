/** Runs what a condition decides: in, an `if`, `try` or `match`; out, the names as one branch, or both, leave them. */

import type { Expr, Statement } from '../syntax.ts';
import { derive } from './lift.ts';
import { type Completion, demand, type Machine, type Returned, within } from './machine.ts';
import { applyBinary } from './operators.ts';
import { truthOf } from './truth.ts';
import { bool, either, readingsOf, type Scope, unknown, type Value } from './value.ts';

const next: Completion = { kind: 'next' };

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

export function runIf(
  machine: Machine,
  statement: Statement & { kind: 'if' },
  scope: Scope,
  returned: Returned,
): Completion {
  return runBranches(
    machine,
    machine.evaluate(statement.test, scope),
    statement.body,
    statement.otherwise,
    scope,
    returned,
  );
}

/** What a function returns by a condition on variables comes from these variables. */
function runBranches(
  machine: Machine,
  test: Value,
  body: readonly Statement[],
  otherwise: readonly Statement[],
  scope: Scope,
  returned: Returned,
): Completion {
  const before = returned.values.length;
  const completion = chooseBranch(machine, test, body, otherwise, scope, returned);
  if (test.kind !== 'environment') return completion;
  for (const [index, value] of returned.values.entries()) {
    if (index >= before) returned.values[index] = derive(value, test);
  }
  return completion.kind === 'return' ? { ...completion, value: derive(completion.value, test) } : completion;
}

function chooseBranch(
  machine: Machine,
  test: Value,
  body: readonly Statement[],
  otherwise: readonly Statement[],
  scope: Scope,
  returned: Returned,
): Completion {
  const truth = truthOf(test);
  if (truth.sure) {
    const [taken, left] = truth.value ? [body, otherwise] : [otherwise, body];
    const end = within(machine, 'dead', () => machine.run(left, fork(scope)));
    if (end.kind === 'return' && test.kind === 'environment') returned.ties.push(test);
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
  returned: Returned,
): Completion {
  if (first.kind === 'return' && second.kind === 'return')
    return { kind: 'return', value: either([first.value, second.value]) };
  if (first.kind === 'return') return second.kind === 'raise' ? first : { ...first, perhaps: true };
  if (second.kind === 'return') returned.values.push(second.value);
  if (first.kind === 'raise' && second.kind === 'raise') return first;
  if (first.kind === 'raise') merge(scope, two, two);
  else if (second.kind !== 'next') merge(scope, one, one);
  else merge(scope, one, two);
  return next;
}

export function runTry(machine: Machine, statement: Statement & { kind: 'try' }, scope: Scope): Completion {
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

export function runMatch(
  machine: Machine,
  statement: Statement & { kind: 'match' },
  scope: Scope,
  returned: Returned,
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
