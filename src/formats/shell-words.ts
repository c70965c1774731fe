/** Shell quoting: in, words; out, a line that a POSIX shell reads back as the same words. */

/** Quotes one word where it needs it. An apostrophe ends the quotes, is escaped, and begins them again. */
function quoteShellWord(word: string): string {
  if (word !== '' && /^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line of words. */
export function joinShellWords(words: readonly string[]): string {
  return words.map(quoteShellWord).join(' ');
}
