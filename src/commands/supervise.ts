/** `nuages supervise`, hidden: in, a run folder and a port; out, a site that serves until it is stopped. Started by `up`, not by people. */

import { exitCode, UserError } from '../model/problem.ts';
import { supervise } from '../targets/local/supervisor/supervise.ts';
import type { Verb, VerbInput } from './verb.ts';

export const verb: Verb = {
  name: 'supervise',
  summary: 'keep a local site running (used by up)',
  example: 'nuages supervise .nuages/run --host 127.0.0.1 --port 8000 --web-log .nuages/logs/web.log',
  arguments: [{ name: 'folder', summary: 'the run folder of the site', required: true }],
  options: [
    { flags: '--host <address>', summary: 'address to listen on', default: '127.0.0.1' },
    { flags: '--port <number>', summary: 'port to listen on, 0 for any', default: '8000' },
    { flags: '--web-log <file>', summary: 'file for what the web servers write' },
    { flags: '--resume', summary: 'start the recorded release again' },
  ],
  run: async (input) => {
    const folder = input.args.folder ?? '.';
    const webLog = readText(input, 'webLog') ?? `${folder}/web.log`;
    const host = readText(input, 'host') ?? '127.0.0.1';
    const resume = input.options.resume === true;
    await supervise(input.world, { runFolder: folder, host, port: readPort(input), webLog, resume });
    return exitCode.done;
  },
};

function readText(input: VerbInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}

function readPort(input: VerbInput): number {
  const text = readText(input, 'port') ?? '8000';
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  const message = `${text} is no port`;
  throw new UserError({ level: 'error', code: 'bad-port', message, fix: 'give one from 0 to 65535' }, exitCode.usage);
}
