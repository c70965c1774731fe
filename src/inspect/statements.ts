/** Builds statements: in, the text of a Python file; out, its module in the shapes of `syntax.ts`. */

import { buildArguments, buildExpression, buildItems, buildParameters, isContent, sequenceOf } from './expressions.ts';
import { brokenNode, parsePython, type TreeNode } from './python.ts';
import { buildAssign, buildImport } from './simple-statements.ts';
import type { Expr, FunctionStatement, Handler, Module, Statement } from './syntax.ts';

const deepest = 60;

/** Parses a module. Never throws; `broken` tells where the top level is no Python. */
export function parseModule(text: string): Module {
  const tree = parsePython(text);
  return { body: buildBlock(tree.root.kids, tree.text, 0), broken: brokenLines(tree.root) };
}

/** Forms that are Python but that the grammar does not know yet; a mark inside one is no finding. */
const tolerated = new Set([
  'FunctionDefinition',
  'ClassDefinition',
  'WithStatement',
  'ForStatement',
  'MatchStatement',
  'YieldExpression',
  'TypeDefinition',
  'DecoratedStatement',
]);

function brokenLines(root: TreeNode): readonly number[] {
  const lines: number[] = [];
  const waiting: TreeNode[] = [...root.kids];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === brokenNode) lines.push(node.line);
    // A generated list may have more entries than a call takes arguments.
    else if (!tolerated.has(node.type)) for (const kid of node.kids) waiting.push(kid);
  }
  return lines.sort((one, other) => one - other);
}

function buildBlock(nodes: readonly TreeNode[], text: string, depth: number): readonly Statement[] {
  if (depth > deepest) return [];
  return nodes.flatMap((node) =>
    node.type === 'StatementGroup' ? buildBlock(node.kids, text, depth) : buildStatement(node, text, depth),
  );
}

function buildStatement(node: TreeNode, text: string, depth: number): readonly Statement[] {
  const line = node.line;
  const inner = node.kids.filter(isContent);
  const first = inner[0];
  const expression = (child: TreeNode): Expr => buildExpression(child, text);
  switch (node.type) {
    case 'AssignStatement':
      return buildAssign(node, text);
    case 'UpdateStatement': {
      const operator = node.kids.find((kid) => kid.type === 'UpdateOp');
      const value = inner.slice(1).map(expression);
      if (first === undefined || operator === undefined || value.length === 0) return [];
      const sign = text.slice(operator.from, operator.to).slice(0, -1);
      return [{ kind: 'update', target: expression(first), operator: sign, value: sequenceOf(value, line), line }];
    }
    case 'ImportStatement':
      return buildImport(node, text);
    case 'IfStatement':
      return buildIf(node.kids, line, text, depth);
    case 'TryStatement':
      return [buildTry(node, text, depth)];
    case 'DecoratedStatement':
      return buildDecorated(node, text, depth);
    case 'FunctionDefinition':
      return buildFunction(node, text, depth, []);
    case 'ClassDefinition':
      return buildClass(node, text, depth);
    case 'ExpressionStatement':
      return [{ kind: 'expression', value: sequenceOf(buildItems(node.kids, text), line), line }];
    case 'ForStatement':
    case 'WhileStatement':
    case 'WithStatement':
      return buildLoop(node, text, depth);
    default:
      return buildPlainStatement(node, text, depth);
  }
}

function buildPlainStatement(node: TreeNode, text: string, depth: number): readonly Statement[] {
  const line = node.line;
  const inner = node.kids.filter(isContent);
  const values = (): readonly Expr[] => inner.map((child) => buildExpression(child, text));
  const [first] = inner;
  switch (node.type) {
    case 'ReturnStatement':
      return [{ kind: 'return', value: inner.length === 0 ? null : sequenceOf(values(), line), line }];
    case 'RaiseStatement':
      return [{ kind: 'raise', line }];
    case 'AssertStatement':
      return first === undefined ? [] : [{ kind: 'assert', test: buildExpression(first, text), line }];
    case 'DeleteStatement':
      return [{ kind: 'delete', targets: values(), line }];
    case 'MatchStatement':
      return buildMatch(node, text, depth);
    default:
      return [];
  }
}

function bodyOf(node: TreeNode | undefined, text: string, depth: number): readonly Statement[] {
  return node === undefined ? [] : buildBlock(node.kids, text, depth + 1);
}

function buildIf(kids: readonly TreeNode[], line: number, text: string, depth: number): readonly Statement[] {
  const test = kids.find(isContent);
  const body = kids.find((kid) => kid.type === 'Body');
  if (test === undefined || body === undefined || depth > deepest) return [];
  const rest = kids.slice(kids.indexOf(body) + 1);
  const otherwise =
    rest[0]?.type === 'elif'
      ? buildIf(rest.slice(1), rest[0].line, text, depth + 1)
      : bodyOf(
          rest.find((kid) => kid.type === 'Body'),
          text,
          depth,
        );
  return [{ kind: 'if', test: buildExpression(test, text), body: bodyOf(body, text, depth), otherwise, line }];
}

function buildTry(node: TreeNode, text: string, depth: number): Statement {
  let body: readonly Statement[] = [];
  let otherwise: readonly Statement[] = [];
  let last: readonly Statement[] = [];
  const handlers: Handler[] = [];
  let word = '';
  let types: TreeNode[] = [];
  for (const kid of node.kids) {
    if (/^(try|except|else|finally)$/.test(kid.type)) {
      word = kid.type;
      types = [];
    } else if (kid.type === 'Body') {
      const block = bodyOf(kid, text, depth);
      if (word === 'try') body = block;
      else if (word === 'else') otherwise = block;
      else if (word === 'finally') last = block;
      else handlers.push({ types: types.length === 0 ? null : handlerTypes(types, text), body: block });
    } else if (isContent(kid)) types.push(kid);
  }
  return { kind: 'try', body, handlers, otherwise, finally: last, line: node.line };
}

function handlerTypes(nodes: readonly TreeNode[], text: string): Expr {
  const items = nodes.map((node) => buildExpression(node, text));
  return sequenceOf(items, nodes[0]?.line ?? 1);
}

function buildDecorated(node: TreeNode, text: string, depth: number): readonly Statement[] {
  const decorators = node.kids
    .filter((kid) => kid.type === 'Decorator')
    .map((kid): Expr => ({ kind: 'other', parts: buildItems(kid.kids, text), line: kid.line }));
  return node.kids.flatMap((kid) =>
    kid.type === 'FunctionDefinition'
      ? buildFunction(kid, text, depth, decorators)
      : kid.type === 'ClassDefinition'
        ? buildClass(kid, text, depth)
        : [],
  );
}

function nameOf(node: TreeNode, text: string): string | undefined {
  const name = node.kids.find((kid) => kid.type === 'VariableName');
  return name === undefined ? undefined : text.slice(name.from, name.to);
}

function childOf(node: TreeNode, type: string): TreeNode | undefined {
  return node.kids.find((kid) => kid.type === type);
}

function buildFunction(
  node: TreeNode,
  text: string,
  depth: number,
  decorators: readonly Expr[],
): readonly FunctionStatement[] {
  const name = nameOf(node, text);
  if (name === undefined) return [];
  const list = childOf(node, 'ParamList');
  const parameters = list === undefined ? [] : buildParameters(list, text);
  const body = bodyOf(childOf(node, 'Body'), text, depth);
  return [{ kind: 'function', name, parameters, body, decorators, line: node.line }];
}

function buildClass(node: TreeNode, text: string, depth: number): readonly Statement[] {
  const name = nameOf(node, text);
  if (name === undefined) return [];
  const list = childOf(node, 'ArgList');
  const bases = list === undefined ? [] : buildArguments(list, text).flatMap((arg) => (arg.name ? [] : [arg.value]));
  return [{ kind: 'class', name, bases, body: bodyOf(childOf(node, 'Body'), text, depth), line: node.line }];
}

function buildLoop(node: TreeNode, text: string, depth: number): readonly Statement[] {
  const line = node.line;
  const body = bodyOf(childOf(node, 'Body'), text, depth);
  const head = node.kids.slice(
    1,
    node.kids.findIndex((kid) => kid.type === 'Body'),
  );
  const split = head.findIndex((kid) => kid.type === 'in');
  const whole = buildItems(head, text);
  if (node.type === 'ForStatement') {
    const over = sequenceOf(buildItems(head.slice(split + 1), text), line);
    return [{ kind: 'for', target: sequenceOf(buildItems(head.slice(0, split), text), line), over, body, line }];
  }
  const [test] = whole;
  if (node.type === 'WhileStatement') return test === undefined ? [] : [{ kind: 'while', test, body, line }];
  const items: { value: Expr; as: Expr | null }[] = [];
  for (const [index, kid] of head.entries()) {
    if (!isContent(kid)) continue;
    const value = buildExpression(kid, text);
    const before = items.at(-1);
    if (head[index - 1]?.type === 'as' && before !== undefined) before.as = value;
    else items.push({ value, as: null });
  }
  return [{ kind: 'with', items, body, line }];
}

function buildMatch(node: TreeNode, text: string, depth: number): readonly Statement[] {
  const subject = node.kids.find(isContent);
  if (subject === undefined) return [];
  const cases = (childOf(node, 'MatchBody')?.kids ?? [])
    .filter((kid) => kid.type === 'MatchClause')
    .map((clause) => {
      const pattern = clause.kids.find((kid) => kid.type.endsWith('Pattern'));
      return { patterns: patternsOf(pattern, text), body: bodyOf(childOf(clause, 'Body'), text, depth) };
    });
  return [{ kind: 'match', subject: buildExpression(subject, text), cases, line: node.line }];
}

function patternsOf(pattern: TreeNode | undefined, text: string): readonly Expr[] | null {
  if (pattern === undefined || pattern.type === 'CapturePattern') return null;
  if (pattern.type === 'OrPattern') return pattern.kids.flatMap((kid) => patternsOf(kid, text) ?? []);
  return pattern.type === 'LiteralPattern' ? buildItems(pattern.kids, text) : [];
}
