/** Processes of this machine, by /proc or ps: in, a process id; out, its descendants and what they can be seen with. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function listProcesses(): Row[] {
  return existsSync('/proc/self/stat') ? readProc() : askPs();
}

function readProc(): Row[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // The name of the program, in brackets, may itself hold brackets and spaces.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }];
    } catch {
      return [];
    }
  });
}

function askPs(): Row[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=', '-ww'], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** All processes below one, with their command lines. */
export function findDescendants(pid: number): Row[] {
  const all = listProcesses();
  const below = (parent: number): Row[] => {
    return all.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  };
  return below(pid);
}

/** The last of each chain: gunicorn's workers, not its master. */
export function findLeaves(pid: number): Row[] {
  const rows = findDescendants(pid);
  return rows.filter((row) => !rows.some(({ parent }) => parent === row.pid));
}

/** Processes that name a folder in their command line. */
export function findNaming(text: string): Row[] {
  return listProcesses().filter(({ command }) => command.includes(text) && !command.startsWith('ps '));
}

/** The environment that a process was started with, as the kernel shows it; empty where there is no /proc. */
export function readEnvironment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
