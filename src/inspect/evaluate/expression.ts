/** Evaluates expressions without running them: in, an expression and the names in force; out, a value. */

import type { Place } from '../../model/problem.ts';
import type { Expr } from '../syntax.ts';
import { externalAttribute } from './builtins.ts';
import { evaluateCall } from './call.ts';
import { evaluateComprehension } from './comprehension.ts';
import { callMember, memberOf } from './instance.ts';
import { lift } from './lift.ts';
import { evaluateBinary, evaluateConditional, evaluateUnary } from './logic.ts';
import type { Machine } from './machine.ts';
import { displayText } from './operators.ts';
import { parentPath } from './paths.ts';
import { nameplace, readVariable } from './readers.ts';
import {
  bool,
  dict,
  isCertain,
  likeliest,
  list,
  none,
  number,
  type Scope,
  text,
  unknown,
  type Value,
} from './value.ts';

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
    default:
      return evaluateCompound(machine, expr, scope, at);
  }
}

type Compound = Extract<
  Expr,
  { kind: 'binary' | 'unary' | 'conditional' | 'lambda' | 'comprehension' | 'walrus' | 'star' | 'other' }
>;

function evaluateCompound(machine: Machine, expr: Compound, scope: Scope, at: Place): Value {
  switch (expr.kind) {
    case 'binary':
      return evaluateBinary(machine, expr, scope);
    case 'unary':
      return evaluateUnary(expr.operator, machine.evaluate(expr.value, scope), at);
    case 'conditional':
      return evaluateConditional(machine, expr, scope);
    case 'lambda':
      return { kind: 'lambda', parameters: expr.parameters, body: expr.body, scope, at };
    case 'comprehension':
      return evaluateComprehension(machine, expr, scope, at);
    case 'walrus': {
      const value = machine.evaluate(expr.value, scope);
      scope.names.set(expr.name, value);
      return value;
    }
    case 'star':
      return machine.evaluate(expr.value, scope);
    case 'other':
      for (const part of expr.parts) machine.evaluate(part, scope);
      return unknown(at);
  }
}

/** Finds a name from the inside out; what no scope has is a built-in. */
function lookUp(scope: Scope, name: string, at: Place): Value {
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
    if (inner.kind === 'environment' || inner.kind === 'made') return [inner];
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
    case 'instance':
      return memberOf(machine, object, name, at);
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
  if (object.kind === 'instance') return callMember(machine, object, '__getitem__', [index], new Map());
  return lift([object, index], ([plain, key]) => itemOf(plain ?? unknown(at), key ?? unknown(at), at));
}

function itemOf(object: Value, key: Value, at: Place): Value {
  if (object.kind === 'dict' && key.kind === 'text') return object.entries.get(key.text) ?? unknown(at);
  if (object.kind === 'list' && key.kind === 'number') {
    return object.items.at(key.value) ?? unknown(at);
  }
  return unknown(at);
}
