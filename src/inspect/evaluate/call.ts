/** Calls functions: in, a call and the names in force; out, its result, the project's own functions inlined. */

import type { Place } from '../../model/problem.ts';
import type { Argument, Expr, Parameter } from '../syntax.ts';
import { callBound, callExternal } from './builtins.ts';
import { externalBases } from './classes.ts';
import { makeInstance } from './instance.ts';
import { type Machine, within } from './machine.ts';
import { dict, either, likeliest, list, none, type Scope, unknown, type Value } from './value.ts';

const mostCalls = 24;

export function evaluateCall(machine: Machine, expr: Expr & { kind: 'call' }, scope: Scope, at: Place): Value {
  const callee = machine.evaluate(expr.callee, scope);
  const { args, named } = evaluateArguments(machine, expr.args, scope);
  if (callee.kind === 'external') return tied(callExternal(machine, { dotted: callee.dotted, args, named, at }), args);
  if (callee.kind === 'method') return callBound(machine, callee, { args, named, at });
  if (callee.kind === 'reader')
    return callBound(machine, { kind: 'method', object: callee, name: '__call__', at }, { args, named, at });
  if (callee.kind === 'path' || callee.kind === 'instance')
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
    else if (argument.stars === 1 && plain.kind === 'list') for (const item of plain.items) args.push(item);
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
  if (callee.kind === 'class') return callClass(machine, callee, args, named);
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

/** An object of the project; of a class that descends from outside code, what that code would make. */
function callClass(
  machine: Machine,
  callee: Value & { kind: 'class' },
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  if (machine.depth >= mostCalls) return unknown(callee.at);
  const [base] = externalBases(callee).filter((name) => !/^object$|(^|\.)(ABC|Generic|Protocol)$/.test(name));
  if (base === undefined) return makeInstance(machine, callee, args, named);
  return callExternal(machine, { dotted: base, args, named, at: callee.at ?? { file: '', line: 1 } });
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
