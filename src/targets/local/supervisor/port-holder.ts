/** Who has a port: in, its number; out, the program that listens on it, where this can be known. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Problem } from '../../../model/problem.ts';
import type { Shell } from '../../../model/shell.ts';

export interface PortHolder {
  readonly pid: number;
  readonly program: string;
}

/** The finding that a port is taken, for the supervisor and for whoever looks before it starts one. */
export async function describePortInUse(shell: Shell, port: number): Promise<Problem> {
  const holder = await findPortHolder(shell, port);
  const by = holder === undefined ? '' : ` by ${holder.program} (process ${holder.pid})`;
  return {
    level: 'error',
    code: 'port-in-use',
    message: `port ${port} is in use${by}`,
    fix: 'stop that program, or choose another port with --port',
  };
}

/** @returns undefined when nobody listens, or when it is somebody else's process and hidden from us */
export async function findPortHolder(shell: Shell, port: number): Promise<PortHolder | undefined> {
  return process.platform === 'linux' ? findInProc(port) : askLsof(shell, port);
}

function findInProc(port: number): PortHolder | undefined {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return undefined;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (Number.isInteger(pid) && holdsSocket(pid, inodes)) return { pid, program: readName(pid) };
  }
  return undefined;
}

/** Columns 2, 4 and 10: local address, state (0A listens), inode. `man 5 proc_pid_net` */
function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readQuietly(table).split('\n').slice(1);
  return rows.flatMap((row) => {
    const fields = row.trim().split(/\s+/);
    return fields[1]?.endsWith(suffix) && fields[3] === '0A' && fields[9] !== undefined ? [fields[9]] : [];
  });
}

function holdsSocket(pid: number, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(readLinkQuietly(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    return false;
  }
}

/** The program's name only: arguments may hold what is not ours to show. */
function readName(pid: number): string {
  return readQuietly(`/proc/${pid}/comm`).trim();
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readLinkQuietly(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

async function askLsof(shell: Shell, port: number): Promise<PortHolder | undefined> {
  if ((await shell.which('lsof')) === undefined) return undefined;
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  const { stdout } = await shell.run({ program: 'lsof', args });
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  const program = /^c(.+)$/m.exec(stdout)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), program: program ?? 'unknown' };
}
