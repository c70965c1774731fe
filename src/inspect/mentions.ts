/** Whether a file says any of some words: in, its bytes; out, yes or no. */

/** Bytes are searched before they are decoded: of thousands of files few say anything, and decoding them would take the most time of all. */
export function mentions(bytes: Uint8Array | undefined, words: readonly string[]): boolean {
  if (bytes === undefined) return false;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return words.some((word) => buffer.includes(word));
}
