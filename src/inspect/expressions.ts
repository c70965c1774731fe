/** Builds expressions: in, nodes of the parser's tree; out, the shapes of `syntax.ts`. */

import { decodeEscapes, decodeNumber, decodeString, delimitersOf } from './literals.ts';
import type { TreeNode } from './python.ts';
import type { Argument, Expr, Parameter } from './syntax.ts';

/** Deeper than any real settings file; beyond it an expression counts as unreadable instead of exhausting the stack. */
const deepest = 200;

/** Builds one expression. What has no shape of its own becomes `other` with what is inside it. */
export function buildExpression(node: TreeNode, text: string, depth = 0): Expr {
  const line = node.line;
  if (depth > deepest) return { kind: 'other', parts: [], line };
  const build = (child: TreeNode): Expr => buildExpression(child, text, depth + 1);
  const source = (): string => text.slice(node.from, node.to);
  switch (node.type) {
    case 'VariableName':
      return { kind: 'name', name: source(), line };
    case 'String':
      return { kind: 'text', text: decodeString(source()), line };
    case 'FormatString':
      return buildFormat(node, text, depth);
    case 'ContinuedString':
      return joinTexts(node.kids.map(build), line);
    case 'Number':
      return { kind: 'number', value: decodeNumber(source()), line };
    case 'Boolean':
      return { kind: 'bool', value: source() === 'True', line };
    case 'None':
      return { kind: 'none', line };
    case 'ParenthesizedExpression': {
      const inner = node.kids.find(isContent);
      return inner === undefined ? { kind: 'other', parts: [], line } : build(inner);
    }
    case 'ArrayExpression':
      return { kind: 'sequence', form: 'list', items: buildItems(node.kids, text, depth), line };
    case 'TupleExpression':
      return { kind: 'sequence', form: 'tuple', items: buildItems(node.kids, text, depth), line };
    case 'SetExpression':
      return { kind: 'sequence', form: 'set', items: buildItems(node.kids, text, depth), line };
    case 'DictionaryExpression':
      return buildDictionary(node, text, depth);
    default:
      return buildCompound(node, text, depth, build);
  }
}

function buildCompound(node: TreeNode, text: string, depth: number, build: (child: TreeNode) => Expr): Expr {
  const line = node.line;
  const content = node.kids.filter(isContent);
  const [first, second, third] = content;
  switch (node.type) {
    case 'CallExpression': {
      const list = node.kids.find((kid) => kid.type === 'ArgList');
      if (first === undefined || list === undefined) break;
      return { kind: 'call', callee: build(first), args: buildArguments(list, text, depth), line };
    }
    case 'MemberExpression':
      return buildMember(node, text, build);
    case 'BinaryExpression': {
      const [left, right] = [node.kids[0], node.kids.at(-1)];
      if (left === undefined || right === undefined || node.kids.length < 3) break;
      const words = node.kids.slice(1, -1).map((kid) => text.slice(kid.from, kid.to));
      return { kind: 'binary', operator: words.join(' '), left: build(left), right: build(right), line };
    }
    case 'UnaryExpression': {
      const [operator, value] = [node.kids[0], node.kids[1]];
      if (operator === undefined || value === undefined) break;
      return { kind: 'unary', operator: text.slice(operator.from, operator.to), value: build(value), line };
    }
    case 'ConditionalExpression':
      if (first === undefined || second === undefined || third === undefined) break;
      return { kind: 'conditional', met: build(first), test: build(second), otherwise: build(third), line };
    case 'NamedExpression':
      if (first === undefined || second === undefined) break;
      return { kind: 'walrus', name: text.slice(first.from, first.to), value: build(second), line };
    case 'LambdaExpression': {
      const list = node.kids.find((kid) => kid.type === 'ParamList');
      const body = node.kids.at(-1);
      if (body === undefined || !isContent(body)) break;
      return { kind: 'lambda', parameters: list ? buildParameters(list, text) : [], body: build(body), line };
    }
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
      return buildComprehension(node.kids, 'list', line, text, depth);
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return buildComprehension(node.kids, node.type.startsWith('Set') ? 'set' : 'dict', line, text, depth);
  }
  return { kind: 'other', parts: content.map(build), line };
}

/** True for a node that carries meaning, false for punctuation and keywords. */
export function isContent(node: TreeNode): boolean {
  return /^[A-Z]/.test(node.type) && !/Op$|^TypeDef$|^ParamList$|^ArgList$/.test(node.type);
}

/** Items between separators; `*x` becomes a star. */
export function buildItems(kids: readonly TreeNode[], text: string, depth = 0): readonly Expr[] {
  const items: Expr[] = [];
  let starred = false;
  for (const kid of kids) {
    if (isStar(kid, text)) starred = true;
    else if (isContent(kid)) {
      const value = buildExpression(kid, text, depth + 1);
      items.push(starred ? { kind: 'star', value, line: kid.line } : value);
      starred = false;
    }
  }
  return items;
}

function isStar(node: TreeNode, text: string): boolean {
  return node.kids.length === 0 && node.to - node.from <= 2 && /^\*{1,2}$/.test(text.slice(node.from, node.to));
}

function buildDictionary(node: TreeNode, text: string, depth: number): Expr {
  const entries: { key: Expr | null; value: Expr }[] = [];
  let key: Expr | null = null;
  let expanding = false;
  for (const kid of node.kids) {
    if (isStar(kid, text)) expanding = true;
    else if (!isContent(kid)) continue;
    else if (expanding || key !== null) {
      entries.push({ key, value: buildExpression(kid, text, depth + 1) });
      key = null;
      expanding = false;
    } else key = buildExpression(kid, text, depth + 1);
  }
  return { kind: 'dict', entries, line: node.line };
}

function buildMember(node: TreeNode, text: string, build: (child: TreeNode) => Expr): Expr {
  const line = node.line;
  const [object, ...rest] = node.kids;
  if (object === undefined) return { kind: 'other', parts: [], line };
  const property = rest.find((kid) => kid.type === 'PropertyName');
  if (property !== undefined) {
    return { kind: 'attribute', object: build(object), name: text.slice(property.from, property.to), line };
  }
  const inside = rest.filter(isContent);
  const only = inside[0];
  if (only === undefined || inside.length > 1 || rest.some((kid) => kid.type === ':')) {
    return { kind: 'other', parts: [build(object), ...inside.map(build)], line };
  }
  return { kind: 'index', object: build(object), index: build(only), line };
}

/** The arguments of a call. A generator given as the only argument is one argument. */
export function buildArguments(list: TreeNode, text: string, depth = 0): readonly Argument[] {
  if (list.kids.some((kid) => kid.type === 'for')) {
    return [{ name: null, stars: 0, value: buildComprehension(list.kids, 'list', list.line, text, depth) }];
  }
  const args: Argument[] = [];
  let stars: 0 | 1 | 2 = 0;
  for (const [index, kid] of list.kids.entries()) {
    if (isStar(kid, text)) stars = kid.to - kid.from === 1 ? 1 : 2;
    else if (isContent(kid) && list.kids[index + 1]?.type !== 'AssignOp') {
      const before = list.kids[index - 1];
      const name = before?.type === 'AssignOp' ? list.kids[index - 2] : undefined;
      const value = buildExpression(kid, text, depth + 1);
      args.push({ name: name === undefined ? null : text.slice(name.from, name.to), stars, value });
      stars = 0;
    }
  }
  return args;
}

/** The parameters of a function or lambda, annotations left out. */
export function buildParameters(list: TreeNode, text: string): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let stars: 0 | 1 | 2 = 0;
  for (const [index, kid] of list.kids.entries()) {
    if (isStar(kid, text)) stars = kid.to - kid.from === 1 ? 1 : 2;
    else if (kid.type === ',') stars = 0;
    else if (kid.type === 'VariableName' && list.kids[index - 1]?.type !== 'AssignOp') {
      let next = index + 1;
      if (list.kids[next]?.type === 'TypeDef') next += 1;
      const given = list.kids[next]?.type === 'AssignOp' ? list.kids[next + 1] : undefined;
      const name = text.slice(kid.from, kid.to);
      parameters.push({ name, stars, default: given === undefined ? null : buildExpression(given, text) });
    }
  }
  return parameters;
}

function buildComprehension(
  kids: readonly TreeNode[],
  form: 'list' | 'set' | 'dict',
  line: number,
  text: string,
  depth: number,
): Expr {
  const sections: { word: string; nodes: TreeNode[] }[] = [{ word: '', nodes: [] }];
  for (const kid of kids) {
    if (kid.type === 'for' || kid.type === 'in' || kid.type === 'if') sections.push({ word: kid.type, nodes: [] });
    else if (isContent(kid)) sections.at(-1)?.nodes.push(kid);
  }
  const build = (node: TreeNode): Expr => buildExpression(node, text, depth + 1);
  const [head, target, over, ...tests] = sections;
  const [element, value] = head?.nodes.map(build) ?? [];
  const source = over?.nodes[0];
  if (!element || !target || !source || tests.some((section) => section.word !== 'if')) {
    return { kind: 'other', parts: sections.flatMap((section) => section.nodes.map(build)), line };
  }
  return {
    kind: 'comprehension',
    form,
    element,
    value: value ?? null,
    target: sequenceOf(target.nodes.map(build), line),
    over: build(source),
    tests: tests.flatMap((section) => section.nodes.map(build)),
    line,
  };
}

/** One expression as it is, several as the tuple that Python makes of them. */
export function sequenceOf(items: readonly Expr[], line: number): Expr {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'sequence', form: 'tuple', items, line };
}

function joinTexts(parts: readonly Expr[], line: number): Expr {
  if (parts.every((part) => part.kind === 'text')) {
    return { kind: 'text', text: parts.map((part) => part.text).join(''), line };
  }
  const pieces = parts.flatMap((part) =>
    part.kind === 'text' ? [part.text] : part.kind === 'format' ? part.parts : [part],
  );
  return { kind: 'format', parts: pieces, line };
}

function buildFormat(node: TreeNode, text: string, depth: number): Expr {
  const { prefix, quote } = delimitersOf(text.slice(node.from, node.to));
  const parts: (string | Expr)[] = [];
  let at = node.from + prefix.length + quote.length;
  const push = (to: number): void => {
    const raw = text.slice(at, to).replaceAll('{{', '{').replaceAll('}}', '}');
    if (raw !== '') parts.push(prefix.includes('r') ? raw : decodeEscapes(raw));
  };
  for (const kid of node.kids.filter((child) => child.type === 'FormatReplacement')) {
    push(kid.from);
    const inner = kid.kids.find(isContent);
    if (inner !== undefined) parts.push(buildExpression(inner, text, depth + 1));
    at = kid.to;
  }
  push(Math.max(at, node.to - quote.length));
  return { kind: 'format', parts, line: node.line };
}
