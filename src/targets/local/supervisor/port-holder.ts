/** Who has a port: in, its number; out, the program that listens on it, where this can be known. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Problem } from '../../../model/problem.ts';
import type { Shell } from '../../../model/shell.ts';

export interface PortHolder {
  readonly pid: number;
  readonly program: string;
}

/**
 * Why an address cannot be listened on, for the supervisor and for whoever looks before it starts one.
 * @param reason the code of the system's refusal
 */
export async function describeListenFailure(
  shell: Shell,
  { host, port }: { readonly host: string; readonly port: number },
  reason: string,
): Promise<Problem> {
  const level = 'error';
  if (reason === 'EADDRINUSE') {
    const holder = await findPortHolder(shell, port);
    const by = holder === undefined ? '' : ` by ${holder.program} (process ${holder.pid})`;
    const fix = `stop that program, or choose another port: --port ${port < 65_535 ? port + 1 : 8000}`;
    return { level, code: 'port-in-use', message: `port ${port} is in use${by}`, fix };
  }
  if (reason === 'EACCES') {
    const message = `this user may not listen on port ${port}`;
    return { level, code: 'cannot-listen', message, fix: 'choose one above 1023: --port 8000' };
  }
  const isElsewhere = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(reason);
  const message = isElsewhere
    ? `${host} is no address of this machine`
    : `cannot listen on ${host}:${port} (${reason})`;
  return { level, code: 'cannot-listen', message, fix: 'choose another: --host 127.0.0.1, or 0.0.0.0 for all' };
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

/** The program's name only: arguments may hold what is not ours to show. Node calls its main thread by a name of its own. */
function readName(pid: number): string {
  const name = readQuietly(`/proc/${pid}/comm`).trim();
  return name === 'MainThread' ? basename(readLinkQuietly(`/proc/${pid}/exe`)) || name : name;
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
