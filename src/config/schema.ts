/** The schema of nuages.toml: in, nothing; out, what a user may write, with the text that docs/config.md shows. */

import { z } from 'zod';
import { targetNames, targetsSchema } from './target-options.ts';

const dotted = z
  .string()
  .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, { error: 'must be a dotted Python name, such as "mysite.settings"' });
const slug = z
  .string()
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, { error: 'must be lower-case letters, digits and dashes, such as "my-shop"' });
const urlPath = z.string().regex(/^\/[\w./-]*$/, { error: 'must be a path that begins with /' });
const domain = z.string().regex(/^(\*\.)?([a-z0-9_]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i, {
  error: 'must be a domain name without scheme, port or path, such as "shop.example"',
});
const sizeError = 'must be a size: megabytes as a number, or text such as "256MB" or "1GB"';
const size = z.union([z.int().min(1), z.string().regex(/^\d+(\.\d+)?\s*([KMG]i?B|B)$/i, { error: sizeError })], {
  error: sizeError,
});
const count = z.int().min(1);
const seconds = z.int().min(1);
const text = z.string().min(1);

const buildSchema = z.strictObject({
  python: text.optional().meta({
    description: 'Which Python, as a PEP 440 specifier.',
    examples: ['>=3.11,<3.14'],
    default: 'what the project asks for',
  }),
  manager: z
    .enum(['pip', 'pip-tools', 'uv', 'poetry', 'pdm', 'pipenv', 'none'])
    .optional()
    .meta({ description: 'What installs the dependencies.', default: 'by the files of the project' }),
  files: z
    .array(text)
    .optional()
    .meta({ description: 'Requirement files to install, in order.', default: 'what was found' }),
  add: z
    .array(text)
    .optional()
    .meta({
      description: 'Further requirements for production, never written to your lock.',
      examples: [['sentry-sdk>=2']],
      default: [],
    }),
  collectstatic: z.boolean().optional().meta({
    description: 'Whether to run collectstatic.',
    default: 'true when django.contrib.staticfiles is installed',
  }),
  tasks: z
    .array(text)
    .optional()
    .meta({
      description: 'Management commands that make files of the release, after static files are collected.',
      examples: [['compilemessages', 'compress --force']],
      default: 'compress --force where django-compressor works offline',
    }),
});

const webSchema = z.strictObject({
  server: z
    .enum(['gunicorn', 'uvicorn', 'uwsgi'])
    .optional()
    .meta({ description: 'The application server.', default: 'gunicorn; uvicorn for ASGI' }),
  workers: count.optional().meta({ description: 'Processes.', default: 'by cores and memory' }),
  threads: count
    .optional()
    .meta({ description: 'Threads of each process (always 1 for ASGI).', default: 'by cores and memory' }),
  memory: size.optional().meta({ description: 'Memory that one worker needs.', examples: ['256MB'], default: '160MB' }),
  timeout: seconds.optional().meta({ description: 'Seconds after which a request that hangs is ended.', default: 30 }),
  grace: seconds
    .optional()
    .meta({ description: 'Seconds that requests in flight get when a release is stopped.', default: 30 }),
});

const httpSchema = z.strictObject({
  tls: z
    .enum(['none', 'proxy'])
    .optional()
    .meta({ description: 'Who ends TLS: nobody, or a proxy in front.', default: 'by the target' }),
  'trusted-proxies': z
    .array(text)
    .optional()
    .meta({
      description: 'Addresses or networks whose X-Forwarded headers are believed.',
      examples: [['10.0.0.0/8']],
      default: [],
    }),
  'max-body': size.optional().meta({ description: 'Largest request body.', default: '25MB' }),
  alive: urlPath.optional().meta({ description: 'Path that says whether the process lives.', default: '/healthz' }),
  ready: urlPath.optional().meta({ description: 'Path that says whether it can serve.', default: '/readyz' }),
});

const databaseSchema = z.strictObject({
  connections: count.optional().meta({
    description: 'Most connections that the database server grants to this site.',
    default: "the server's own default",
  }),
  'max-age': z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Seconds that a connection is kept between requests.', default: 60 }),
  pool: count.optional().meta({
    description: 'Connections of a pool in each process (PostgreSQL with psycopg 3, Django 5.1 and later).',
    default: 'no pool',
  }),
});

const secretsSchema = z.strictObject({
  export: z.boolean().optional().meta({
    description: 'Puts secrets into the process environment, where child processes inherit them.',
    default: false,
  }),
});

const variablesSchema = z
  .record(
    z.string().regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of an environment variable' }),
    z.union([z.string(), z.number(), z.boolean()], { error: 'must be text, a number or true/false' }),
  )
  .meta({ description: 'Environment variables of the site. Not for secrets: those belong into `.env.<environment>`.' });

const rootShape = {
  name: slug.optional().meta({ description: 'Name of the site.', default: 'by the project' }),
  target: z.enum(targetNames).optional().meta({ description: 'Where it runs.', default: 'local' }),
  'manage-py': text.optional().meta({ description: 'Path of manage.py.', default: 'what was found' }),
  settings: dotted.optional().meta({ description: 'Settings module of production.', default: 'what was found' }),
  configuration: dotted
    .optional()
    .meta({ description: 'Class in it, with django-configurations.', default: 'what was found' }),
  serve: z
    .enum(['wsgi', 'asgi'])
    .optional()
    .meta({ description: 'Which interface serves.', default: 'what was found' }),
  wsgi: dotted
    .optional()
    .meta({ description: 'WSGI callable.', examples: ['mysite.wsgi.application'], default: 'what was found' }),
  asgi: dotted
    .optional()
    .meta({ description: 'ASGI callable.', examples: ['mysite.asgi.application'], default: 'what was found' }),
  domains: z
    .array(domain)
    .optional()
    .meta({
      description: 'Names the site answers to; the first is the canonical one.',
      examples: [['shop.example', 'www.shop.example']],
      default: [],
    }),
  'keep-releases': count.optional().meta({ description: 'Releases kept to go back to.', default: 3 }),
  off: z
    .array(text)
    .optional()
    .meta({
      description: 'Overrides of unsafe settings that are switched off, by name.',
      examples: [['cookies']],
      default: [],
    }),
  build: buildSchema.optional().meta({ description: 'How the Python environment is made.' }),
  web: webSchema.optional().meta({ description: 'The processes that answer requests.' }),
  http: httpSchema.optional().meta({ description: 'Hosts, TLS, limits and health.' }),
  database: databaseSchema.optional().meta({ description: 'Connections to the database.' }),
  secrets: secretsSchema.optional().meta({ description: 'How secrets reach the processes.' }),
  variables: variablesSchema.optional(),
  targets: targetsSchema.optional().meta({ description: 'Options of each target.' }),
};

const environmentSchema = z.strictObject(rootShape);

/** The whole file. `[env.<name>]` holds the same keys again, laid over the root for that environment. */
export const configSchema = z.strictObject({
  ...rootShape,
  env: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'must be lower-case letters, digits and dashes' }),
      environmentSchema,
    )
    .optional()
    .meta({ description: 'Per environment (`[env.staging]`), the same keys again, laid over those of the file.' }),
});

/** What flags say, in the same shape. */
export type PartialWrittenConfig = z.infer<typeof environmentSchema>;
/** The schema of flags and of one environment's block. */
export const partialSchema = environmentSchema;
