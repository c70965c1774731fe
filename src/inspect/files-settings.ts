/** Where do static and uploaded files live? In, the settings in force; out, facts on both. */

import type { Fact, MediaFact, StaticFact } from '../model/project.ts';
import { isCertain, likeliest, type Value } from './evaluate/value.ts';
import { fact } from './place.ts';
import { entryOf, pathOf, placeOfSetting, plainText, type SettingsView, textListFact } from './settings-view.ts';

/** Static files: URL, root, extra folders, the storage in force and whether WhiteNoise serves them. */
export function findStatic(view: SettingsView, django: string | null): Fact<StaticFact> {
  const apps = textListFact(view, 'INSTALLED_APPS').value;
  const middleware = textListFact(view, 'MIDDLEWARE').value;
  const root = view.names.get('STATIC_ROOT');
  const url = view.names.get('STATIC_URL');
  const dirs = likeliest(view.names.get('STATICFILES_DIRS'));
  const value: StaticFact = {
    installed: apps.includes('django.contrib.staticfiles'),
    url: plainText(url) ?? null,
    root: pathOf(view, root),
    dirs: dirs.kind === 'list' ? dirs.items.flatMap((item) => folderOf(view, item)) : [],
    storage: storageOf(view, 'staticfiles', 'STATICFILES_STORAGE', django),
    whitenoise: middleware.some((name) => /whitenoise/i.test(name)),
  };
  return fact(
    value,
    placeOfSetting(view, 'STATIC_ROOT') ?? placeOfSetting(view, 'STATIC_URL'),
    view.whole && known(view, root) && certain(url),
  );
}

/** Uploads: URL, root and the storage in force. */
export function findMedia(view: SettingsView, django: string | null): Fact<MediaFact> {
  const root = view.names.get('MEDIA_ROOT');
  const url = view.names.get('MEDIA_URL');
  const value: MediaFact = {
    url: plainText(url) ?? null,
    root: pathOf(view, root),
    storage: storageOf(view, 'default', 'DEFAULT_FILE_STORAGE', django),
  };
  return fact(
    value,
    placeOfSetting(view, 'MEDIA_ROOT') ?? placeOfSetting(view, 'MEDIA_URL'),
    view.whole && known(view, root) && certain(url),
  );
}

/** A root that is set must be a path inside the source or an absolute one; else a person should look. */
function known(view: SettingsView, root: Value | undefined): boolean {
  const plain = likeliest(root);
  const unset = root === undefined || plain.kind === 'none' || (plain.kind === 'text' && plain.text === '');
  return unset || (isCertain(root) && pathOf(view, root) !== null);
}

function certain(value: Value | undefined): boolean {
  if (value === undefined) return true;
  const plain = likeliest(value);
  // An entry that comes from the environment is as unsure as the whole.
  return isCertain(value) && (plain.kind !== 'dict' || [...plain.entries.values()].every(certain));
}

/** An entry of STATICFILES_DIRS: a path, or a prefix and a path. */
function folderOf(view: SettingsView, item: Value): readonly string[] {
  const plain = likeliest(item);
  const path = pathOf(view, plain.kind === 'list' ? plain.items[1] : plain);
  return path === null ? [] : [path];
}

/** STORAGES, else the older setting, which Django reads no more from 5.1 on. */
function storageOf(view: SettingsView, alias: string, older: string, django: string | null): string | null {
  const named = plainText(entryOf(view.names.get('STORAGES'), alias, 'BACKEND'));
  if (named !== undefined) return named;
  const [major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(django ?? '') ?? []).slice(1).map(Number);
  const ignored = major > 5 || (major === 5 && minor >= 1);
  return ignored ? null : (plainText(view.names.get(older)) ?? null);
}
