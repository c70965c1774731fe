/** Which process a number means: in, a process id; out, what tells it from a later one with the same number. */

import { readFileSync } from 'node:fs';
import type { Shell } from '../../../model/shell.ts';

/** A process, so that it can be recognised after its number was given to another. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of this machine. */
  readonly started: string;
}

/** @returns undefined when no such process lives (one that is only waited for counts as dead) */
export async function identifyProcess(shell: Shell, pid: number): Promise<ProcessIdentity | undefined> {
  const started = process.platform === 'linux' ? readStartTicks(pid) : await askStartTime(shell, pid);
  return started === undefined ? undefined : { pid, started };
}

export async function isSameProcess(shell: Shell, identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(shell, identity.pid))?.started === identity.started;
}

/** Field 22 counts from the boot, so the boot is part of the answer. `man 5 proc_pid_stat` */
function readStartTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, field 2, may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

async function askStartTime(shell: Shell, pid: number): Promise<string | undefined> {
  const { status, stdout } = await shell.run({ program: 'ps', args: ['-o', 'state=,lstart=', '-p', String(pid)] });
  const words = stdout.trim().split(/\s+/);
  return status !== 0 || words.length < 2 || words[0]?.startsWith('Z') ? undefined : words.slice(1).join(' ');
}
