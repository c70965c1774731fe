/** The door of inspect: in, a source tree and what the user answered; out, all facts about the Django project in it. */

import { type Place, UserError } from '../model/problem.ts';
import type { Fact, Project, Question } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import type { Answers } from './answers.ts';
import { findDataPaths } from './data-paths.ts';
import { findDatabases } from './databases.ts';
import { findDependencies } from './dependencies.ts';
import { chooseServer, findApplication } from './entry-points.ts';
import { makeContract } from './environment.ts';
import { findModule, folderOf, type SearchPath } from './evaluate/modules.ts';
import { findMedia, findStatic } from './files-settings.ts';
import { findLiterals } from './literal-settings.ts';
import { findManagePy } from './manage-py.ts';
import { readOtherCode } from './other-code.ts';
import { fact } from './place.ts';
import { findName } from './project-name.ts';
import { findPythonVersion } from './python-version.ts';
import { findSecretKey } from './secret-key.ts';
import { type EvaluatedSettings, evaluateSettings } from './settings.ts';
import { chooseProduction, findSettingsModules } from './settings-modules.ts';
import {
  entryOf,
  hostsFact,
  placeOfSetting,
  plainText,
  type SettingsView,
  textFact,
  textListFact,
} from './settings-view.ts';
import { type EntryFile, entryFiles, readEntryFile, readOtherWitnesses } from './witnesses.ts';

export type { Answers } from './answers.ts';

/**
 * Reads a Django project without running it. Same source and answers, same project.
 * @throws UserError `no-django-project`, `several-manage-py`, `no-such-manage-py`, `no-settings`,
 * `no-such-settings`, `no-such-configuration`, `settings-syntax-error`.
 */
export function inspectProject(source: Source, answers: Answers = {}): Project {
  const managePy = findManagePy(source, answers.managePy);
  const folder = folderOf(managePy.value);
  const entries = readEntries(source, folder, managePy.value);
  const chosen = chooseSettings(source, entries, answers.settings);
  const settings = evaluateSettings(source, folder, entries, chosen.production, answers);
  const { view } = settings;
  const others = readOtherCode(source, entries.search, folder, settings.files);
  const dependencies = findDependencies(source, folder);
  const apps = textListFact(view, 'INSTALLED_APPS');
  const sought = { source, search: entries.search, view };
  const wsgi = findApplication('wsgi', { ...sought, files: entries.wsgi, answer: answers.wsgi });
  const asgi = findApplication('asgi', { ...sought, files: entries.asgi, answer: answers.asgi });
  return {
    version: 1,
    managePy,
    directory: fact(folder === '' ? '.' : folder, managePy.at, managePy.sure),
    name: findName(source, folder, chosen.production.value),
    settings: { production: chosen.production, all: chosen.all, configuration: settings.configuration },
    wsgi,
    asgi,
    serve: chooseServer(source, wsgi, asgi, apps.value, answers.serve),
    python: findPythonVersion(source, folder),
    django: dependencies.django,
    dependencies: dependencies.facts,
    ...settingFacts(view, dependencies.facts.installed.value, dependencies.django.value),
    dataPaths: findDataPaths(view, source),
    ...notLookedFor,
    environment: makeContract([...settings.readings, ...others], view.names),
    questions: [...chosen.questions, ...settings.questions],
    omitted: source.omitted,
  };
}

/** What inspect does not look for yet: null, and not sure. */
const notLookedFor = {
  taskQueue: fact(null, null, false),
  channels: fact(null, null, false),
  frontend: fact(null, null, false),
  systemPackages: fact(null, null, false),
};

interface Entries {
  readonly search: SearchPath;
  readonly files: readonly EntryFile[];
  readonly witnesses: EntryFile['settings'];
  readonly configuration: EntryFile['configuration'];
  readonly wsgi: readonly string[];
  readonly asgi: readonly string[];
}

function readEntries(source: Source, folder: string, managePy: string): Entries {
  const first: SearchPath = [folder];
  const wsgi = entryFiles(source, folder, 'wsgi.py');
  const asgi = entryFiles(source, folder, 'asgi.py');
  const files = [
    readEntryFile(source, first, managePy, 'manage'),
    ...wsgi.map((file) => readEntryFile(source, first, file, 'wsgi')),
    ...asgi.map((file) => readEntryFile(source, first, file, 'asgi')),
    ...entryFiles(source, folder, 'celery.py').map((file) => readEntryFile(source, first, file, 'celery')),
  ];
  const witnesses = [...files.flatMap((file) => file.settings), ...readOtherWitnesses(source, folder)];
  const search = [...new Set([folder, ...files.flatMap((file) => file.search)])];
  const configurations = files.flatMap((file) => (file.configuration === null ? [] : [file.configuration]));
  const configuration =
    configurations.find((one) => /prod/i.test(one.name)) ?? configurations[1] ?? configurations[0] ?? null;
  return { search: widen(source, search, witnesses), files, witnesses, configuration, wsgi, asgi };
}

/** A settings module that is not found from manage.py's folder shows which folder is missing on the path. */
function widen(source: Source, search: SearchPath, witnesses: EntryFile['settings']): SearchPath {
  const lost = witnesses.find(
    (witness) => witness.role !== 'test' && findModule(source, search, witness.module) === undefined,
  );
  if (lost === undefined) return search;
  const tail = `/${lost.module.replaceAll('.', '/')}`;
  const file = source.walk('', 6).find((path) => path.endsWith(`${tail}.py`) || path.endsWith(`${tail}/__init__.py`));
  return file === undefined ? search : [...new Set([...search, file.slice(0, file.indexOf(tail))])];
}

interface ChosenSettings {
  readonly production: Fact<string | null>;
  readonly all: Fact<readonly string[]>;
  readonly questions: readonly Question[];
}

function chooseSettings(source: Source, entries: Entries, answer: string | undefined): ChosenSettings {
  const exists = (module: string): boolean => findModule(source, entries.search, module) !== undefined;
  if (answer !== undefined && !exists(answer)) {
    throw refuse(
      'no-such-settings',
      `There is no settings module ${answer} in ${source.root}.`,
      'Give --settings a dotted name such as mysite.settings.',
    );
  }
  const named = entries.witnesses.filter((witness) => witness.role !== 'test').map((witness) => witness.module);
  const all = findSettingsModules(source, entries.search, [...new Set(named)]);
  const { production, question } = chooseProduction(answer, entries.witnesses, all, exists);
  if (production.value === null) {
    const witness = entries.witnesses[0];
    const said =
      witness === undefined ? 'no file names one' : `${witness.at.file} names ${witness.module}, which is not there`;
    throw refuse(
      'no-settings',
      `No settings module found in ${source.root}: ${said}.`,
      'Name it: --settings mysite.settings.',
      witness?.at,
    );
  }
  return { production, all: fact(all, production.at), questions: question === null ? [] : [question] };
}

function refuse(code: string, message: string, fix: string, at?: Place): UserError {
  return new UserError({ level: 'error', code, message, fix, at });
}

type SettingFacts = Pick<
  Project,
  | 'databases'
  | 'cache'
  | 'sessions'
  | 'static'
  | 'media'
  | 'hosts'
  | 'csrfOrigins'
  | 'middleware'
  | 'installedApps'
  | 'secretKey'
  | 'literals'
>;

function settingFacts(
  view: EvaluatedSettings['view'],
  installed: readonly string[],
  django: string | null,
): SettingFacts {
  return {
    databases: findDatabases(view, installed),
    cache: cacheFact(view),
    sessions: textFact(view, 'SESSION_ENGINE'),
    static: findStatic(view, django),
    media: findMedia(view, django),
    hosts: hostsFact(view, 'ALLOWED_HOSTS'),
    csrfOrigins: hostsFact(view, 'CSRF_TRUSTED_ORIGINS'),
    middleware: textListFact(view, 'MIDDLEWARE'),
    installedApps: textListFact(view, 'INSTALLED_APPS'),
    secretKey: findSecretKey(view),
    literals: findLiterals(view),
  };
}

function cacheFact(view: SettingsView): Fact<string | null> {
  const caches = view.names.get('CACHES');
  const backend = entryOf(caches, 'default', 'BACKEND');
  const name = plainText(backend) ?? null;
  if (caches === undefined) return fact(null, null, view.whole);
  return fact(
    name,
    backend?.at ?? placeOfSetting(view, 'CACHES'),
    name !== null && backend?.kind === 'text' && caches.kind === 'dict',
  );
}
