/** What outlives a release: in, settings; out, the paths that production writes to. */

import { expect, test } from 'vitest';
import { exampleProject } from './example-project.ts';
import { inspectProject } from './index.ts';

const head = ['from pathlib import Path', 'import os', 'BASE_DIR = Path(__file__).resolve().parent.parent', ''].join(
  '\n',
);

function pathsOf(settings: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const { dataPaths } = inspectProject(exampleProject(head + settings, more));
  return dataPaths.value.map(({ role, kind, path }) => `${role} ${kind} ${path}`);
}

test('finds uploads and SQLite files', () => {
  const settings = [
    'MEDIA_ROOT = os.path.join(BASE_DIR, "media/")',
    'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}',
  ].join('\n');
  expect(pathsOf(settings, { 'media/logo.png': 'x' })).toEqual(['database file db.sqlite3', 'media folder media']);
});

test('tells the first missing part of a path, once', () => {
  const settings = [
    'ICONS = os.path.join(BASE_DIR, "data", "icons")',
    'QUEUE = {"connection": {"filename": os.path.join(BASE_DIR, "data", "tasks.sqlite3")}}',
  ].join('\n');
  expect(pathsOf(settings)).toEqual(['other folder data']);
});

test('keeps a place of its own for uploads and databases inside such a folder', () => {
  const settings = 'ICONS = BASE_DIR / "data" / "icons"\nMEDIA_ROOT = BASE_DIR / "data" / "media"';
  expect(pathsOf(settings)).toEqual(['other folder data', 'media folder data/media']);
});

test('leaves what is code, what belongs to a release, and what a build makes', () => {
  const settings = [
    'STATIC_ROOT = BASE_DIR / "public" / "static"',
    'PUBLIC = BASE_DIR / "public"',
    'STATICFILES_DIRS = [BASE_DIR / "assets"]',
    'TEMPLATES = [{"DIRS": [BASE_DIR / "templates"]}]',
    'BUNDLE = BASE_DIR / "client" / "dist"',
    'ENV_FILE = BASE_DIR / ".env"',
    'KEY_FILE = BASE_DIR / "shop" / "service.json"',
    'PACKAGE = BASE_DIR / "shop"',
  ].join('\n');
  expect(pathsOf(settings)).toEqual([]);
});

test('takes a folder that is empty, or that git is told to leave out, for data', () => {
  const settings = 'LOGS = BASE_DIR / "logs"\nINDEX = BASE_DIR / "index"';
  const more = { 'logs/.gitkeep': '', 'index/a.seg': 'x', '.gitignore': '*.pyc\n/index/\n' };
  expect(pathsOf(settings, more)).toEqual(['other folder index', 'other folder logs']);
});
