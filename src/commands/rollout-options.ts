/** What the words of `up` and `deploy` mean: in, a verb's input; out, a folder, flags of the configuration, and wishes. */

import type { PartialWrittenConfig } from '../config/index.ts';
import { exitCode, UserError } from '../model/problem.ts';
import { projectOptions, readEnvironment, readProjectFlags } from './project-options.ts';
import type { OptionValue, VerbInput, VerbOption } from './verb.ts';

/** The target is chosen by the verb. */
export const rolloutOptions: readonly VerbOption[] = [
  ...projectOptions.filter((option) => !option.flags.startsWith('--target')),
  {
    flags: '--port <number>',
    summary: 'port to listen on, 0 for any free one (where the site listens already, else 8000)',
  },
  { flags: '--host <address>', summary: 'address to listen on (127.0.0.1)' },
  { flags: '--detach', summary: 'leave the site running and return' },
  { flags: '--force', summary: 'make a new release even when nothing has changed' },
  { flags: '--break-lock', summary: 'take the lock whoever holds it' },
  { flags: '--dry-run', summary: 'look for real, print the steps, change nothing' },
  { flags: '--json', summary: 'print the result as JSON' },
];

export interface RolloutOptions {
  readonly folder: string;
  readonly flags: PartialWrittenConfig;
  readonly environment: string | undefined;
  readonly detach: boolean;
  readonly force: boolean;
  readonly breakLock: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** @throws UserError with exit code 2 for words that cannot be meant */
export function readRolloutOptions(input: VerbInput): RolloutOptions {
  const { args, options } = input;
  return {
    folder: args.dir ?? '.',
    flags: readFlags(options),
    environment: readEnvironment(options),
    detach: options.detach === true,
    force: options.force === true,
    breakLock: options.breakLock === true,
    dryRun: options.dryRun === true,
    json: options.json === true,
  };
}

function readFlags(options: VerbInput['options']): PartialWrittenConfig {
  const port = readPort(textOf(options.port));
  const host = textOf(options.host);
  const local = { ...(port === undefined ? {} : { port }), ...(host === undefined ? {} : { host }) };
  const flags = readProjectFlags(options);
  return Object.keys(local).length === 0 ? flags : { ...flags, targets: { local } };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UserError(
    { level: 'error', code: 'bad-port', message: `--port ${text} is no port`, fix: 'use a number from 0 to 65535' },
    exitCode.usage,
  );
}

function textOf(value: OptionValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
