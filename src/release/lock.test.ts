/** The lock on a real folder: in, claims of the living and the dead; out, who gets it. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../model/shell.ts';
import { createWorld } from '../system/world.ts';
import { type Claim, readHolder, takeLock } from './lock.ts';

let folder: string;
let warnings: string[];
let world: World;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'nuages-lock-')), 'lock');
  warnings = [];
  const real = createWorld();
  world = { ...real, terminal: { ...real.terminal, warn: (text) => void warnings.push(text) } };
});

/** Writes a claim as another process would have. */
function claimAs(fence: number, part: Partial<Claim>): void {
  const claim: Claim = {
    owner: `somebody@${hostname()}`,
    pid: process.pid,
    processStart: 'another start',
    verb: 'up',
    since: '2026-11-21T06:00:00.000Z',
    expires: new Date(Date.now() + 60_000).toISOString(),
    released: false,
    ...part,
  };
  writeFileSync(join(folder, String(fence)), JSON.stringify(claim));
}

describe('a lock', () => {
  test('is refused to a second one with exit code 75, naming who holds it and since when', async () => {
    const lock = await takeLock(world, folder, 'up', false);
    const second = takeLock(world, folder, 'rollback', false);
    await expect(second).rejects.toMatchObject({ exitCode: 75, problems: [{ code: 'locked' }] });
    await expect(second).rejects.toThrow(new RegExp(`@${hostname()} is already at it: up, pid ${process.pid}, since`));
    lock.release();
    (await takeLock(world, folder, 'rollback', false)).release();
  });

  test('counts up, so that an owner who was overtaken notices', async () => {
    const first = await takeLock(world, folder, 'up', false);
    const second = await takeLock(world, folder, 'up', true);
    expect(second.fence).toBe(first.fence + 1);
    expect(warnings.join()).toContain('as asked');
    expect(() => first.check()).toThrow('another run has taken over the lock');
    expect(() => second.check()).not.toThrow();
    first.release();
    expect(await readHolder(world, folder)).toMatchObject({ verb: 'up' });
    second.release();
    expect(await readHolder(world, folder)).toBeUndefined();
  });

  test('of a dead process is taken over, and that is said', async () => {
    (await takeLock(world, folder, 'up', false)).release();
    claimAs(2, { pid: 2 ** 22 + 1 });
    const lock = await takeLock(world, folder, 'up', false);
    expect(lock.fence).toBe(3);
    expect(warnings.join()).toContain('that process has ended');
    lock.release();
  });

  test('of a process whose number was used again is taken over', async () => {
    (await takeLock(world, folder, 'up', false)).release();
    claimAs(2, {});
    (await takeLock(world, folder, 'up', false)).release();
    expect(warnings.join()).toContain('that process has ended');
  });

  test('of another host holds until it expires', async () => {
    (await takeLock(world, folder, 'up', false)).release();
    claimAs(2, { owner: 'somebody@elsewhere' });
    await expect(takeLock(world, folder, 'up', false)).rejects.toThrow('somebody@elsewhere');
    claimAs(2, { owner: 'somebody@elsewhere', expires: '2026-01-01T00:00:00.000Z' });
    (await takeLock(world, folder, 'up', false)).release();
    expect(warnings.join()).toContain('expired');
  });

  test('whose claim cannot be read is free', async () => {
    (await takeLock(world, folder, 'up', false)).release();
    writeFileSync(join(folder, '7'), '{"owner": "somebo');
    expect(await readHolder(world, folder)).toBeUndefined();
    const lock = await takeLock(world, folder, 'up', false);
    expect(lock.fence).toBe(8);
    lock.release();
  });

  test('is not ours once somebody has taken over', async () => {
    const first = await takeLock(world, folder, 'up', false);
    expect(first.holds()).toBe(true);
    const second = await takeLock(world, folder, 'up', true);
    expect([first.holds(), second.holds()]).toEqual([false, true]);
    second.release();
  });

  test('is let go without a word on a disk that takes nothing', async () => {
    const lock = await takeLock(world, folder, 'up', false);
    // A folder in the place of the draft, so that nothing can be written for this claim.
    mkdirSync(join(folder, `1.${process.pid}.draft`));
    expect(() => lock.release()).not.toThrow();
  });

  test('is got by exactly one of many that ask at once', async () => {
    const asked = Array.from({ length: 8 }, () => takeLock(world, folder, 'up', false));
    const outcomes = await Promise.allSettled(asked);
    const locks = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(locks).toHaveLength(1);
    locks[0]?.value.release();
    expect(readdirSync(folder)).toEqual(['1']);
    expect(JSON.parse(readFileSync(join(folder, '1'), 'utf8'))).toMatchObject({ released: true });
  });
});
