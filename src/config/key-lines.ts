/** Where the keys of a TOML text stand: in, text that parses; out, the line of each key and table, which the parser does not tell. */

/** Looks up the line of a key path, counted from 1: that of the nearest parent that is written where it is not itself. */
export type KeyLines = (path: readonly string[]) => number;

/** Scans a TOML text once. Keys inside inline tables count as standing where their table begins. */
export function scanKeyLines(text: string): KeyLines {
  const lines = new Map<string, number>();
  let table: readonly string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const end = endOfStatement(text, at);
    const statement = text.slice(at, end);
    const line = countLines(text, at + (statement.length - statement.trimStart().length));
    const trimmed = statement.trim();
    if (trimmed.startsWith('[')) {
      table = readKeyPath(trimmed.replace(/^\[\[?/, '').trimStart());
      remember(lines, table, line);
    } else if (trimmed !== '' && !trimmed.startsWith('#')) {
      remember(lines, [...table, ...readKeyPath(trimmed)], line);
    }
    at = end + 1;
  }
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(join(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return 1;
  };
}

/** The first mention counts; a dotted key also mentions its parents. */
function remember(lines: Map<string, number>, path: readonly string[], line: number): void {
  for (let length = 1; length <= path.length; length++) {
    const key = join(path.slice(0, length));
    if (!lines.has(key)) lines.set(key, line);
  }
}

function join(path: readonly string[]): string {
  return path.join('\0');
}

function countLines(text: string, end: number): number {
  return text.slice(0, end).split('\n').length;
}

const part = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*(\.?)\s*/;

/** The dotted key at the start of a text. Escapes in quoted keys stay as written: nobody needs them here. */
function readKeyPath(text: string): string[] {
  const path: string[] = [];
  let rest = text;
  for (;;) {
    const match = part.exec(rest);
    if (match === null) return path;
    path.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (match[4] !== '.') return path;
    rest = rest.slice(match[0].length);
  }
}

const opening = /"""|'''|"|'|[[{]|[\]}]|#|\n/g;

/** Index of the line end that ends the statement which begins at `start`: not one in a string or in brackets. */
function endOfStatement(text: string, start: number): number {
  let depth = 0;
  opening.lastIndex = start;
  for (;;) {
    const match = opening.exec(text);
    if (match === null) return text.length;
    const token = match[0];
    if (token === '\n' && depth <= 0) return match.index;
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    else if (token === '#') opening.lastIndex = endOf(text, '\n', opening.lastIndex) - 1;
    else if (token !== '\n') opening.lastIndex = endOfString(text, token, opening.lastIndex);
  }
}

function endOfString(text: string, quote: string, start: number): number {
  const escapes = quote.startsWith('"');
  let at = start;
  while (at < text.length) {
    if (escapes && text[at] === '\\') at += 2;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else at++;
  }
  return text.length;
}

/** Index after the next `mark`, or after the end of the text plus one when there is none. */
function endOf(text: string, mark: string, start: number): number {
  const index = text.indexOf(mark, start);
  return index < 0 ? text.length + 1 : index + mark.length;
}
