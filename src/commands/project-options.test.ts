/** The flags of a project: in, the verbs that plan one; out, proof that all take the same, and that each reaches the configuration. */

import { expect, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { createMemorySource } from '../model/memory-source.ts';
import { verb as deploy } from './deploy.ts';
import { verb as plan } from './plan.ts';
import { projectOptions, readProjectFlags } from './project-options.ts';
import { verb as up } from './up.ts';

const flagsOf = (options: typeof projectOptions) => options.map(({ flags }) => flags.split(' ')[0]);

test.each([plan, up, deploy])('$name takes every flag of a project', ({ name, options }) => {
  const wanted = flagsOf(projectOptions).filter((flag) => name !== 'up' || flag !== '--target');
  expect(flagsOf(options)).toEqual(expect.arrayContaining(wanted));
});

test('each flag is a key of the configuration', () => {
  const flags = readProjectFlags({
    target: 'local',
    name: 'shop',
    domain: ['a.example'],
    manage: 'site/manage.py',
    settings: 'shop.settings',
    configuration: 'Live',
    serve: 'asgi',
    wsgi: 'shop.w.app',
    asgi: 'shop.a.app',
    variable: ['STAGE=a=b'],
    workers: '3',
    threads: '2',
  });
  const config = loadConfig(createMemorySource({}), { flags });
  expect(config.given.size).toBe(projectOptions.length - 1);
  expect(config.variables.get('STAGE')?.value).toBe('a=b');
  expect(config.web.workers).toMatchObject({ value: 3, from: 'flag' });
});
