/** The local shell on real programs: in, commands; out, what they saw and said. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../model/secret.ts';
import { createLocalShell } from './shell.ts';

const shell = createLocalShell({
  PATH: process.env.PATH,
  HOME: '/nowhere',
  DJANGO_SETTINGS_MODULE: 'other',
  API_TOKEN: 'x',
});
const node = (script: string) => ({ program: process.execPath, args: ['-e', script] });

/** A zombie waits for whoever adopts it and counts as ended. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (existsSync('/proc/self/stat')) return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
  return spawnSync('kill', ['-0', String(pid)]).status === 0;
}

describe('the local shell', () => {
  test('gives output and exit code, and treats a failure as a result', async () => {
    const output = await shell.run(node('console.log("out"); console.error("err"); process.exit(3)'));
    expect(output).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  test('hands on a minimal environment and what the command adds', async () => {
    const { stdout } = await shell.run({ ...node('console.log(JSON.stringify(process.env))'), env: { OWN: '1' } });
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(['HOME', 'OWN', 'PATH']);
  });

  test('writes a secret to standard input', async () => {
    const command = { program: 'cat', args: [], input: new Secret('KEY', 'value') };
    expect((await shell.run(command)).stdout).toBe('value');
  });

  test('never takes an argument for shell words', async () => {
    const words = ['$(id)', '; echo', "it's", '*'];
    const { stdout } = await shell.run({
      program: process.execPath,
      args: ['-p', 'process.argv.slice(1).join("|")', ...words],
    });
    expect(stdout).toBe(`${words.join('|')}\n`);
  });

  test('names a program that is missing, and a folder that is', async () => {
    await expect(shell.run({ program: 'no-such-program', args: [] })).rejects.toMatchObject({
      problems: [{ code: 'program-missing', message: 'no-such-program is not installed' }],
    });
    await expect(shell.run({ program: 'cat', args: [], cwd: '/no/such' })).rejects.toMatchObject({
      problems: [{ code: 'folder-missing' }],
    });
    await expect(shell.start({ program: 'no-such-program', args: [] }, { detached: true })).rejects.toThrow(
      'not installed',
    );
  });

  test('ends a program at its time limit', async () => {
    const output = await shell.run({ program: 'sleep', args: ['60'], timeoutSeconds: 0.2 });
    expect(output.status).toBeNull();
  });

  test('ends what runs at Ctrl-C, with exit code 130, and runs nothing after it', async () => {
    const controller = new AbortController();
    const interruptible = createLocalShell(process.env, controller.signal);
    const running = interruptible.run({ program: 'sleep', args: ['60'] });
    setTimeout(() => controller.abort(), 100);
    await expect(running).rejects.toMatchObject({ exitCode: 130 });
    await expect(interruptible.run({ program: 'true', args: [] })).rejects.toMatchObject({ exitCode: 130 });
  });

  test('ends what a started program has started, too, when it is killed', async () => {
    const child =
      'const c = require("node:child_process").spawn("sleep", ["60"]); console.log(c.pid); setInterval(() => {}, 1000);';
    let pid = 0;
    const running = await new Promise<Awaited<ReturnType<typeof shell.start>>>((resolve) => {
      const started = shell.start(node(child), {
        detached: false,
        onLine: (line) => {
          pid = Number(line);
          resolve(started);
        },
      });
    });
    running.signal('SIGKILL');
    expect(await running.exited).toBeNull();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('closes the standard input of a started program when we die', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nuages-shell-'));
    const log = join(folder, 'log');
    const shellModule = new URL('./shell.ts', import.meta.url).pathname;
    const child = `process.stdin.on('end', () => { console.log('lifeline cut'); process.exit() }).resume()`;
    const parent = `const { createLocalShell } = await import(${JSON.stringify(shellModule)});
      await createLocalShell(process.env).start({ program: process.execPath, args: ['-e', ${JSON.stringify(child)}] },
        { detached: false, log: ${JSON.stringify(log)} });
      process.kill(process.pid, 'SIGKILL');`;
    await shell.run({ program: process.execPath, args: ['--input-type=module', '-e', parent] });
    await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 10_000 }).toContain('lifeline cut');
  });
});
