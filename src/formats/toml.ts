/** Reads TOML: in, text; out, plain data, or where it went wrong. */

import { parse, TomlError } from 'smol-toml';

export type TomlTable = { readonly [key: string]: unknown };

export type TomlResult =
  | { readonly ok: true; readonly data: TomlTable }
  /** `line` counts from 1; `reason` is one line. */
  | { readonly ok: false; readonly line: number; readonly reason: string };

/** Parses TOML text. Never throws; a byte order mark is ignored. */
export function parseToml(text: string): TomlResult {
  try {
    return { ok: true, data: parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'not TOML';
    return { ok: false, line: error.line, reason };
  }
}
