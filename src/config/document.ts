/** What is generated from the schema: in, nothing; out, the texts of schema.json and docs/config.md. */

import { z } from 'zod';
import { configSchema } from './schema.ts';

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** JSON Schema of nuages.toml, for editors. Defaults that depend on the project are words, so they are left to the document. */
export function writeSchema(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', override: dropDefault });
  return `${JSON.stringify({ title: 'nuages.toml', ...schema }, null, 2)}\n`;
}

function dropDefault({ jsonSchema }: { jsonSchema: { default?: unknown } }): void {
  delete jsonSchema.default;
}

/** The page that lists every key. */
export function writeDocument(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;
  const entries = Object.entries(schema.properties ?? {});
  const plain = entries.filter(([, { properties }]) => properties === undefined);
  const tables = entries.flatMap(([name, table]) => listTables(name, table));
  return `${[
    introduction,
    '## Keys of the file',
    writeTable(plain),
    ...tables.flatMap(([name, table]) => [
      `## \`[${name}]\``,
      table.description ?? '',
      writeTable(Object.entries(table.properties ?? {})),
    ]),
    sizing,
  ].join('\n\n')}\n`;
}

/** A table, or, where it holds only tables, those. */
function listTables(name: string, table: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const below = Object.entries(table.properties ?? {});
  if (below.length === 0) return [];
  if (below.every(([, { properties }]) => properties !== undefined)) {
    return below.flatMap(([inner, value]) =>
      listTables(`${name}.${inner}`, { description: `Options of the target ${inner}.`, ...value }),
    );
  }
  return [[name, table]];
}

function writeTable(keys: readonly (readonly [string, JsonSchema])[]): string {
  const rows = keys.map(([key, value]) => {
    const example = value.examples?.[0] === undefined ? '' : ` Example: \`${JSON.stringify(value.examples[0])}\`.`;
    return `| \`${key}\` | ${describeType(value)} | ${describeDefault(value.default)} | ${value.description ?? ''}${example} |`;
  });
  return ['| Key | Type | Without it | Meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function describeType({ type, enum: choices, items, anyOf }: JsonSchema): string {
  if (choices) return choices.map((choice) => `\`"${String(choice)}"\``).join(', ');
  if (anyOf) return 'size';
  if (type === 'array') return `list of ${describeType(items ?? {})}`;
  return (
    { string: 'text', integer: 'whole number', boolean: '`true`, `false`', object: 'table' }[type ?? ''] ??
    type ??
    'any'
  );
}

function describeDefault(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return 'none';
  return typeof value === 'string' && /[a-z]\s|^gunicorn;/i.test(value) ? value : `\`${String(value)}\``;
}

const introduction = `# nuages.toml

Generated from the schema by \`npm run generate\`; a test fails when it is stale.

Nothing here has to be written: what is left out is found in the project or is usual, and \`nuages plan --explain\` shows each value,
where it came from and why. The file is \`nuages.toml\` in the folder that nuages is run on, or \`[tool.nuages]\` in \`pyproject.toml\`; both at
once is an error. A flag wins over the file, the file over what was found, that over the usual value. A key that is not known, or a
wrong value, stops everything, with its line. \`schema.json\` gives editors the same knowledge.

## Environments

\`[env.staging]\` holds the same keys again, laid over those of the file when \`--env staging\` is given. Without the flag the
environment is \`production\`. An environment is known by its block or by a file \`.env.<name>\`.

## Values of variables

The site gets the variables that its own settings read. Their values come, first to last, from

1. the environment of whoever runs nuages (only names that the settings read, that \`[variables]\` has, or that are canonical:
   \`SECRET_KEY\`, \`DATABASE_URL\`, \`REDIS_URL\`, \`ALLOWED_HOSTS\`, \`DJANGO_DEBUG\`),
2. \`.env.<environment>\`,
3. \`.env\`,
4. \`[variables]\` in nuages.toml.

An empty value counts as none. A value under a canonical name also reaches the project's own name: \`DATABASE_URL\` fills
\`POSTGRES_PASSWORD\`, \`SECRET_KEY\` fills \`DJANGO_SECRET_KEY\`. A secret key that nobody gives is made once and kept. In production a
secret with a value that everybody knows (\`django-insecure-...\`, \`changeme\`) is refused. \`$\` in a file is left as it is.

## Rendered files

\`nuages render\` keeps the text that it wrote in \`.nuages/base/\`. A file that you have edited is merged with the next version, line by
line. Where both changed the same lines your file stays as it is and the new text is written beside it as \`<file>.new\`; take over what
you want and delete that file. A file that nuages did not write is never overwritten.`;

const sizing = `## Sizes

Workers: one for each core that the container may use, two at least (one can be replaced while the other serves), twelve at most, and no more than
fit twice into 80 % of its memory, because two releases run side by side in a rollout. Threads: four for each worker, one for ASGI. Where the
database server grants fewer connections than both releases could hold (PostgreSQL 97, MySQL 151 unless \`database.connections\` says otherwise, three of
them left for migrations and a shell), threads are reduced first, then workers. What you set stays, with a warning where it does not fit.`;
