/** Committed text for the target local: in, a placement; out, runtime.json and a page on how this very project runs. */

import type { Placement, RenderedFile } from '../../model/target.ts';
import { formatOverlay } from './desired.ts';

/** Pure: same placement, same bytes. */
export function renderLocal(placement: Placement): readonly RenderedFile[] {
  return [
    file('deploy/local/runtime.json', formatOverlay(placement.plan.overlay)),
    file('deploy/README.md', describeDeployment(placement)),
  ];
}

function file(path: string, content: string): RenderedFile {
  return { path, content, mode: 0o644, keep: false };
}

function describeDeployment(placement: Placement): string {
  const { plan, web } = placement;
  const services = plan.services.map((service) => `${service.kind} (${service.name})`).join(', ') || 'none';
  return `${[
    `# How ${plan.name} is deployed`,
    'Written by `nuages render`. Edit it as you like: your changes are merged with those of later versions.',
    '## What was found',
    [
      `- Settings: \`${plan.project.settings}\`, run by \`${plan.project.managePy}\``,
      `- Python ${plan.build.python}; dependencies from ${plan.build.files.map(code).join(', ') || 'no file'}`,
      `- Added to serve it, in the virtual environment only: ${plan.build.added.map(code).join(', ') || 'nothing'}`,
      `- Databases and other services: ${services}`,
      `- Web server: gunicorn, ${web.workers} workers with ${web.threads} threads each`,
      `- Health: \`${plan.http.health.alive}\` (alive), \`${plan.http.health.ready}\` (ready)`,
      `- Hosts: ${plan.http.domains.map(code).join(', ') || "only this machine's own names"}`,
    ].join('\n'),
    '## Variables',
    describeVariables(placement),
    '## On this machine, with nuages',
    fence([
      'nuages up',
      'nuages status',
      'nuages logs -f',
      'nuages manage -- createsuperuser',
      'nuages rollback',
      'nuages down',
    ]),
    '## On this machine, by hand',
    'The same without nuages, from the root of the project. `NUAGES` is where the package `nuages` lies (`npm root -g`/nuages).',
    fence(byHand(placement)),
  ].join('\n\n')}\n`;
}

function describeVariables({ plan }: Placement): string {
  if (plan.variables.length === 0) return 'The settings read none.';
  const rows = plan.variables.map((variable) => {
    const value = variable.secret ? '(secret)' : (variable.value ?? '');
    return `| \`${variable.name}\` | ${value.replaceAll('|', '\\|')} | ${variable.source} | ${variable.required ? 'yes' : 'no'} |`;
  });
  return ['| Name | Value | Where it comes from | Required |', '|---|---|---|---|', ...rows].join('\n');
}

function byHand({ plan, web, host }: Placement): readonly string[] {
  const { build, project } = plan;
  const installs = build.files.filter((path) => path.endsWith('.txt')).map((path) => `-r ${path}`);
  const up =
    project.directory === '.'
      ? ''
      : project.directory
          .split('/')
          .map(() => '..')
          .join('/')
          .concat('/');
  return [
    'python3 -m venv .venv-production',
    `.venv-production/bin/pip install ${[...installs, ...build.added.map((name) => `'${name}'`)].join(' ')}`,
    'mkdir -p production/secrets production/data/media production/static && chmod 700 production/secrets',
    ...plan.overlay.secrets.map((name) => `printf %s "$${name}" > production/secrets/${name}`),
    'export PYTHONPATH="$NUAGES/runtime" NUAGES_RUNTIME="$PWD/deploy/local/runtime.json" NUAGES_SITE="$PWD/production"',
    'export NUAGES_RELEASE_DIR="$PWD/production/release" NUAGES_SECRETS_DIR="$PWD/production/secrets" NUAGES_BIND=127.0.0.1:8000',
    'export NUAGES_PROXY=none   # nobody stands in front: no X-Forwarded header is believed',
    `export NUAGES_WORKERS=${web.workers} NUAGES_THREADS=${web.threads}   # for ${host.cores} cores`,
    'mkdir -p production/release && ln -sfn "$PWD" production/release/src',
    ...(project.directory === '.' ? [] : [`cd ${project.directory}`]),
    ...(build.collectStatic
      ? [`${up}.venv-production/bin/python -m nuages_runtime manage collectstatic --noinput`]
      : []),
    ...[...build.tasks, ...plan.tasks].map(
      (task) => `${up}.venv-production/bin/python -m nuages_runtime manage ${task.manage.join(' ')}`,
    ),
    `${up}.venv-production/bin/python -m gunicorn -c python:nuages_runtime.gunicorn_conf nuages_runtime.wsgi:application`,
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}

function fence(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}
