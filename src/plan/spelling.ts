/** Values as the settings expect them: in, truth or a list; out, the text for one variable. */

import type { Variable } from '../model/project.ts';

const falseWords = /^(|0|false|off|no|none|n|f)$/i;

/**
 * How to say "no" to a variable, or undefined when leaving it unset says it: `bool(os.environ.get('X'))` takes the text
 * `False` for true, so a default of no is never spelt out.
 */
export function spellFalse(variable: Variable): string | undefined {
  const isOff = variable.default === null ? !variable.required : falseWords.test(variable.default);
  if (isOff) return undefined;
  return { bool: 'False', int: '0', float: '0', json: 'false' }[variable.type as string] ?? '';
}

/** How to say "yes": the word that the settings compare with, else Python's own. */
export function spellTrue(variable: Variable): string {
  if (variable.trueWord !== undefined) return variable.trueWord;
  return { int: '1', float: '1', json: 'true' }[variable.type as string] ?? 'True';
}

/** True for the words that people and libraries use for yes. */
export function isTrueWord(word: string): boolean {
  return /^(1|true|on|yes|y|t)$/i.test(word.trim());
}

/** A list as JSON or joined by the separator that the settings split at. */
export function spellList(variable: Variable, items: readonly string[]): string {
  if (variable.type === 'json') return JSON.stringify(items);
  return items.join(variable.separator ?? guessSeparator(variable.default));
}

/** A default with spaces or semicolons but no comma tells the separator. */
function guessSeparator(text: string | null): string {
  if (text === null || text.includes(',')) return ',';
  if (/\S;\S/.test(text)) return ';';
  return /\S\s+\S/.test(text.trim()) ? ' ' : ',';
}

/** Reads a list that somebody gave, whatever it is joined with. */
export function readList(text: string): readonly string[] {
  return text
    .replace(/^\[|\]$/g, '')
    .split(/[,;\s]+/)
    .map((item) => item.replace(/^["']|["']$/g, ''))
    .filter((item) => item !== '');
}
