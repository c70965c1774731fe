/** One rollout at a time (K20): in, a folder and who asks; out, a numbered claim that expires and can be broken. */

import { hostname } from 'node:os';
import { join } from 'node:path';
import { exitCode, UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { nameOperator } from './operator.ts';

/** Seconds that a claim holds without being renewed. */
const lifetime = 60;

/** What the file of a claim says. */
export interface Claim {
  /** `user@host`. */
  readonly owner: string;
  readonly pid: number;
  /** When that process started, as its system counts, so that a pid used again is not taken for it. */
  readonly processStart: string;
  /** What it is doing: `up`, `rollback`. */
  readonly verb: string;
  readonly since: string;
  readonly expires: string;
  readonly released: boolean;
}

export interface Lock {
  /** Rises with each claim; a rollout whose number is no longer the highest has lost the lock. */
  readonly fence: number;
  /** False once somebody has taken over: then nothing here is ours to undo. */
  holds(): boolean;
  /** @throws UserError `lock-lost` when somebody has taken over. */
  check(): void;
  release(): void;
}

/**
 * Claims are files `<number>` in one folder and the highest number rules: who creates the next one, which the file system
 * allows only once, has the lock. So taking over from a dead owner needs no removal, and cannot race.
 * @param breakLock take it whoever holds it
 * @throws UserError `locked` with exit code 75, naming who and since when
 */
export async function takeLock(world: World, folder: string, verb: string, breakLock: boolean): Promise<Lock> {
  world.disk.makeFolder(folder, 0o700);
  const previous = readLock(world, folder);
  if (previous.claim && !previous.claim.released) {
    const { claim } = previous;
    const dead = await isDead(world, claim);
    if (dead === undefined && !breakLock) throw heldBy(claim);
    world.terminal.warn(
      `took over the lock of ${claim.owner} (${claim.verb}, pid ${claim.pid}): ${dead ?? 'as asked'}`,
    );
  }
  const fence = previous.fence + 1;
  const claim = await newClaim(world, verb);
  if (!world.disk.create(join(folder, String(fence)), format(claim), 0o600)) {
    throw heldBy(readLock(world, folder).claim ?? claim);
  }
  for (const number of numbers(world, folder)) if (number < fence) world.disk.remove(join(folder, String(number)));
  return holdLock(world, folder, fence, claim);
}

/** Who holds the lock now, for `status`; undefined when nobody does. */
export async function readHolder(world: World, folder: string): Promise<Claim | undefined> {
  const { claim } = readLock(world, folder);
  if (!claim || claim.released) return undefined;
  return (await isDead(world, claim)) === undefined ? claim : undefined;
}

function holdLock(world: World, folder: string, fence: number, claim: Claim): Lock {
  const path = join(folder, String(fence));
  const rules = () => Math.max(0, ...numbers(world, folder)) === fence;
  const put = (text: string) => {
    try {
      if (rules()) world.disk.write(path, text, 0o600);
    } catch {
      // A full disk must not hide why the rollout fails: a claim that cannot be written expires, or ends with its process.
    }
  };
  const timer = setInterval(() => put(format({ ...claim, expires: expiry(world) })), (lifetime * 1000) / 3);
  timer.unref();
  return {
    fence,
    holds: rules,
    check: () => {
      if (!rules())
        throw new UserError({ level: 'error', code: 'lock-lost', message: 'another run has taken over the lock' });
    },
    release: () => {
      clearInterval(timer);
      put(format({ ...claim, released: true }));
    },
  };
}

function numbers(world: World, folder: string): readonly number[] {
  return world.disk
    .list(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readLock(world: World, folder: string): { readonly fence: number; readonly claim: Claim | undefined } {
  const fence = Math.max(0, ...numbers(world, folder));
  const text = fence === 0 ? undefined : world.disk.read(join(folder, String(fence)));
  return { fence, claim: text === undefined ? undefined : parseClaim(text) };
}

/** A claim that cannot be read is nobody's: whoever wrote it has no way to prove that it is theirs. */
function parseClaim(text: string): Claim | undefined {
  try {
    return JSON.parse(text) as Claim;
  } catch {
    return undefined;
  }
}

function format(claim: Claim): string {
  return `${JSON.stringify(claim, null, 2)}\n`;
}

function expiry(world: World): string {
  return new Date(world.clock.now().getTime() + lifetime * 1000).toISOString();
}

async function newClaim(world: World, verb: string): Promise<Claim> {
  const owner = nameOperator();
  const processStart = (await startOf(world, process.pid)) ?? '';
  const since = world.clock.now().toISOString();
  return { owner, pid: process.pid, processStart, verb, since, expires: expiry(world), released: false };
}

/** Why a claim no longer counts, or undefined when it does. On another host only its expiry can tell. */
async function isDead(world: World, claim: Claim): Promise<string | undefined> {
  const sameHost = claim.owner.endsWith(`@${hostname()}`);
  if (sameHost && (await startOf(world, claim.pid)) !== claim.processStart) return 'that process has ended';
  return new Date(claim.expires) < world.clock.now() ? `it expired at ${claim.expires}` : undefined;
}

/** The start of a process as its system counts it: field 22 of /proc/PID/stat, elsewhere what ps says. */
async function startOf(world: World, pid: number): Promise<string | undefined> {
  const stat = world.disk.read(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A process that is only waited for by its parent has ended.
    return fields[0] === 'Z' ? undefined : fields[19];
  }
  if (world.disk.exists('/proc/self/stat')) return undefined;
  const { stdout } = await world.shell.run({ program: 'ps', args: ['-o', 'lstart=', '-p', String(pid)] });
  return stdout.trim() || undefined;
}

function heldBy(claim: Claim): UserError {
  const message = `${claim.owner} is already at it: ${claim.verb}, pid ${claim.pid}, since ${claim.since}`;
  const fix = 'wait for it to end; if you are sure that nothing runs there, use --break-lock';
  return new UserError({ level: 'error', code: 'locked', message, fix }, exitCode.tryAgain);
}
