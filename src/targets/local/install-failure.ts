/** Why an installation failed: in, what pip or uv said; out, an error that names the requirement, the index or the disk. */

import type { Place } from '../../model/problem.ts';
import { UserError } from '../../model/problem.ts';
import type { Output } from '../../model/shell.ts';
import type { DependencyFile } from './requirements.ts';

/** How many of an installer's last lines are worth showing. */
const mostLines = 12;

/** Names the requirement, by what pip and uv say of a version that is not there or a build that fails. */
export function installFailure(
  output: Output,
  args: readonly string[],
  files: readonly DependencyFile[] = [],
): UserError {
  const said = `${output.stdout}\n${output.stderr}`;
  if (/No space left on device|ENOSPC|os error 28/.test(said)) return diskFull();
  const host = nameUnreachable(said);
  if (host !== undefined) return indexUnreachable(host, said, files);
  const culprit = nameCulprit(said);
  const what = culprit === undefined ? `(${args.join(' ')})` : `: ${culprit}`;
  return new UserError({
    level: 'error',
    code: 'install-failed',
    message: `the requirements do not install ${what}\n${lastLines(said)}`.replace(' :', ':'),
    fix: 'mend the requirement in the project, or the network, and run the same command again',
  });
}

/** The server of an index that nothing came from, as it was never reached. pip names the index apart from the reason. */
function nameUnreachable(said: string): string | undefined {
  const isAway =
    /NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError|SSLError|dns error|connect error/;
  if (!isAway.test(said) || !/from versions: none|Could not fetch URL|Failed to fetch|Request failed/.test(said))
    return undefined;
  const named = /host='([^']+)'/.exec(said)?.[1] ?? /https?:\/\/([^\s/'"`,)>]+)/.exec(said)?.[1];
  // The address may hold a password.
  return named?.replace(/^.*@/, '');
}

function indexUnreachable(host: string, said: string, files: readonly DependencyFile[]): UserError {
  const reason = lastReason(said);
  const at = placeOfIndex(host, files);
  const other =
    at === undefined
      ? 'name another index in PIP_INDEX_URL or UV_INDEX_URL'
      : 'change the line, which goes before PIP_INDEX_URL';
  return new UserError({
    level: 'error',
    code: 'index-unreachable',
    message: `packages could not be fetched from ${host}${reason === undefined ? '' : `: ${reason}`}`,
    at,
    fix: `see that this machine reaches ${host}, or ${other}; then run the same command again`,
  });
}

/** A requirements file may name an index (`-i`, `--index-url`, `--extra-index-url`). */
function placeOfIndex(host: string, files: readonly DependencyFile[]): Place | undefined {
  for (const { path, text } of files) {
    const index = text
      .split('\n')
      .findIndex((line) => /^\s*(-i\b|--(extra-)?index-url\b)/.test(line) && line.includes(host));
    if (index >= 0) return { file: path, line: index + 1 };
  }
  return undefined;
}

/** What the system said last, `[Errno -2] Name or service not known`. */
function lastReason(said: string): string | undefined {
  return [...said.matchAll(/(\[Errno -?\d+\] [^')\n]+|certificate verify failed[^')\n]*|timed out)/g)]
    .at(-1)?.[1]
    ?.trim();
}

const culprits = [
  /No matching distribution found for (\S[^\n(]*)/,
  /Because ([A-Za-z0-9_.-]+) was not found/,
  /Because there is no version of (\S+)/,
  /Failed (?:to build|building wheel for) [`']?([A-Za-z0-9_.=<>~-]+)/,
  /Invalid requirement: '([^']+)'/,
  /Could not open requirements file: (.*)/,
  /hashes? .*\n?.*\b([a-z0-9_.-]+==\S+)/i,
];

function nameCulprit(said: string): string | undefined {
  return culprits.map((pattern) => pattern.exec(said)?.[1]?.trim()).find((name) => name !== undefined);
}

/** Without what pip says at length and that is never the reason. */
export function lastLines(said: string): string {
  const lines = said
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(\[notice\]|ERROR: Ignored the following|Looking in links)/.test(line));
  return lines
    .slice(-mostLines)
    .map((line) => `| ${line.slice(0, 300)}`)
    .join('\n');
}

export function diskFull(): UserError {
  const message = 'no space was left on the disk while packages were installed';
  const fix = 'make room, then run the same command again';
  return new UserError({ level: 'error', code: 'disk-full', message, fix });
}
