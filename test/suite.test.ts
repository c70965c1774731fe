/** The runner of suites: in, what test tools print and do; out, the counts and verdicts of `npm test`. */

import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { readCounts, runSuites } from '../scripts/suite.ts';

afterEach(() => vi.unstubAllEnvs());

const say = (text: string, code = 0) => [
  process.execPath,
  '-e',
  `console.log(${JSON.stringify(text)}); process.exit(${code})`,
];

test.each([
  [' Test Files  1 failed (1)\n      Tests  2 failed | 10 passed | 3 skipped (15)\n', [10, 2, 3]],
  ['=== 61 passed, 2 skipped, 1 warning in 12.3s ===\n', [61, 0, 2]],
  ['=== 1 failed, 3 passed, 2 errors in 1s ===', [3, 3, 0]],
  ['4 passed, 0 failed\n7 passed, 1 failed, 2 skipped\n', [7, 1, 2]],
  ['nothing counted', [0, 0, 0]],
])('reads the closing line of %j', (output, [passed, failed, skipped]) => {
  expect(readCounts(output)).toEqual({ passed, failed, skipped });
});

test('a suite that counts nothing is one test, by its exit code', async () => {
  const results = await runSuites(
    [
      { name: 'of-test-quiet', command: say('fine'), budgetSeconds: 20 },
      { name: 'of-test-broken', command: say('3 passed, 0 failed', 3), budgetSeconds: 20 },
    ],
    1,
  );
  expect(results.map(({ passed, failed }) => [passed, failed])).toEqual([
    [1, 0],
    [3, 1],
  ]);
  expect(results[1]?.remark).toContain('ended with 3');
});

test('a suite that takes too long is ended with all that it started, and fails', async () => {
  const forever = ['bash', '-c', 'sleep 60 & echo $!; wait'];
  const [result] = await runSuites([{ name: 'of-test-slow', command: forever, budgetSeconds: 0.5 }], 1);
  expect(result?.failed).toBe(1);
  expect(result?.remark).toContain('took longer than its 0.5 s');
  const child = Number(/^\d+$/m.exec(result?.remark ?? '')?.[0]);
  expect(child).toBeGreaterThan(1);
  await expect.poll(() => isRunning(child), { timeout: 5_000 }).toBe(false);
});

test('what a machine cannot run is skipped by name, and fails in CI', async () => {
  const missing = () => ({ what: 'there is no engine', enable: 'install one' });
  const suite = { name: 'of-test-engine', command: say('never'), budgetSeconds: 20, missing };
  vi.stubEnv('CI', '');
  const [skipped] = await runSuites([suite], 1);
  expect(skipped).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
  expect(skipped?.remark).toBe('of-test-engine: there is no engine. To run it: install one');
  vi.stubEnv('CI', 'true');
  const [failed] = await runSuites([suite], 1);
  expect(failed).toMatchObject({ failed: 1, skipped: 0 });
});

/** A process that has ended but was not waited for by its new parent still answers signals: look at its state where there is /proc. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return existsSync('/proc/self/stat') ? !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) : true;
  } catch {
    return false;
  }
}
