/** Where is manage.py? In, a source; out, its path and folder, or an error that says what was looked for and seen. */

import { UserError } from '../model/problem.ts';
import type { Fact } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { folderOf } from './evaluate/modules.ts';
import { fact, placeOf } from './place.ts';

const deepest = 4;
/** Folders whose manage.py serves tests or is a template for another project. */
const neverReal = /(^|\/)(tests?|testing|fixtures|templates?|project_template|docs?|\{\{[^/]*)(\/|$)/i;
const seldomReal = /(^|\/)(examples?|samples?|demos?|sandbox|testproject|test_project|example_project)(\/|$)/i;
const runsDjango = /execute_from_command_line|django\.core\.management/;

/**
 * Finds manage.py by what it does, down to three folders deep.
 * @throws UserError `no-django-project`, `several-manage-py`, `no-such-manage-py`.
 */
export function findManagePy(source: Source, answer: string | undefined): Fact<string> {
  if (answer !== undefined) return givenManagePy(source, answer.replace(/^\.\//, ''));
  const files = source.walk('', deepest);
  const all = candidates(source, files);
  const real = all.filter((path) => !neverReal.test(folderOf(path)));
  const first = real.filter((path) => !seldomReal.test(path));
  const [only, ...others] = first.length > 0 ? first : real;
  if (only === undefined) throw noProject(source, files, all);
  if (others.length > 0) throw severalFound(real);
  return fact(only, placeOf(only, source.read(only) ?? '', runsDjango), first.length === 1);
}

function candidates(source: Source, files: readonly string[]): readonly string[] {
  const matches = (path: string): boolean => runsDjango.test(source.read(path) ?? '');
  const named = files.filter((path) => /(^|\/)manage\.py$/.test(path) && matches(path));
  if (named.length > 0) return named;
  const renamed = files.filter(
    (path) => /(^|\/)[\w-]*manage[\w-]*(\.py)?$/.test(path) && !path.includes('management/'),
  );
  return renamed.filter(matches);
}

function givenManagePy(source: Source, path: string): Fact<string> {
  const content = source.read(path);
  if (content === undefined) {
    throw new UserError({
      level: 'error',
      code: 'no-such-manage-py',
      message: `There is no file ${path} in ${source.root}.`,
      fix: 'Give --manage the path of manage.py relative to the project folder.',
    });
  }
  return fact(path, placeOf(path, content, runsDjango));
}

function severalFound(paths: readonly string[]): UserError {
  return new UserError({
    level: 'error',
    code: 'several-manage-py',
    message: `There are ${paths.length} Django projects here: ${paths.join(', ')}.`,
    fix: `Say which one with --manage, for example --manage ${paths[0]}.`,
  });
}

function noProject(source: Source, files: readonly string[], passedOver: readonly string[]): UserError {
  const looked = 'looked for a manage.py that calls execute_from_command_line, down to three folders deep';
  return new UserError({
    level: 'error',
    code: 'no-django-project',
    message: `No Django project in ${source.root}: ${looked}; ${whatWasSeen(source, files, passedOver)}.`,
    fix:
      passedOver.length > 0
        ? `If one of these is the project, name it: --manage ${passedOver[0]}.`
        : 'Run this in the folder of a Django project, or give its path: nuages up path/to/project.',
  });
}

function whatWasSeen(source: Source, files: readonly string[], passedOver: readonly string[]): string {
  if (files.length === 0) return 'the folder is empty';
  if (passedOver.length > 0)
    return `saw only ${passedOver.join(', ')}, which belong to tests, templates or documentation`;
  const bare = files.filter((path) => /(^|\/)manage\.py$/.test(path));
  if (bare.length > 0) return `saw ${bare.join(', ')}, which does not start Django`;
  const other = otherFramework(source, files);
  if (other !== undefined) return `saw ${other}`;
  const shown = files.slice(0, 5).join(', ');
  return `saw ${files.length} ${files.length === 1 ? 'file' : 'files'} (${shown}${files.length > 5 ? ', ...' : ''})`;
}

function otherFramework(source: Source, files: readonly string[]): string | undefined {
  const python = files.filter((path) => path.endsWith('.py')).slice(0, 200);
  for (const path of python) {
    const name = /^\s*(?:from|import) (flask|fastapi|bottle|tornado|starlette|sanic|pyramid)\b/m.exec(
      source.read(path) ?? '',
    )?.[1];
    if (name !== undefined) return `a ${name} application in ${path}`;
  }
  return undefined;
}
