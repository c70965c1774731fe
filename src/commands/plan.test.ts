/** The verbs plan, init and render on a real folder: in, a project; out, checked texts, files and exit codes. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { managePy } from '../inspect/example-project.ts';
import { UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { openSource } from '../system/source.ts';
import { verb as init } from './init.ts';
import { verb as inspect } from './inspect.ts';
import { verb as plan } from './plan.ts';
import { verb as render } from './render.ts';
import { createTestWorld, type TestWorld } from './test-world.test-data.ts';
import type { OptionValue, Verb } from './verb.ts';

const styles = fileURLToPath(new URL('../../test/fixtures/documents', import.meta.url));
let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nuages-plan-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const take = (style: string) => cpSync(join(styles, style), dir, { recursive: true });
/** Settings that choose by a variable, and whose production needs one more. */
const takeChooser = (more: Record<string, string> = {}) => {
  const files = {
    'manage.py': managePy('shop.settings'),
    'shop/settings.py':
      "import os\nSTAGE = os.environ.get('STAGE', 'dev')\nif STAGE == 'production':\n    from shop.on import *\nelse:\n    from shop.off import *\n",
    'shop/on.py': "import os\nINSTALLED_APPS = ['live']\nSTRIPE_KEY = os.environ['STRIPE_KEY']\n",
    'shop/off.py': "INSTALLED_APPS = ['dev']\n",
    'requirements.txt': 'Django==5.2.1\n',
    ...more,
  };
  mkdirSync(join(dir, 'shop'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), text);
};
const run = (verb: Verb, { world }: TestWorld, options: Record<string, OptionValue> = {}) =>
  verb.run({ args: { dir }, rest: [], options, world });

describe('plan', () => {
  test('says in a few lines what would run, and what is wrong on stderr', async () => {
    take('v');
    const test = createTestWorld();
    expect(await run(plan, test)).toBe(0);
    expect(test.results[0]).toContain('lantern (production) on local');
    expect(test.results[0]).toContain(
      'DEFAULT_DATABASE_DSN  = sqlite:///{site}/data/db.sqlite3, derived (lantern/settings.py:31)',
    );
    expect(test.talk.join('\n')).toContain('database-fallback');
  });

  test('lists what releases share', async () => {
    takeChooser({ 'shop/settings.py': "MEDIA_ROOT = 'uploads'\nINSTALLED_APPS = []\n" });
    const test = createTestWorld();
    await run(plan, test);
    expect(test.results[0]).toMatch(/^ {2}data +uploads$/m);
  });

  test('explains every value, sizes as people write them', async () => {
    take('v');
    const test = createTestWorld();
    await run(plan, test, { explain: true, workers: '3' });
    expect(test.results[0]).toMatch(/web\.workers +3\n +flag: Given on the command line\./);
    expect(test.results[0]).toMatch(/http\.max-body +25 MB\n +default: /);
    expect(test.results[0]).toMatch(/settings +lantern\.settings\n +fact \(\S+:\d+\): /);
  });

  test('exits with 1 for a plan with an error, shown whole, and never shows a secret', async () => {
    take('d');
    const missing = createTestWorld();
    expect(await run(plan, missing, { json: true })).toBe(1);
    expect(JSON.parse(missing.results[0] ?? '').problems[0].code).toBe('missing-database');
    const given = createTestWorld(undefined, {
      DATABASE_URL: 'postgres://me:hidden-pw@db.example/shop',
      REDIS_URL: 'redis://h',
    });
    expect(await run(plan, given, { json: true, explain: true })).toBe(0);
    expect(given.results.join('') + given.talk.join('')).not.toContain('hidden-pw');
    expect(JSON.parse(given.results[0] ?? '').placement.target).toBe('local');
  });

  test('reads the environment contract of the settings that were asked for', async () => {
    take('u');
    const test = createTestWorld();
    expect(await run(plan, test, { settings: 'bakery.settings.dev' })).toBe(0);
    expect(test.results[0]).toContain('sqlite (default)');
  });

  test.each<[string, Record<string, string>, Record<string, OptionValue>, World['env']]>([
    ['nuages.toml', { 'nuages.toml': '[variables]\nSTAGE = "production"\n' }, {}, {}],
    ['a file of values', { '.env.production': 'STAGE=production\n' }, {}, {}],
    [
      'the environment, before nuages.toml',
      { 'nuages.toml': '[variables]\nSTAGE = "dev"\n' },
      {},
      { STAGE: 'production' },
    ],
    ['a flag', {}, { variable: ['STAGE=production'] }, {}],
  ])('and inspect read with what %s says of the variable that chooses', async (_, files, options, env) => {
    takeChooser(files);
    const test = createTestWorld(undefined, env);
    await run(plan, test, { ...options, json: true });
    await run(inspect, test, { ...options, json: true });
    const [planned, found] = test.results.map((text) => JSON.parse(text));
    expect(planned.problems).toMatchObject([
      { code: 'missing-variable', message: expect.stringContaining('STRIPE_KEY') },
    ]);
    expect(found).toMatchObject({ installedApps: { value: ['live'] }, questions: [] });
  });

  test('lets a flag of inspect win over the file', async () => {
    take('u');
    writeFileSync(join(dir, 'nuages.toml'), 'settings = "bakery.settings.dev"\n');
    const test = createTestWorld();
    await run(inspect, test, { json: true });
    await run(inspect, test, { json: true, settings: 'bakery.settings.prod' });
    const names = test.results.map((text) => JSON.parse(text).settings.production.value);
    expect(names).toEqual(['bakery.settings.dev', 'bakery.settings.prod']);
  });

  test('refuses a variable without a value', async () => {
    takeChooser();
    await expect(run(plan, createTestWorld(), { variable: ['STAGE'] })).rejects.toThrow('--variable STAGE is no NAME');
  });

  test('refuses flags that the schema does not know', async () => {
    take('v');
    await expect(run(plan, createTestWorld(), { workers: 'many' })).rejects.toThrow('web.workers must be a number');
  });
});

describe('init', () => {
  const file = () => readFileSync(join(dir, 'nuages.toml'), 'utf8');

  test('asks what is open with evidence and default, and writes answers that load', async () => {
    take('n');
    const test = createTestWorld({ Domains: 'a.example, b.example' });
    expect(await run(init, test)).toBe(0);
    expect(test.questions[0]).toMatch(/^Which settings module does production run with\? \(.+:\d+/);
    expect(file()).toContain('\nsettings = "orchard.settings_nix"\n# serve = "wsgi"');
    expect(file()).toMatch(/# manager = "pip" {3}# found at requirements.txt:1/);
    const config = loadConfig(openSource(dir));
    expect(config.domains?.value).toEqual(['a.example', 'b.example']);
    expect(config.settings?.value).toBe('orchard.settings_nix');
  });

  test('writes variables as a table, and asks what their answer brings up', async () => {
    takeChooser({ 'shop/settings_production.py': "INSTALLED_APPS = ['other']\nROOT_URLCONF = 'shop.urls'\n" });
    const test = createTestWorld({ 'Which settings module': 'shop.settings', 'The settings choose by': 'production' });
    await run(init, test);
    expect(test.questions.map((question) => question.slice(0, 20))).toEqual([
      'Which settings modul',
      'The settings choose ',
      'Domains of the site,',
    ]);
    expect(file()).toContain('\n[variables]\nSTAGE = "production"\n');
    expect(loadConfig(openSource(dir)).variables.get('STAGE')?.value).toBe('production');
  });

  test('takes a variable as a flag', async () => {
    takeChooser();
    await run(init, createTestWorld(), { variable: ['STAGE=true'] });
    expect(file()).toContain('\n[variables]\nSTAGE = "true"\n');
  });

  test('what it shows as comments is true: uncommented, the file loads', async () => {
    take('v');
    await run(init, createTestWorld(), { domain: ['a.example'] });
    writeFileSync(join(dir, 'nuages.toml'), file().replaceAll(/^# (?=[\w-]+ = )/gm, ''));
    expect([...loadConfig(openSource(dir)).given]).toEqual(
      expect.arrayContaining(['name', 'settings', 'build.python', 'web.workers', 'web.memory', 'domains']),
    );
  });

  test('takes answers as flags, and asks nothing without a terminal', async () => {
    take('n');
    const test = createTestWorld();
    await run(init, test, { settings: 'orchard.settings', name: 'my-shop' });
    expect(test.questions).toEqual([]);
    expect(file()).toContain('\nname = "my-shop"\n');
    expect(file()).toContain('\nsettings = "orchard.settings"\n');
  });

  test('overwrites nothing, neither nuages.toml nor [tool.nuages]', async () => {
    take('v');
    writeFileSync(join(dir, 'nuages.toml'), '# mine\n');
    await expect(run(init, createTestWorld())).rejects.toThrow(UserError);
    expect(file()).toBe('# mine\n');
    rmSync(join(dir, 'nuages.toml'));
    writeFileSync(join(dir, 'pyproject.toml'), '[tool.nuages]\nname = "x"\n');
    await expect(run(init, createTestWorld())).rejects.toThrow('pyproject.toml is there already');
    expect(existsSync(join(dir, 'nuages.toml'))).toBe(false);
  });
});

describe('render', () => {
  const overlay = () => join(dir, 'deploy/local/runtime.json');

  test('writes nothing in a dry run, then the files, then nothing new', async () => {
    take('v');
    const test = createTestWorld();
    expect(await run(render, test, { dryRun: true, json: true })).toBe(0);
    expect(existsSync(join(dir, 'deploy'))).toBe(false);
    await run(render, test, { json: true });
    await run(render, test, { json: true });
    const [dry, first, second] = test.results.map((text) => JSON.parse(text));
    expect(first.written).toEqual(dry.written);
    expect(first.written).toContain('deploy/local/runtime.json');
    expect(second).toMatchObject({ written: [], unchanged: first.written });
  });

  test('names a conflict with exit code 1 and leaves the edited file', async () => {
    take('v');
    await run(render, createTestWorld());
    const edited = readFileSync(overlay(), 'utf8').replace(/"hosts": \[[^\]]*\]/, '"hosts": ["mine.example"]');
    writeFileSync(overlay(), edited);
    const test = createTestWorld();
    expect(await run(render, test, { domain: ['new.example'] })).toBe(1);
    expect(readFileSync(overlay(), 'utf8')).toBe(edited);
    expect(test.talk.join('\n')).toContain('take over what you want from deploy/local/runtime.json.new');
  });

  test('refuses a plan with an error before anything is written', async () => {
    take('x');
    await expect(run(render, createTestWorld())).rejects.toThrow(UserError);
    expect(existsSync(join(dir, 'deploy'))).toBe(false);
  });
});
