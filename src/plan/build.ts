/** How the Python environment is made: in, facts and wishes; out, the interpreter, the files and what has to be added. */

import type { Config } from '../config/index.ts';
import type { Build, PlannedService, WebProcess } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { serviceOf } from '../services/list.ts';
import { planBuildTasks } from './build-tasks.ts';
import type { Decisions } from './decisions.ts';
import { djangoReleases, fits, pythonsFor, type Release, readRelease } from './versions.ts';

/** Decides the build. `services` and `server` are what the site needs drivers and a server for. */
export function planBuild(
  project: Project,
  config: Config,
  decisions: Decisions,
  needs: { readonly services: readonly PlannedService[]; readonly server: WebProcess['server'] },
): Build {
  const { manager, files } = project.dependencies;
  return {
    python: choosePython(project, config, decisions),
    preferredPython: preferPython(project),
    manager: decisions.choose('build.manager', {
      said: config.build.manager,
      fact: manager,
      default: 'pip',
      why: 'No file tells.',
    }),
    files: decisions.choose('build.files', {
      said: config.build.files,
      fact: files,
      default: [],
      why: 'No file was found.',
    }),
    added: listAdded(project, config, decisions, needs),
    collectStatic: decisions.choose('build.collectstatic', {
      said: config.build.collectStatic,
      fact: { ...project.static, value: project.static.value.installed },
      default: true,
      why: 'Static files are collected.',
    }),
    tasks: planBuildTasks(project, config, decisions),
  };
}

function choosePython(project: Project, config: Config, decisions: Decisions): string {
  const range = pythonsFor(likelyReleases(project.django.value)) ?? { first: [3, 10], last: [3, 99] };
  const byDjango = [
    `>=${range.first.join('.')}`,
    ...(range.last[1] < 99 ? [`<${range.last[0]}.${range.last[1] + 1}`] : []),
  ];
  // What is not sure (a Dockerfile's base image) is tried first and not demanded.
  const fact = project.python.sure ? project.python : { ...project.python, value: null };
  return decisions.choose('build.python', {
    said: config.build.python,
    fact: { ...fact, value: fact.value === null ? null : limitByDjango(fact.value, range) },
    default: byDjango.join(','),
    why:
      project.django.value === null
        ? 'What current Django releases support.'
        : `What Django ${project.django.value} supports.`,
  });
}

/** A site whose Django nobody names gets a current one; 4.2 is the oldest that is still common. */
function likelyReleases(said: string | null): readonly Release[] {
  const releases = djangoReleases(said);
  return said === null ? releases.filter(([major, minor]) => major > 4 || (major === 4 && minor >= 2)) : releases;
}

function preferPython({ python }: Project): string | null {
  if (python.sure || python.value === null) return null;
  const exact = readRelease(python.value);
  return exact ? `==${exact.join('.')}.*` : readPoetrySpecifier(python.value);
}

/** A version means its feature release; a specifier is narrowed to what Django supports, unless nothing would be left. */
function limitByDjango(said: string, { first, last }: { readonly first: Release; readonly last: Release }): string {
  const exact = readRelease(said);
  if (exact) return `==${exact.join('.')}.*`;
  const specifier = readPoetrySpecifier(said);
  const allowed = Array.from({ length: 30 }, (_, minor) => minor).filter((minor) => fits(`3.${minor}.99`, specifier));
  if (!allowed.some((minor) => minor >= first[1] && minor <= last[1])) return specifier;
  const lower = allowed.some((minor) => minor < first[1]) ? [`>=3.${first[1]}`] : [];
  const upper = allowed.some((minor) => minor > last[1]) ? [`<3.${last[1] + 1}`] : [];
  return [specifier, ...lower, ...upper].join(',');
}

/** Poetry's caret: `^3.10` is `>=3.10,<4`. */
function readPoetrySpecifier(said: string): string {
  return said.replaceAll(
    /\^\s*(\d+)((?:\.\d+)*)/g,
    (_, major: string, rest: string) => `>=${major}${rest},<${Number(major) + 1}`,
  );
}

function listAdded(
  project: Project,
  config: Config,
  decisions: Decisions,
  { services, server }: { readonly services: readonly PlannedService[]; readonly server: WebProcess['server'] },
): readonly string[] {
  const installed = new Set(project.dependencies.installed.value);
  const [django] = likelyReleases(project.django.value);
  const release: Release = django ?? [4, 2];
  const drivers = services.flatMap(({ kind }) => {
    const { driver } = serviceOf(kind);
    return driver && !driver.packages.some((name) => installed.has(name)) ? [driver.requirement(release)] : [];
  });
  const lacking = [...listServer(server, installed), ...listStatic(release, installed), ...new Set(drivers)];
  const added = [...lacking, ...(config.build.add?.value ?? [])];
  const why = 'What production needs and the project does not bring.';
  decisions.record({
    key: 'build.add',
    value: added,
    from: config.build.add?.from ?? 'default',
    at: config.build.add?.at ?? null,
    why,
  });
  return added;
}

function listServer(server: WebProcess['server'], installed: ReadonlySet<string>): string[] {
  const requirements = { gunicorn: 'gunicorn>=23', uvicorn: 'uvicorn>=0.30', uwsgi: 'uwsgi>=2.0.26' };
  return installed.has(server) ? [] : [requirements[server]];
}

/** WhiteNoise 6.8 no longer knows Django before 4.2: https://whitenoise.readthedocs.io/en/latest/changelog.html */
function listStatic(django: Release, installed: ReadonlySet<string>): string[] {
  const old = django[0] < 4 || (django[0] === 4 && django[1] < 2);
  const whitenoise = installed.has('whitenoise') ? [] : [old ? 'whitenoise>=5.3,<6.8' : 'whitenoise>=6.5'];
  return installed.has('brotli') ? whitenoise : [...whitenoise, 'brotli>=1.0.9'];
}
