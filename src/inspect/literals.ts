/** Decodes Python's string and number literals: in, the text as written; out, the value. */

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/** How a literal is delimited: what stands before and after its content. */
export function delimitersOf(literal: string): { readonly prefix: string; readonly quote: string } {
  const match = /^([A-Za-z]{0,3})('''|"""|'|")/.exec(literal);
  return { prefix: (match?.[1] ?? '').toLowerCase(), quote: match?.[2] ?? '' };
}

/** The value of a string literal, prefix and quotes included. An unclosed literal gives what is there. */
export function decodeString(literal: string): string {
  const { prefix, quote } = delimitersOf(literal);
  const start = prefix.length + quote.length;
  const closed = literal.length >= start + quote.length && literal.endsWith(quote);
  const content = literal.slice(start, closed ? literal.length - quote.length : undefined);
  return prefix.includes('r') ? content : decodeEscapes(content);
}

/** Replaces backslash escapes as Python does; unknown ones stay as they are. */
export function decodeEscapes(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|\r?([\s\S]))/g,
    (whole: string, hex?: string, short?: string, long?: string, octal?: string, other?: string) => {
      const code = hex ?? short ?? long;
      if (code !== undefined) return characterOf(Number.parseInt(code, 16), whole);
      if (octal !== undefined) return characterOf(Number.parseInt(octal, 8), whole);
      return simpleEscapes[other ?? ''] ?? whole;
    },
  );
}

function characterOf(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** The value of a number literal, NaN for a complex one. */
export function decodeNumber(literal: string): number {
  const text = literal.replaceAll('_', '').toLowerCase();
  return text.endsWith('j') ? Number.NaN : Number(text);
}
