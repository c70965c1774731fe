/** Whether a file says one of some words: in, its bytes and a pattern of plain letters; out, yes or no. */

/**
 * Of thousands of files few say anything. Bytes taken as Latin-1 are searched twice as fast as decoded text or the bytes
 * themselves, and plain letters are the same in every encoding that Python files have.
 */
export function mentions(bytes: Uint8Array | undefined, words: RegExp): boolean {
  if (bytes === undefined) return false;
  return words.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
}
