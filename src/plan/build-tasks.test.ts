/** Build tasks: in, projects with and without offline compression; out, what runs after collectstatic. */

import { expect, test } from 'vitest';
import { planWith as plan } from '../commands/plan-with.test-data.ts';
import type { Project } from '../model/project.ts';
import { fact } from './project.test-data.ts';

function withCompressor(literals: Project['literals']): Partial<Project> {
  return { installedApps: fact(['django.contrib.staticfiles', 'compressor']), literals };
}

test('offline compression is made with the release', () => {
  const { build } = plan(withCompressor({ COMPRESS_OFFLINE: fact(true) }));
  expect(build.tasks).toEqual([{ name: 'compress', manage: ['compress', '--force'] }]);
});

test('nothing is made where compression is done by request, switched off, or not installed', () => {
  expect(plan(withCompressor({})).build.tasks).toEqual([]);
  expect(plan(withCompressor({ COMPRESS_OFFLINE: fact(false) })).build.tasks).toEqual([]);
  const off = { COMPRESS_OFFLINE: fact(true), COMPRESS_ENABLED: fact(false) };
  expect(plan(withCompressor(off)).build.tasks).toEqual([]);
  expect(plan({ literals: { COMPRESS_OFFLINE: fact(true) } }).build.tasks).toEqual([]);
});

test('a switch that a variable may turn on again does not count', () => {
  const unsure = { COMPRESS_OFFLINE: fact(true), COMPRESS_ENABLED: { ...fact(false), sure: false } };
  expect(plan(withCompressor(unsure)).build.tasks).toHaveLength(1);
});

test('the user has the last word', () => {
  const project = withCompressor({ COMPRESS_OFFLINE: fact(true) });
  const { build } = plan(project, {}, { build: { tasks: ['compilemessages -l de'] } });
  expect(build.tasks).toEqual([{ name: 'compilemessages', manage: ['compilemessages', '-l', 'de'] }]);
  expect(plan(project, {}, { build: { tasks: [] } }).build.tasks).toEqual([]);
});
