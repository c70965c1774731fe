/** What a Python expression can be worth without running it: plain values, values from the environment, alternatives, unknowns. */

import type { Place } from '../../model/problem.ts';
import type { Expr, FunctionStatement, Parameter, Statement } from '../syntax.ts';
import type { Reading } from './reading.ts';

/** Names in force: a module's, a class body's or a function's; looked up outwards. */
export interface Scope {
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  readonly module: ModuleName;
}

/** A file of the project and its dotted name. */
export interface ModuleName {
  readonly dotted: string;
  readonly file: string;
}

/** One evaluated file of the project. */
export interface ModuleRecord extends ModuleName {
  readonly scope: Scope;
}

export type Library = 'django-environ' | 'environs' | 'decouple';

/** The type and default that a reader object declares for a variable ahead of reading it. */
export interface Declared {
  readonly type: Value | null;
  readonly default: Value | null;
}

interface Located {
  readonly at: Place | null;
}

export type Value =
  | ({ readonly kind: 'text'; readonly text: string } & Located)
  | ({ readonly kind: 'number'; readonly value: number } & Located)
  | ({ readonly kind: 'bool'; readonly value: boolean } & Located)
  | ({ readonly kind: 'none' } & Located)
  /** `complete` false: there may be more items than these. */
  | ({ readonly kind: 'list'; readonly items: readonly Value[]; readonly complete: boolean } & Located)
  | ({ readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Value>; readonly complete: boolean } & Located)
  /** A pathlib path; texts hold paths too. Paths of the project begin with `sourceRoot`. */
  | ({ readonly kind: 'path'; readonly text: string } & Located)
  /**
   * Comes from variables. `assumed` is its worth in a production environment that sets none of the optional ones;
   * `settled` when that is certain (DEBUG is off).
   */
  | ({
      readonly kind: 'environment';
      readonly readings: readonly Reading[];
      readonly assumed: Value;
      readonly settled: boolean;
    } & Located)
  /** The content of a variable that means "off", whatever its type. */
  | ({ readonly kind: 'off' } & Located)
  /** Several are possible; the first is the likeliest. */
  | ({ readonly kind: 'either'; readonly options: readonly Value[] } & Located)
  /** Something of a module that is not part of the project, by its dotted name. */
  | ({ readonly kind: 'external'; readonly dotted: string } & Located)
  /** What calling something external gave. */
  | ({
      readonly kind: 'made';
      readonly dotted: string;
      readonly args: readonly Value[];
      readonly named: ReadonlyMap<string, Value>;
    } & Located)
  | ({
      readonly kind: 'reader';
      readonly library: Library;
      readonly declared: ReadonlyMap<string, Declared>;
    } & Located)
  | ({ readonly kind: 'function'; readonly definition: FunctionStatement; readonly scope: Scope } & Located)
  | ({
      readonly kind: 'lambda';
      readonly parameters: readonly Parameter[];
      readonly body: Expr;
      readonly scope: Scope;
    } & Located)
  | ({
      readonly kind: 'class';
      readonly name: string;
      readonly bases: readonly Value[];
      readonly body: readonly Statement[];
      readonly members: ReadonlyMap<string, Value>;
    } & Located)
  /** An object of such a class; its fields change as its methods run. */
  | ({
      readonly kind: 'instance';
      readonly of: Value & { readonly kind: 'class' };
      readonly fields: Map<string, Value>;
    } & Located)
  | ({ readonly kind: 'module'; readonly record: ModuleRecord } & Located)
  /** A method not yet called. */
  | ({ readonly kind: 'method'; readonly object: Value; readonly name: string } & Located)
  | ({ readonly kind: 'unknown' } & Located);

/** Stands for the folder of the project in paths, so that they are the same wherever it lies. */
export const sourceRoot = '/{source}';

export function unknown(at: Place | null = null): Value {
  return { kind: 'unknown', at };
}

export function text(content: string, at: Place | null = null): Value {
  return { kind: 'text', text: content, at };
}

export function bool(value: boolean, at: Place | null = null): Value {
  return { kind: 'bool', value, at };
}

export function number(value: number, at: Place | null = null): Value {
  return Number.isNaN(value) ? unknown(at) : { kind: 'number', value, at };
}

export function none(at: Place | null = null): Value {
  return { kind: 'none', at };
}

export function list(items: readonly Value[], complete = true, at: Place | null = null): Value {
  return { kind: 'list', items, complete, at };
}

export function dict(
  entries: ReadonlyMap<string, Value> | readonly (readonly [string, Value])[],
  complete = true,
  at: Place | null = null,
): Value {
  return { kind: 'dict', entries: new Map(entries), complete, at };
}

const mostOptions = 6;

/** Several possible values as one; equal ones are told once, nested alternatives are laid flat. */
export function either(options: readonly Value[], at: Place | null = null): Value {
  const flat: Value[] = [];
  for (const option of options.flatMap((value) => (value.kind === 'either' ? value.options : [value]))) {
    if (flat.length < mostOptions && !flat.some((other) => sameValue(other, option))) flat.push(option);
  }
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind: 'either', options: flat, at };
}

function sameValue(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.kind === 'text' && other.kind === 'text') return one.text === other.text;
  if (one.kind === 'path' && other.kind === 'path') return one.text === other.text;
  if (one.kind === 'number' && other.kind === 'number') return one.value === other.value;
  if (one.kind === 'bool' && other.kind === 'bool') return one.value === other.value;
  return one.kind === other.kind && (one.kind === 'none' || one.kind === 'unknown');
}

/** The likeliest plain value: variables as assumed, the first alternative. */
export function likeliest(value: Value | undefined): Value {
  if (value === undefined) return unknown();
  if (value.kind === 'environment') return likeliest(value.assumed);
  if (value.kind === 'either') return likeliest(value.options[0]);
  return value;
}

/** True when the value is known whatever the environment holds. */
export function isCertain(value: Value): boolean {
  switch (value.kind) {
    case 'environment':
      return value.settled;
    case 'list':
      return value.complete && value.items.every(isCertain);
    case 'dict':
      return value.complete;
    case 'text':
    case 'number':
    case 'bool':
    case 'none':
    case 'path':
    case 'external':
    case 'class':
      return true;
    default:
      return false;
  }
}

/** The variables that a value is made of, looked for inside lists, dictionaries and alternatives too. */
export function readingsOf(value: Value, depth = 0): readonly Reading[] {
  if (depth > 8) return [];
  const below = (inner: Value): readonly Reading[] => readingsOf(inner, depth + 1);
  switch (value.kind) {
    case 'environment':
      return value.readings;
    case 'either':
      return value.options.flatMap(below);
    case 'list':
      return value.items.flatMap(below);
    case 'dict':
      return [...value.entries.values()].flatMap(below);
    case 'instance':
      return [...value.fields.values()].flatMap(below);
    case 'made':
      return [...value.args, ...value.named.values()].flatMap(below);
    default:
      return [];
  }
}
