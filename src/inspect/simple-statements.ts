/** Builds assignments and imports: in, nodes of the parser's tree; out, the shapes of `syntax.ts`. */

import { buildItems, sequenceOf } from './expressions.ts';
import type { TreeNode } from './python.ts';
import type { Statement } from './syntax.ts';

export function buildAssign(node: TreeNode, text: string): readonly Statement[] {
  const groups: TreeNode[][] = [[]];
  for (const kid of node.kids) {
    if (kid.type === 'AssignOp') groups.push([]);
    else if (kid.type !== 'TypeDef') groups.at(-1)?.push(kid);
  }
  const built = groups.map((group) => {
    const items = buildItems(group, text);
    const tuple = items.length !== 1 || group.some((kid) => kid.type === ',');
    return tuple
      ? ({ kind: 'sequence', form: 'tuple', items, line: node.line } as const)
      : sequenceOf(items, node.line);
  });
  const value = built.at(-1);
  // `NAME: type` alone has no value; a value that could not be parsed is an empty tuple of a broken node.
  if (value === undefined || built.length < 2) return [];
  return [{ kind: 'assign', targets: built.slice(0, -1), value, line: node.line }];
}

export function buildImport(node: TreeNode, text: string): readonly Statement[] {
  const words = node.kids.map((kid) => text.slice(kid.from, kid.to)).filter((word) => word !== '(' && word !== ')');
  const line = node.line;
  if (words[0] !== 'from') {
    const names = splitNames(words.slice(1)).map(({ name, as }) => ({ module: name, as }));
    return [{ kind: 'import', names, line }];
  }
  const at = words.indexOf('import');
  const path = words.slice(1, at < 0 ? undefined : at).join('');
  const level = /^\.*/.exec(path)?.[0].length ?? 0;
  const rest = at < 0 ? [] : words.slice(at + 1);
  const names = rest.includes('*') ? null : splitNames(rest).map(({ name, as }) => ({ name, as: as ?? name }));
  return [{ kind: 'from', level, module: path.slice(level), names, line }];
}

function splitNames(words: readonly string[]): readonly { readonly name: string; readonly as: string | null }[] {
  const groups: string[][] = [[]];
  for (const word of words) word === ',' ? groups.push([]) : groups.at(-1)?.push(word);
  return groups
    .filter((group) => group.length > 0)
    .map((group) => {
      const at = group.indexOf('as');
      return { name: group.slice(0, at < 0 ? undefined : at).join(''), as: at < 0 ? null : (group[at + 1] ?? null) };
    });
}
