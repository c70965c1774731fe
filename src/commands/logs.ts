/** `nuages logs`: in, a site; out, what its web servers and its supervisor wrote, one line each. */

import { exitCode, UserError } from '../model/problem.ts';
import { openLocalSite } from './local-site.ts';
import { followLog, readLastLines } from './log-lines.ts';
import type { OptionValue, Verb } from './verb.ts';

export const verb: Verb = {
  name: 'logs',
  summary: "show the site's log",
  example: 'nuages logs path/to/project -f -n 100    the last 100 lines, then each new one until Ctrl-C',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [
    { flags: '-f, --follow', summary: 'go on with new lines until Ctrl-C' },
    { flags: '-n, --lines <count>', summary: 'how many of the last lines', default: '50' },
  ],
  run: async ({ args, options, world }) => {
    const { layout } = await openLocalSite(world, args.dir);
    const count = readCount(options.lines);
    if (options.follow === true) await followLog(world, layout.webLog, count, world.signal);
    else for (const line of readLastLines(layout.webLog, count)) world.terminal.result(line);
    return world.signal.aborted ? exitCode.interrupted : exitCode.done;
  },
};

function readCount(value: OptionValue): number {
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  const message = `--lines ${String(value)} is no number`;
  throw new UserError({ level: 'error', code: 'bad-count', message, fix: 'use --lines 50' }, exitCode.usage);
}
