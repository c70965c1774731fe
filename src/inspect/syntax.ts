/** The nouns of a Python module as far as settings need them: plain data, made by `statements.ts` and `expressions.ts`. */

export interface Argument {
  readonly name: string | null;
  /** 1 for `*args`, 2 for `**options`. */
  readonly stars: 0 | 1 | 2;
  readonly value: Expr;
}

export interface Parameter {
  readonly name: string;
  readonly stars: 0 | 1 | 2;
  readonly default: Expr | null;
}

interface At {
  readonly line: number;
}

export type Expr =
  | ({ readonly kind: 'name'; readonly name: string } & At)
  | ({ readonly kind: 'text'; readonly text: string } & At)
  | ({ readonly kind: 'format'; readonly parts: readonly (string | Expr)[] } & At)
  | ({ readonly kind: 'number'; readonly value: number } & At)
  | ({ readonly kind: 'bool'; readonly value: boolean } & At)
  | ({ readonly kind: 'none' } & At)
  | ({ readonly kind: 'sequence'; readonly form: 'list' | 'tuple' | 'set'; readonly items: readonly Expr[] } & At)
  | ({ readonly kind: 'star'; readonly value: Expr } & At)
  | ({
      readonly kind: 'dict';
      readonly entries: readonly { readonly key: Expr | null; readonly value: Expr }[];
    } & At)
  | ({ readonly kind: 'call'; readonly callee: Expr; readonly args: readonly Argument[] } & At)
  | ({ readonly kind: 'attribute'; readonly object: Expr; readonly name: string } & At)
  | ({ readonly kind: 'index'; readonly object: Expr; readonly index: Expr } & At)
  | ({ readonly kind: 'binary'; readonly operator: string; readonly left: Expr; readonly right: Expr } & At)
  | ({ readonly kind: 'unary'; readonly operator: string; readonly value: Expr } & At)
  | ({ readonly kind: 'conditional'; readonly test: Expr; readonly met: Expr; readonly otherwise: Expr } & At)
  | ({ readonly kind: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expr } & At)
  | ({
      readonly kind: 'comprehension';
      readonly form: 'list' | 'set' | 'dict';
      readonly element: Expr;
      readonly value: Expr | null;
      readonly target: Expr;
      readonly over: Expr;
      readonly tests: readonly Expr[];
    } & At)
  | ({ readonly kind: 'walrus'; readonly name: string; readonly value: Expr } & At)
  | ({ readonly kind: 'other'; readonly parts: readonly Expr[] } & At);

export interface Handler {
  readonly types: Expr | null;
  readonly body: readonly Statement[];
}

export interface FunctionStatement extends At {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expr[];
}

export type Statement =
  | ({ readonly kind: 'assign'; readonly targets: readonly Expr[]; readonly value: Expr } & At)
  | ({ readonly kind: 'update'; readonly target: Expr; readonly operator: string; readonly value: Expr } & At)
  | ({
      readonly kind: 'import';
      readonly names: readonly { readonly module: string; readonly as: string | null }[];
    } & At)
  | ({
      readonly kind: 'from';
      readonly level: number;
      readonly module: string;
      /** Null for `*`. */
      readonly names: readonly { readonly name: string; readonly as: string }[] | null;
    } & At)
  | ({
      readonly kind: 'if';
      readonly test: Expr;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    } & At)
  | ({
      readonly kind: 'try';
      readonly body: readonly Statement[];
      readonly handlers: readonly Handler[];
      readonly otherwise: readonly Statement[];
      readonly finally: readonly Statement[];
    } & At)
  | FunctionStatement
  | ({
      readonly kind: 'class';
      readonly name: string;
      readonly bases: readonly Expr[];
      readonly body: readonly Statement[];
    } & At)
  | ({ readonly kind: 'expression'; readonly value: Expr } & At)
  | ({ readonly kind: 'for'; readonly target: Expr; readonly over: Expr; readonly body: readonly Statement[] } & At)
  | ({ readonly kind: 'while'; readonly test: Expr; readonly body: readonly Statement[] } & At)
  | ({
      readonly kind: 'with';
      readonly items: readonly { readonly value: Expr; readonly as: Expr | null }[];
      readonly body: readonly Statement[];
    } & At)
  | ({ readonly kind: 'return'; readonly value: Expr | null } & At)
  | ({ readonly kind: 'raise' } & At)
  | ({ readonly kind: 'assert'; readonly test: Expr } & At)
  | ({ readonly kind: 'delete'; readonly targets: readonly Expr[] } & At)
  | ({
      readonly kind: 'match';
      readonly subject: Expr;
      /** `patterns` null for the wildcard; `plain` false when a pattern is more than literals. */
      readonly cases: readonly {
        readonly patterns: readonly Expr[] | null;
        readonly body: readonly Statement[];
      }[];
    } & At)
  | ({ readonly kind: 'pass' } & At);

/** A parsed module. `broken` holds the lines of top-level statements that are no Python. */
export interface Module {
  readonly body: readonly Statement[];
  readonly broken: readonly number[];
}

/** Children of an expression, for walks that look for one shape anywhere. */
function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'format':
      return expr.parts.filter((part) => typeof part !== 'string');
    case 'sequence':
      return expr.items;
    case 'dict':
      return expr.entries.flatMap((entry) => (entry.key === null ? [entry.value] : [entry.key, entry.value]));
    case 'call':
      return [expr.callee, ...expr.args.map((arg) => arg.value)];
    case 'attribute':
      return [expr.object];
    case 'index':
      return [expr.object, expr.index];
    case 'binary':
      return [expr.left, expr.right];
    case 'star':
    case 'unary':
    case 'walrus':
      return [expr.value];
    case 'conditional':
      return [expr.test, expr.met, expr.otherwise];
    case 'lambda':
      return [expr.body];
    case 'comprehension':
      return [expr.over, expr.element, ...(expr.value === null ? [] : [expr.value]), ...expr.tests];
    case 'other':
      return expr.parts;
    default:
      return [];
  }
}

/**
 * Every expression of a block, at any depth of statements and of expressions. An assignment appears as a walrus
 * named `=` whose value is the pair of target and value, so that one walk sees both.
 */
export function expressionsOf(body: readonly Statement[]): readonly Expr[] {
  const found: Expr[] = [];
  const statements: Statement[] = [...body].reverse();
  for (let statement = statements.pop(); statement !== undefined; statement = statements.pop()) {
    const waiting = [...headsOf(statement)];
    for (let expr = waiting.pop(); expr !== undefined; expr = waiting.pop()) {
      found.push(expr);
      for (const part of partsOf(expr)) waiting.push(part);
    }
    statements.push(...[...blocksOf(statement)].reverse());
  }
  return found;
}

function headsOf(statement: Statement): readonly Expr[] {
  switch (statement.kind) {
    case 'assign':
      return statement.targets.map((target) => ({
        kind: 'walrus',
        name: '=',
        value: { kind: 'sequence', form: 'tuple', items: [target, statement.value], line: statement.line },
        line: statement.line,
      }));
    case 'update':
      return [statement.target, statement.value];
    case 'if':
    case 'while':
    case 'assert':
      return [statement.test];
    case 'expression':
      return [statement.value];
    case 'for':
      return [statement.over];
    case 'with':
      return statement.items.map((item) => item.value);
    case 'return':
      return statement.value === null ? [] : [statement.value];
    case 'match':
      return [statement.subject];
    case 'class':
      return statement.bases;
    case 'function':
      return statement.decorators;
    default:
      return [];
  }
}

/** The statements directly below a statement. */
function blocksOf(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.body, ...statement.otherwise];
    case 'try':
      return [
        ...statement.body,
        ...statement.handlers.flatMap((handler) => handler.body),
        ...statement.otherwise,
        ...statement.finally,
      ];
    case 'function':
    case 'class':
    case 'for':
    case 'while':
    case 'with':
      return statement.body;
    case 'match':
      return statement.cases.flatMap((branch) => branch.body);
    default:
      return [];
  }
}
