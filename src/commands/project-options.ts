/** The flags that say how a project runs: in, a verb's options; out, the same as a configuration that wins over the file. */

import type { PartialWrittenConfig } from '../config/index.ts';
import { exitCode, UserError } from '../model/problem.ts';
import type { OptionValue, VerbOption } from './verb.ts';

/** What a user may say of the code itself: the facts of inspect follow it. */
export const answerOptions: readonly VerbOption[] = [
  { flags: '--env <name>', summary: 'environment: its [env.<name>] and .env.<name> (production)' },
  { flags: '--manage <path>', summary: 'path of manage.py, where several are found' },
  { flags: '--settings <module>', summary: 'settings module of production' },
  { flags: '--configuration <class>', summary: 'class of django-configurations in it' },
  { flags: '--serve <interface>', summary: 'wsgi or asgi' },
  { flags: '--wsgi <callable>', summary: 'WSGI callable, mysite.wsgi.application' },
  { flags: '--asgi <callable>', summary: 'ASGI callable, mysite.asgi.application' },
  { flags: '--variable <pair...>', summary: 'plain variables of the site, STAGE=production' },
];

/** Every answer that a file can give is a flag too; these are the ones that questions ask for. */
export const projectOptions: readonly VerbOption[] = [
  ...answerOptions,
  { flags: '--target <name>', summary: 'where it runs (local)' },
  { flags: '--name <name>', summary: 'name of the site' },
  { flags: '--domain <name...>', summary: 'names the site answers to; the first is canonical' },
  { flags: '--workers <number>', summary: 'web processes' },
  { flags: '--threads <number>', summary: 'threads of each web process' },
];

/** Keys of the root that a flag of the same name gives as text. */
const textKeys = ['target', 'name', 'settings', 'configuration', 'serve', 'wsgi', 'asgi'] as const;

/**
 * Flags as a written configuration; loadConfig judges the values.
 * @throws UserError with exit code 2 for a variable without a value
 */
export function readProjectFlags(options: Readonly<Record<string, OptionValue>>): PartialWrittenConfig {
  const written: Record<string, unknown> = {};
  for (const key of textKeys) if (typeof options[key] === 'string') written[key] = options[key];
  if (typeof options.manage === 'string') written['manage-py'] = options.manage;
  if (Array.isArray(options.domain)) written.domains = [...options.domain];
  if (Array.isArray(options.variable)) written.variables = Object.fromEntries(options.variable.map(readPair));
  const sizes = [
    ['workers', options.workers],
    ['threads', options.threads],
  ].flatMap(([key, value]) => (typeof value === 'string' ? [[key, readNumber(value)]] : []));
  return sizes.length > 0 ? { ...written, web: Object.fromEntries(sizes) } : written;
}

/** The environment's name, if one was given. */
export function readEnvironment(options: Readonly<Record<string, OptionValue>>): string | undefined {
  return typeof options.env === 'string' ? options.env : undefined;
}

function readPair(pair: string): readonly [name: string, value: string] {
  const sign = pair.indexOf('=');
  if (sign > 0) return [pair.slice(0, sign), pair.slice(sign + 1)];
  const message = `--variable ${pair} is no NAME=value`;
  const fix = 'write --variable STAGE=production; secrets belong into .env.production';
  throw new UserError({ level: 'error', code: 'bad-variable', message, fix }, exitCode.usage);
}

/** What is no number stays text, for the schema to refuse by name. */
function readNumber(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
