/** Evaluates expressions without running them: in, an expression and the names in force; out, a value. */

import type { Place } from '../../model/problem.ts';
import type { Argument, Expr, Parameter } from '../syntax.ts';
import { callBound, callExternal, externalAttribute } from './builtins.ts';
import { classMember } from './classes.ts';
import { lift } from './lift.ts';
import { demand, type Machine, within } from './machine.ts';
import { applyBinary, displayText, isMissing } from './operators.ts';
import { parentPath } from './paths.ts';
import { nameplace, readVariable } from './readers.ts';
import { refineType } from './reading.ts';
import { truthOf } from './truth.ts';
import {
  bool,
  dict,
  either,
  isCertain,
  likeliest,
  list,
  none,
  number,
  readingsOf,
  type Scope,
  text,
  unknown,
  type Value,
} from './value.ts';

const mostCalls = 24;
const mostRounds = 200;

/** The value of an expression; `unknown` where it cannot be told. Readings of variables are recorded on the way. */
export function evaluateExpression(machine: Machine, expr: Expr, scope: Scope): Value {
  machine.steps -= 1;
  const at: Place = { file: scope.module.file, line: expr.line };
  if (machine.steps < 0) return unknown(at);
  const evaluate = (inner: Expr): Value => machine.evaluate(inner, scope);
  switch (expr.kind) {
    case 'name':
      return lookUp(scope, expr.name, at);
    case 'text':
      return text(expr.text, at);
    case 'number':
      return number(expr.value, at);
    case 'bool':
      return bool(expr.value, at);
    case 'none':
      return none(at);
    case 'format':
      return evaluateFormat(expr.parts, at, evaluate);
    case 'sequence':
      return evaluateSequence(expr.items, at, evaluate);
    case 'dict':
      return evaluateDict(expr.entries, at, evaluate);
    case 'call':
      return evaluateCall(machine, expr, scope, at);
    case 'attribute':
      return attributeOf(machine, evaluate(expr.object), expr.name, at);
    case 'index':
      return evaluateIndex(machine, evaluate(expr.object), evaluate(expr.index), at);
    case 'binary':
      return evaluateBinary(machine, expr, scope);
    case 'unary':
      return evaluateUnary(expr.operator, evaluate(expr.value), at);
    case 'conditional':
      return evaluateConditional(machine, expr, scope);
    case 'lambda':
      return { kind: 'lambda', parameters: expr.parameters, body: expr.body, scope, at };
    case 'comprehension':
      return evaluateComprehension(machine, expr, scope, at);
    case 'walrus': {
      const value = evaluate(expr.value);
      scope.names.set(expr.name, value);
      return value;
    }
    case 'star':
      return evaluate(expr.value);
    case 'other':
      for (const part of expr.parts) evaluate(part);
      return unknown(at);
  }
}

/** Finds a name from the inside out; what no scope has is a built-in. */
export function lookUp(scope: Scope, name: string, at: Place): Value {
  for (let within: Scope | null = scope; within !== null; within = within.parent) {
    const found = within.names.get(name);
    if (found !== undefined) return found;
  }
  return { kind: 'external', dotted: name, at };
}

function evaluateFormat(parts: readonly (string | Expr)[], at: Place, evaluate: (expr: Expr) => Value): Value {
  const values = parts.map((part) => (typeof part === 'string' ? text(part, at) : evaluate(part)));
  return lift(values, (plain) => {
    const shown = plain.map(displayText);
    return shown.includes(null) ? unknown(at) : text(shown.join(''), at);
  });
}

function evaluateSequence(items: readonly Expr[], at: Place, evaluate: (expr: Expr) => Value): Value {
  let complete = true;
  const values = items.flatMap((item) => {
    if (item.kind !== 'star') return [evaluate(item)];
    const inner = evaluate(item.value);
    const plain = likeliest(inner);
    if (!isCertain(inner) || plain.kind !== 'list') complete = false;
    if (inner.kind === 'environment') return [inner];
    return plain.kind === 'list' ? plain.items : [];
  });
  return list(values, complete, at);
}

function evaluateDict(
  parts: readonly { readonly key: Expr | null; readonly value: Expr }[],
  at: Place,
  evaluate: (expr: Expr) => Value,
): Value {
  const entries = new Map<string, Value>();
  let complete = true;
  for (const { key, value: expr } of parts) {
    const value = evaluate(expr);
    if (key !== null) {
      const name = likeliest(evaluate(key));
      const shown = displayText(name);
      if (shown === null) complete = false;
      else entries.set(shown, value);
      continue;
    }
    const plain = likeliest(value);
    if (plain.kind !== 'dict' || !plain.complete) complete = false;
    if (plain.kind !== 'dict') continue;
    for (const [name, inner] of plain.entries) {
      entries.set(name, value.kind === 'environment' ? { ...value, assumed: inner } : inner);
    }
  }
  return dict(entries, complete, at);
}

function evaluateCall(machine: Machine, expr: Expr & { kind: 'call' }, scope: Scope, at: Place): Value {
  const callee = machine.evaluate(expr.callee, scope);
  const { args, named } = evaluateArguments(machine, expr.args, scope);
  if (callee.kind === 'external') return tied(callExternal(machine, { dotted: callee.dotted, args, named, at }), args);
  if (callee.kind === 'method') return callBound(machine, callee, { args, named, at });
  if (callee.kind === 'reader')
    return callBound(machine, { kind: 'method', object: callee, name: '__call__', at }, { args, named, at });
  if (callee.kind === 'path')
    return callBound(machine, { kind: 'method', object: callee, name: '__call__', at }, { args, named, at });
  return tied(machine.call(callee, args, named), args);
}

/** What a call makes of variables in a way that cannot be followed still comes from them. */
function tied(result: Value, args: readonly Value[]): Value {
  const sources = args.filter((arg) => arg.kind === 'environment');
  if (sources.length === 0 || (result.kind !== 'made' && result.kind !== 'unknown')) return result;
  const readings = sources.flatMap((source) => source.readings);
  return { kind: 'environment', readings, assumed: result, settled: false, at: result.at };
}

function evaluateArguments(
  machine: Machine,
  given: readonly Argument[],
  scope: Scope,
): { readonly args: readonly Value[]; readonly named: ReadonlyMap<string, Value> } {
  const args: Value[] = [];
  const named = new Map<string, Value>();
  for (const argument of given) {
    const value = machine.evaluate(argument.value, scope);
    const plain = likeliest(value);
    if (argument.name !== null) named.set(argument.name, value);
    else if (argument.stars === 0) args.push(value);
    else if (argument.stars === 1 && plain.kind === 'list') args.push(...plain.items);
    else if (argument.stars === 2 && plain.kind === 'dict')
      for (const [name, item] of plain.entries) named.set(name, item);
  }
  return { args, named };
}

/** Inlines a function or lambda of the project. Too deep or too strange a call is unknown. */
export function callProject(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  if (callee.kind === 'either') return either(callee.options.map((option) => machine.call(option, args, named)));
  if (callee.kind === 'external') {
    return callExternal(machine, { dotted: callee.dotted, args, named, at: callee.at ?? { file: '', line: 1 } });
  }
  if (callee.kind !== 'function' && callee.kind !== 'lambda') return unknown(callee.at);
  if (machine.depth >= mostCalls) return unknown(callee.at);
  const parameters = callee.kind === 'function' ? callee.definition.parameters : callee.parameters;
  const scope: Scope = {
    names: bind(machine, parameters, args, named, callee.scope),
    parent: callee.scope,
    module: callee.scope.module,
  };
  return within(machine, 'depth', () => {
    if (callee.kind === 'lambda') return machine.evaluate(callee.body, scope);
    const completion = machine.run(callee.definition.body, scope);
    return completion.kind === 'return'
      ? completion.value
      : completion.kind === 'next'
        ? none(callee.at)
        : unknown(callee.at);
  });
}

function bind(
  machine: Machine,
  parameters: readonly Parameter[],
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
  outer: Scope,
): Map<string, Value> {
  const names = new Map<string, Value>();
  let next = 0;
  for (const parameter of parameters) {
    if (parameter.stars === 1) names.set(parameter.name, list(args.slice(next)));
    else if (parameter.stars === 2) names.set(parameter.name, dict([...named].filter(([name]) => !names.has(name))));
    else {
      const given = named.get(parameter.name) ?? args[next];
      if (!named.has(parameter.name)) next += 1;
      const value = given ?? (parameter.default === null ? unknown() : machine.evaluate(parameter.default, outer));
      names.set(parameter.name, value);
    }
  }
  return names;
}

function attributeOf(machine: Machine, object: Value, name: string, at: Place): Value {
  switch (object.kind) {
    case 'external':
      return externalAttribute(`${object.dotted}.${name}`, at);
    case 'module':
      return (
        object.record.scope.names.get(name) ??
        (machine.load(`${object.record.dotted}.${name}`)
          ? moduleValue(machine, `${object.record.dotted}.${name}`, at)
          : unknown(at))
      );
    case 'class':
      return classMember(object, name) ?? unknown(at);
    case 'path':
      if (name === 'parent') return { kind: 'path', text: parentPath(object.text), at };
      if (name === 'name') return text(object.text.slice(object.text.lastIndexOf('/') + 1), at);
      if (name === 'root') return object;
      return { kind: 'method', object, name, at };
    default:
      return { kind: 'method', object, name, at };
  }
}

function moduleValue(machine: Machine, dotted: string, at: Place): Value {
  const record = machine.load(dotted);
  return record === undefined ? unknown(at) : { kind: 'module', record, at };
}

function evaluateIndex(machine: Machine, object: Value, index: Value, at: Place): Value {
  if (object.kind === 'external' && object.dotted === 'os.environ') {
    const name = likeliest(index);
    if (name.kind !== 'text') return unknown(at);
    const place = nameplace(machine, name, at);
    return readVariable(machine, { name: name.text, at: place, default: undefined, type: 'str', strict: true });
  }
  if (object.kind === 'method' && object.name === 'parents' && object.object.kind === 'path') {
    const count = likeliest(index);
    if (count.kind !== 'number' || count.value > 20) return unknown(at);
    let path = parentPath(object.object.text);
    for (let up = 0; up < count.value; up += 1) path = parentPath(path);
    return { kind: 'path', text: path, at };
  }
  return lift([object, index], ([plain, key]) => itemOf(plain ?? unknown(at), key ?? unknown(at), at));
}

function itemOf(object: Value, key: Value, at: Place): Value {
  if (object.kind === 'dict' && key.kind === 'text') return object.entries.get(key.text) ?? unknown(at);
  if (object.kind === 'list' && key.kind === 'number') {
    return object.items.at(key.value) ?? unknown(at);
  }
  return unknown(at);
}

function evaluateBinary(machine: Machine, expr: Expr & { kind: 'binary' }, scope: Scope): Value {
  const left = machine.evaluate(expr.left, scope);
  if (expr.operator === 'and' || expr.operator === 'or') {
    return evaluateLogic(machine, expr.operator, left, () => machine.evaluate(expr.right, scope));
  }
  const right = machine.evaluate(expr.right, scope);
  const plain = likeliest(right);
  // `'X' in os.environ` asks whether a variable is set; it needs none.
  if (plain.kind === 'external' && plain.dotted === 'os.environ' && expr.operator.endsWith('in')) {
    return unknown(left.at);
  }
  // `None + 'x'` fails.
  if (expr.operator === '+')
    demand(
      machine,
      [left, right].filter(isMissing).flatMap((value) => readingsOf(value)),
    );
  return applyBinary(expr.operator, left, right);
}

function evaluateLogic(machine: Machine, operator: 'and' | 'or', left: Value, right: () => Value): Value {
  const truth = truthOf(left);
  const decides = operator === 'or';
  if (truth.sure) return truth.value === decides ? left : right();
  if (left.kind !== 'environment') {
    const other = within(machine, 'uncertain', right);
    if (operator === 'and' && truthOf(other).value === false && truthOf(other).sure) return other;
    return truth.value === !decides ? either([other, left]) : either([left, other]);
  }
  // `os.environ.get('X') or 'y'` is a default written differently; a reading there is needed when X is absent.
  const absent = truth.value === false;
  const other = decides && absent ? right() : within(machine, 'uncertain', right);
  if (decides && absent) {
    const plain = likeliest(other);
    for (const reading of left.readings)
      if (reading.default === undefined && plain.kind !== 'none') reading.default = displayText(plain);
  }
  const assumed = truth.value === decides ? left.assumed : truth.value === null ? unknown(left.at) : other;
  const inner = other.kind === 'environment' ? other.readings : [];
  return {
    ...left,
    readings: [...left.readings, ...inner],
    assumed: assumed.kind === 'environment' ? assumed.assumed : assumed,
  };
}

function evaluateUnary(operator: string, value: Value, at: Place): Value {
  if (operator !== 'not') {
    return lift([value], ([plain]) =>
      plain?.kind === 'number' ? number(operator === '-' ? -plain.value : plain.value, at) : unknown(at),
    );
  }
  return lift([value], ([plain]) => {
    const truth = plain === undefined ? null : truthOf(plain).value;
    return truth === null ? unknown(at) : bool(!truth, at);
  });
}

function evaluateConditional(machine: Machine, expr: Expr & { kind: 'conditional' }, scope: Scope): Value {
  const test = machine.evaluate(expr.test, scope);
  const truth = truthOf(test);
  if (truth.sure) return machine.evaluate(truth.value ? expr.then : expr.otherwise, scope);
  const [first, second] = truth.value === false ? [expr.otherwise, expr.then] : [expr.then, expr.otherwise];
  const both = within(machine, 'uncertain', () => [machine.evaluate(first, scope), machine.evaluate(second, scope)]);
  if (test.kind !== 'environment') return either(both);
  noteSwitch(expr, both, test);
  const readings = [
    ...new Set([...test.readings, ...both.flatMap((value) => (value.kind === 'environment' ? value.readings : []))]),
  ];
  const [likely] = both;
  return {
    kind: 'environment',
    readings,
    assumed: likely?.kind === 'environment' ? likely.assumed : (likely ?? unknown()),
    settled: false,
    at: test.at,
  };
}

/** `True if os.environ.get('X') else False` is a switch. */
function noteSwitch(_expr: Expr, both: readonly Value[], test: Value & { kind: 'environment' }): void {
  if (both.every((value) => value.kind === 'bool')) refineType(test.readings, 'bool');
}

function evaluateComprehension(
  machine: Machine,
  expr: Expr & { kind: 'comprehension' },
  scope: Scope,
  at: Place,
): Value {
  const over = machine.evaluate(expr.over, scope);
  if (over.kind === 'environment') refineType(over.readings, 'list');
  return lift([over], ([plain]) => {
    if (plain?.kind === 'off') return list([], true, at);
    if (plain?.kind !== 'list' || plain.items.length > mostRounds) return unknown(at);
    const items: Value[] = [];
    const entries = new Map<string, Value>();
    let complete = plain.complete;
    for (const item of plain.items) {
      const inner: Scope = { names: new Map(), parent: scope, module: scope.module };
      assignName(expr.target, item, inner);
      const kept = expr.tests.map((test) => truthOf(machine.evaluate(test, inner)).value);
      if (kept.includes(false)) continue;
      if (kept.includes(null)) complete = false;
      const element = machine.evaluate(expr.element, inner);
      const key = displayText(likeliest(element));
      if (expr.value === null) items.push(element);
      else if (key !== null) entries.set(key, machine.evaluate(expr.value, inner));
    }
    return expr.form === 'dict' ? dict(entries, complete, at) : list(items, complete, at);
  });
}

/** Gives a name, or each name of a tuple, its value. */
export function assignName(target: Expr, value: Value, scope: Scope): void {
  if (target.kind === 'name') scope.names.set(target.name, value);
  if (target.kind !== 'sequence') return;
  const plain = likeliest(value);
  for (const [index, part] of target.items.entries()) {
    const item = plain.kind === 'list' && plain.complete ? plain.items[index] : undefined;
    assignName(
      part,
      item ?? (value.kind === 'environment' ? { ...value, assumed: unknown(value.at) } : unknown(value.at)),
      scope,
    );
  }
}
