/** `npm run generate`: in, the schema of nuages.toml; out, schema.json and docs/config.md. */

import { writeFileSync } from 'node:fs';
import { writeDocument, writeSchema } from '../src/config/document.ts';

const root = new URL('../', import.meta.url);
for (const [path, text] of [
  ['schema.json', writeSchema()],
  ['docs/config.md', writeDocument()],
] as const) {
  writeFileSync(new URL(path, root), text);
  process.stdout.write(`${path}\n`);
}
