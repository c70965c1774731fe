/** The command line as a person meets it: in, words typed to the launcher; out, stdout, stderr and the exit code. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { verbs } from '../src/commands/list.ts';

const launcher = resolve('bin/nuages.js');
const scratch = mkdtempSync(join(tmpdir(), 'nuages-cli-'));
const shown = verbs.filter((verb) => !verb.hidden);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function nuages(...args: readonly string[]): Run {
  return node([launcher, ...args]);
}

function node(args: readonly string[], env: Record<string, string> = {}): Run {
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', ...env } });
}

/** A file that is loaded before the launcher and makes the process seem another. */
function pretend(name: string, text: string): string {
  const path = join(scratch, `${name}.cjs`);
  writeFileSync(path, text);
  return path;
}

const windows = () => pretend('windows', "Object.defineProperty(process, 'platform', { value: 'win32' });");
const oldNode = () =>
  pretend(
    'old',
    `Object.defineProperty(process, 'version', { value: 'v18.19.0' });
     Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.0' } });
     Object.defineProperty(process, 'execPath', { value: '/bin/sh' });`,
  );

describe('help', () => {
  test('names each verb with its summary and loads none of them', () => {
    const coverage = join(scratch, 'coverage');
    const { status, stdout } = node([launcher, '--help'], { NODE_V8_COVERAGE: coverage });
    expect(status).toBe(0);
    for (const { name } of shown) expect(stdout).toMatch(new RegExp(`^ +${name} .*\\S`, 'm'));
    const loaded = readdirSync(coverage)
      .map((name) => readFileSync(join(coverage, name), 'utf8'))
      .join('');
    expect(loaded).toContain('src/commands/list.ts');
    for (const { name } of verbs) expect(loaded).not.toContain(`src/commands/${name}.ts`);
    expect(loaded).not.toContain('node_modules/zod');
  });

  test('of a verb has its example, and is the same either way it is asked for', () => {
    for (const { name } of shown) {
      const { status, stdout } = nuages(name, '--help');
      expect(status).toBe(0);
      expect(stdout).toContain(`Example:\n  nuages ${name}`);
    }
    expect(nuages('help', 'plan').stdout).toBe(nuages('plan', '--help').stdout);
  });

  test('of the list and of the verbs say the same', async () => {
    for (const entry of verbs) {
      const { verb } = await entry.load();
      expect([verb.name, verb.summary]).toEqual([entry.name, entry.summary]);
    }
  });

  test('of README.md has the same verbs', () => {
    const rows = shown.map(({ name, summary }) => `| \`${name}\` | ${summary} |`).join('\n');
    expect(readFileSync('README.md', 'utf8')).toContain(`| verb | what it does |\n|---|---|\n${rows}\n<!-- /verbs -->`);
  });
});

describe('usage', () => {
  test.each([
    [['inspct'], 'Did you mean inspect?'],
    [['inspect', '--jsno'], 'Did you mean --json?'],
    [['inspect', '.', '--', 'more'], 'takes no words after --'],
    [['inspect', '.', 'one-too-many'], 'too many arguments'],
    [['manage', 'createsuperuser', '--noinput'], 'after --: nuages manage -- createsuperuser --noinput'],
    [['manage', 'examples', 'migrate'], 'after --: nuages manage examples -- migrate'],
    [['manage', 'examples', 'app', '--', 'migrate'], 'after --: nuages manage examples -- app migrate'],
    [['manage', 'examples'], 'no management command was given'],
    [[], 'Usage: nuages'],
  ])('%j ends with 2 and help on stderr', (words, said) => {
    const { status, stdout, stderr } = nuages(...words);
    expect(stderr).toContain(said);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('--version is the one of package.json', () => {
    const about = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const { status, stdout, stderr } = nuages('--version');
    expect([status, stdout, stderr]).toEqual([
      0,
      `${about.version}
`,
      '',
    ]);
  });
});

test('a flag that may be given again leaves the folder after it alone', () => {
  const words = [
    'plan',
    '--domain',
    'a.example',
    '--domain',
    'b.example',
    '--variable',
    'A=1',
    'examples/polls',
    '--json',
  ];
  const { status, stdout, stderr } = nuages(...words);
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  expect(JSON.parse(stdout)).toMatchObject({ http: { domains: ['a.example', 'b.example'] } });
});

describe('a result', () => {
  test('is on stdout alone', () => {
    const { status, stdout } = nuages('inspect', 'examples/polls', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('managePy');
  });

  test('that nobody reads to its end is no failure', () => {
    const line = `"${process.execPath}" "${launcher}" inspect examples/polls --json | head -c 1; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('{ 0');
    expect(stderr).toBe('');
  });

  test('of a folder without a project is a refusal in words', () => {
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    const { status, stdout, stderr } = nuages('inspect', empty);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error\[[a-z-]+\]: /);
    expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  });
});

describe('the launcher', () => {
  test('refuses Windows in one line that names WSL', () => {
    const { status, stderr } = node(['-r', windows(), launcher, '--help']);
    expect(stderr).toMatch(/^nuages: .*WSL.*\n$/);
    expect(status).toBe(1);
  });

  test('says in one line which Node it needs and which is running', () => {
    cpSync('bin', join(scratch, 'package', 'bin'), { recursive: true });
    const { status, stderr } = node(['-r', oldNode(), join(scratch, 'package', 'bin', 'nuages.js')]);
    expect(stderr).toMatch(/^nuages: needs Node\.js >= 22\.18; v18\.19\.0 is running.*\n$/);
    expect(status).toBe(1);
  });

  test.runIf(readdirSync('node_modules/.bin').includes('node'))(
    'goes on with the Node of the checkout when it is too old',
    () => {
      const { status, stdout } = node(['-r', oldNode(), launcher, '--version']);
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
      expect(status).toBe(0);
    },
  );

  test('is written in the oldest syntax', () => {
    const code = readFileSync(launcher, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    expect(code).not.toMatch(/=>|`|\b(let|const|class|async|await|import|export)\b|\?\.|\?\?|\.\.\.[a-z]|,\s*\)/);
  });
});

test('the library door exports the chain', async () => {
  const door = await import('../src/index.ts');
  expect(Object.keys(door)).toEqual(expect.arrayContaining(['inspect', 'plan', 'render', 'deploy', 'verify']));
});
