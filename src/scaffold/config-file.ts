/** The first nuages.toml of a project: in, answers and facts; out, its text, with what was found as comments. */

import { type TomlValue, writeTomlKey, writeTomlValue } from '../formats/toml-value.ts';
import type { Decision } from '../model/plan.ts';

/** Keys worth a comment even when nobody decided them, in the order of the file. */
const shown = [
  'name',
  'target',
  'settings',
  'serve',
  'domains',
  'build.python',
  'build.manager',
  'web.workers',
  'web.threads',
  'web.memory',
];

/**
 * Writes the file. What the user answered is set; what was found or is usual stands beside it as a comment, to be uncommented.
 * @param answers dotted key to value
 * @param decisions of the plan made with these answers
 */
export function writeConfigFile(answers: ReadonlyMap<string, TomlValue>, decisions: readonly Decision[]): string {
  const keys = [...new Set([...shown, ...answers.keys()])];
  const tables = new Map<string, string[]>();
  for (const key of keys) {
    const line = writeLine(
      key,
      answers.get(key),
      decisions.find((decision) => decision.key === key),
    );
    const [table, last] = splitKey(key);
    if (line)
      tables.set(table, [
        ...(tables.get(table) ?? []),
        `${line.comment ? '# ' : ''}${writeTomlKey(last)} = ${line.text}`,
      ]);
  }
  const blocks = [...tables].map(([table, lines]) => (table === '' ? lines : [`[${table}]`, ...lines]).join('\n'));
  return `${[header, ...blocks, footer].join('\n\n')}\n`;
}

const header = `# How this project is put into production by nuages. Every key: docs/config.md of nuages.
# A line that is commented out shows what was found or is usual; it counts without being written here.`;

const footer = `# [variables]             plain environment variables of the site; secrets belong into .env.production
# [env.staging]           the same keys again for another environment`;

function splitKey(key: string): readonly [string, string] {
  const dot = key.lastIndexOf('.');
  return dot < 0 ? ['', key] : [key.slice(0, dot), key.slice(dot + 1)];
}

function writeLine(
  key: string,
  answer: TomlValue | undefined,
  decision: Decision | undefined,
): { readonly comment: boolean; readonly text: string } | undefined {
  if (answer !== undefined) return { comment: false, text: writeTomlValue(answer) };
  const value = key === 'target' ? 'local' : decision?.value;
  if (value === undefined || value === null || value === '') return undefined;
  // Sizes are decided in bytes and written in megabytes.
  const written = key === 'web.memory' ? `${Math.round(Number(value) / 1024 ** 2)}MB` : value;
  const found = decision?.from === 'fact' && decision.at ? `   # found at ${decision.at.file}:${decision.at.line}` : '';
  return { comment: true, text: `${writeTomlValue(written)}${found}` };
}
