/** Reads `.env` files: in, text; out, names with values and lines, and the lines that are none. */

export interface DotenvEntry {
  readonly name: string;
  readonly value: string;
  /** Where the entry begins, counted from 1. */
  readonly line: number;
}

export interface DotenvFile {
  readonly entries: readonly DotenvEntry[];
  readonly malformed: readonly { readonly line: number; readonly reason: string }[];
}

interface Value {
  readonly value: string;
  /** Index after the value, on its line's end. */
  readonly end: number;
  readonly problem?: string;
}

const start = /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*=[^\S\n]*/y;
const plain = /[^\n]*/y;

/**
 * Parses dotenv text as Python's and Docker's readers do where they agree: `export` is allowed, quotes may span lines,
 * double quotes know `\n \r \t \" \\ \$`, ` #` begins a comment after an unquoted value. `$` is left alone: what expands
 * it differs from reader to reader. CRLF and a byte order mark are accepted.
 */
export function parseDotenv(raw: string): DotenvFile {
  const text = raw.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const entries: DotenvEntry[] = [];
  const malformed: { line: number; reason: string }[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const rest = matchAt(plain, text, at)?.[0] ?? '';
    const match = matchAt(start, text, at);
    let end = at + rest.length;
    if (match !== null) {
      const value = readValue(text, at + match[0].length);
      end = value.end;
      if (value.problem) malformed.push({ line, reason: value.problem });
      // No process can be given such a value, and no program expects one in a file.
      else if (value.value.includes('\0')) malformed.push({ line, reason: 'the value holds a zero byte' });
      else entries.push({ name: match[1] ?? '', value: value.value, line });
    } else if (!/^\s*(#|$)/.test(rest)) {
      malformed.push({ line, reason: 'expected NAME=value' });
    }
    line += text.slice(at, end).split('\n').length;
    at = end + 1;
  }
  return { entries, malformed };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readValue(text: string, at: number): Value {
  const quote = text[at];
  if (quote === '"' || quote === "'" || quote === '`') return readQuoted(text, at, quote);
  const rest = matchAt(plain, text, at)?.[0] ?? '';
  return { value: rest.replace(/(^|\s+)#.*$/, '').trim(), end: at + rest.length };
}

function readQuoted(text: string, at: number, quote: string): Value {
  const lineEnd = at + (matchAt(plain, text, at)?.[0].length ?? 0);
  const close = findClose(text, at + 1, quote);
  if (close < 0) return { value: '', end: lineEnd, problem: `the ${quote} is never closed` };
  const rest = matchAt(plain, text, close + 1)?.[0] ?? '';
  const end = close + 1 + rest.length;
  if (!/^\s*(#.*)?$/.test(rest)) return { value: '', end, problem: `text after the closing ${quote}` };
  const inner = text.slice(at + 1, close);
  return { value: quote === '"' ? readEscapes(inner) : inner, end };
}

function findClose(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

function readEscapes(text: string): string {
  return text.replace(/\\(.)/gs, (whole, letter: string) => escapes[letter] ?? whole);
}
