/** Which modules are settings, and which one does production run with? In, witnesses and files; out, facts and a question. */

import type { Fact, Question } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { dottedName, findModule, folderOf, type SearchPath } from './evaluate/modules.ts';
import { mentions } from './mentions.ts';
import { fact } from './place.ts';
import type { Witness } from './witnesses.ts';

const productionLike = /(^|[._])(production|prod|prd|live|deploy(ment)?|heroku|server)([._]|$)/i;
const developmentLike =
  /(^|[._])(local|dev|develop|development|debug|test|tests|testing|ci|staging|stage|docs|e2e)([._]|$)/i;
const baseLike = /(^|[._])(base|common|defaults?|shared|core)$/i;

/** The last part decides: `project_dev.settings.production` is for production. */
function looksLike(pattern: RegExp, module: string): boolean {
  const parts = module.split('.');
  return (
    pattern.test(parts.at(-1) ?? '') ||
    (parts.length > 1 && pattern.test(parts.at(-2) ?? '') && /settings/.test(parts.at(-1) ?? ''))
  );
}

/** Every settings module of the project: it sets INSTALLED_APPS or ROOT_URLCONF, or takes all from one that does. */
export function findSettingsModules(source: Source, search: SearchPath, named: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  const starred = new Map<string, string>();
  for (const file of candidateFiles(source, search)) {
    if (!mentions(source.readBytes(file), /INSTALLED_APPS|ROOT_URLCONF|import +\*|split_settings/)) continue;
    const content = source.read(file) ?? '';
    if (/^\s*(INSTALLED_APPS|ROOT_URLCONF)\b/m.test(content)) found.set(dottedName(search, file), file);
    else if (/^\s*from\s+\S+\s+import\s+\*|split_settings/m.test(content))
      starred.set(dottedName(search, file), content);
  }
  for (const module of named) {
    const file = findModule(source, search, module);
    if (file !== undefined) found.set(module, file);
  }
  // A chain of star imports is as long as the settings package at most.
  for (let grew = true; grew; ) {
    grew = false;
    for (const [module, content] of starred) {
      if (found.has(module) || !takesFrom(content, module, found)) continue;
      found.set(module, content);
      grew = true;
    }
  }
  return [...found.keys()].sort();
}

function takesFrom(content: string, module: string, found: ReadonlyMap<string, string>): boolean {
  if (/split_settings/.test(content) && /settings/.test(module)) return true;
  return [...content.matchAll(/^\s*from\s+(\S+)\s+import\s+\*/gm)].some((match) => {
    const path = match[1] ?? '';
    const last = path.replace(/^\.+/, '');
    return (
      found.has(path) ||
      [...found.keys()].some((other) => last !== '' && path.startsWith('.') && other.endsWith(`.${last}`))
    );
  });
}

function candidateFiles(source: Source, search: SearchPath): readonly string[] {
  const files = new Set(search.flatMap((folder) => source.walk(folder, 5)));
  const packages = new Set([...files].filter((path) => /(^|\/)(wsgi|asgi|urls)\.py$/.test(path)).map(folderOf));
  return [...files].filter(
    (path) =>
      /(^|\/)[A-Za-z_]\w*\.py$/.test(path) &&
      !/(^|\/)(tests?|fixtures|migrations|docs|templates?|project_template|management)\//.test(path) &&
      (/settings|conf/i.test(path) || packages.has(folderOf(path))),
  );
}

export interface Choice {
  readonly production: Fact<string | null>;
  readonly question: Question | null;
}

/** Decides what production runs with: the answer, else what the servers' entries and the names say. */
export function chooseProduction(
  answer: string | undefined,
  witnesses: readonly Witness[],
  all: readonly string[],
  exists: (module: string) => boolean,
): Choice {
  if (answer !== undefined) return { production: fact(answer, null), question: null };
  const usable = witnesses.filter((witness) => exists(witness.module) && witness.role !== 'test');
  const served = usable.filter((witness) => /^(wsgi|asgi|deploy)$/.test(witness.role));
  const told =
    served.find((witness) => looksLike(productionLike, witness.module)) ??
    usable.find((witness) => looksLike(productionLike, witness.module) && witness.role !== 'example');
  const named = byName(all.filter(exists));
  const server = served.find(
    (witness) => !looksLike(developmentLike, witness.module) && !looksLike(baseLike, witness.module),
  );
  const manage = usable.find((witness) => witness.role === 'manage');
  if (told !== undefined) return decided(told.module, told, usable, true);
  if (server !== undefined && (named === undefined || server.role !== 'deploy')) {
    return decided(server.module, server, usable, named === undefined && agree(server.module, usable), named);
  }
  if (named !== undefined) return decided(named, undefined, usable, false);
  const last = server ?? served[0] ?? manage ?? usable[0];
  if (last !== undefined) return decided(last.module, last, usable, agree(last.module, usable));
  const [only, ...others] = all.filter(exists);
  return { production: fact(only ?? null, null, false), question: ask(only ?? null, others, witnesses) };
}

function agree(module: string, witnesses: readonly Witness[]): boolean {
  return witnesses.every(
    (witness) => witness.module === module || witness.role === 'example' || looksLike(developmentLike, witness.module),
  );
}

function byName(modules: readonly string[]): string | undefined {
  const like = modules.filter((module) => looksLike(productionLike, module));
  return (
    like.find((module) => /(^|[._])production$/.test(module)) ??
    like.find((module) => /(^|[._])prod$/.test(module)) ??
    like[0]
  );
}

function decided(
  module: string,
  by: Witness | undefined,
  witnesses: readonly Witness[],
  sure: boolean,
  rival?: string,
): Choice {
  const others = witnesses.filter((witness) => witness.module !== module && witness.role !== 'example');
  const ordinary =
    sure || others.every((witness) => witness.role === 'manage' && looksLike(developmentLike, witness.module));
  const certain = by !== undefined && sure && ordinary;
  const question = certain
    ? null
    : ask(module, [...(rival === undefined ? [] : [rival]), ...others.map((other) => other.module)], witnesses);
  return { production: fact(module, by?.at ?? null, certain), question };
}

function ask(chosen: string | null, others: readonly string[], witnesses: readonly Witness[]): Question {
  return {
    id: 'settings',
    text: 'Which settings module does production run with?',
    evidence: witnesses.slice(0, 8).map((witness) => witness.at),
    choices: [...new Set([...(chosen === null ? [] : [chosen]), ...others])],
    default: chosen,
    flag: '--settings',
    key: 'settings',
  };
}
