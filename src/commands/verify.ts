/** `nuages verify URL`: in, the URL of a site; out, one line for each probe and exit code 1 when a promise is broken. */

import { exitCode, UserError } from '../model/problem.ts';
import { formatReport, isKept, verifySite } from '../verify/index.ts';
import type { OptionValue, Verb } from './verb.ts';

export const verb: Verb = {
  name: 'verify',
  summary: 'check from outside which promises of the contract a running site keeps',
  example: 'nuages verify https://shop.example.com    reads some pages and says what is kept, broken or unseen',
  arguments: [{ name: 'url', summary: 'URL of the site, with its scheme', required: true }],
  options: [
    { flags: '--path <path...>', summary: 'page to begin with (default: the path of the URL)' },
    { flags: '--alive <path>', summary: 'path that says whether the site is alive (default: /healthz, if there)' },
    { flags: '--ready <path>', summary: 'path that says whether the site is ready (default: /readyz, if there)' },
    { flags: '--resolve <address>', summary: 'connect to this address, whatever the name resolves to' },
    { flags: '--insecure', summary: 'accept any certificate' },
    { flags: '--timeout <seconds>', summary: 'for the whole run', default: '60' },
    { flags: '--strict', summary: 'exit with 1 also when something could not be seen' },
    { flags: '--json', summary: 'print the report as JSON' },
  ],
  run: async ({ args, options, world }) => {
    const report = await verifySite(args.url ?? '', {
      world,
      timeoutSeconds: readSeconds(options.timeout),
      paths: Array.isArray(options.path) ? options.path : undefined,
      health: readHealth(options.alive, options.ready),
      resolve: readText(options.resolve),
      insecure: options.insecure === true,
    });
    world.terminal.result(options.json === true ? JSON.stringify(report, null, 2) : formatReport(report));
    return isKept(report, options.strict === true) ? exitCode.done : exitCode.refused;
  },
};

function readHealth(alive: OptionValue, ready: OptionValue): { alive: string; ready: string } | undefined {
  if (alive === undefined && ready === undefined) return undefined;
  return { alive: readText(alive) ?? '/healthz', ready: readText(ready) ?? '/readyz' };
}

function readText(value: OptionValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readSeconds(value: OptionValue): number {
  const seconds = Number(value ?? 60);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new UserError(
    { level: 'error', code: 'no-number', message: `--timeout ${String(value)} is no number of seconds` },
    exitCode.usage,
  );
}
