/** Reads Python source: in, text; out, a plain tree of named nodes and the places the parser could not follow. */

import { parser } from '@lezer/python';

/** One node of the concrete tree. `kids` is empty for a token. */
export interface TreeNode {
  readonly type: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly kids: readonly TreeNode[];
}

interface GrowingNode extends TreeNode {
  readonly kids: GrowingNode[];
}

/** A parsed file: its root, its text as parsed, and the lines of what is no Python. */
export interface PythonTree {
  readonly root: TreeNode;
  readonly text: string;
}

/** What the parser calls a piece it could not follow. */
export const brokenNode = '⚠';

const largestText = 2_000_000;

/**
 * Parses Python without running it. Never throws: what is no Python becomes a node of type `brokenNode`.
 * A byte order mark and form feeds are blanked, since the parser stumbles over both; text over 2 MB is cut.
 */
export function parsePython(source: string): PythonTree {
  const text = source
    .slice(0, largestText)
    .replace(/^\uFEFF/, '')
    .replace(/\f/g, ' ');
  const lineAt = lineFinder(text);
  const cursor = parser.parse(text).cursor();
  const root = grow(cursor.name, cursor.from, cursor.to, 1);
  const open: GrowingNode[] = [root];
  // The cursor walks without recursion, so that nesting thousands of levels deep cannot exhaust the stack.
  let entered = cursor.firstChild();
  if (!entered) return { root, text };
  while (open.length > 0) {
    const parent = open[open.length - 1];
    if (parent === undefined) break;
    const node = grow(cursor.name, cursor.from, cursor.to, lineAt(cursor.from));
    if (cursor.name !== 'Comment') parent.kids.push(node);
    entered = cursor.firstChild();
    if (entered) {
      open.push(node);
      continue;
    }
    while (!cursor.nextSibling()) {
      open.pop();
      if (open.length === 0 || !cursor.parent()) return { root, text };
    }
  }
  return { root, text };
}

function grow(type: string, from: number, to: number, line: number): GrowingNode {
  return { type, from, to, line, kids: [] };
}

/** Gives a function from offset to line (from 1), by binary search over the line starts. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
