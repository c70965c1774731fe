/** Writes TOML values and keys: in, plain data; out, text that a TOML parser reads back as the same. */

export type TomlValue = string | number | boolean | readonly string[];

/** One value on one line. A JSON string is a TOML basic string, but for DEL, which JSON leaves bare. */
export function writeTomlValue(value: TomlValue): string {
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\u007F', '\\u007F');
  if (typeof value === 'object') return `[${value.map(writeTomlValue).join(', ')}]`;
  return String(value);
}

/** A key, quoted where it must be. */
export function writeTomlKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : writeTomlValue(key);
}
