/** A plan as a person reads it: in, a placement; out, a few lines, or every decision with its reason. */

import { formatSize } from '../config/size.ts';
import type { Decision, PlannedVariable } from '../model/plan.ts';
import type { Place } from '../model/problem.ts';
import type { Placement } from '../model/target.ts';

/** The plan in a few lines; no line end after the last. */
export function formatPlan({ plan, target, web, staticBy }: Placement): string {
  const { build, http } = plan;
  const server = plan.processes.find((process) => process.kind === 'web')?.server ?? 'gunicorn';
  const rows: readonly (readonly [string, string])[] = [
    ['settings', plan.project.settings],
    ['python', build.python],
    ['install', `${build.manager}: ${build.files.join(', ') || 'nothing'}`],
    ['added', build.added.join(', ')],
    [
      'web',
      `${server}, ${web.workers} ${plural(web.workers, 'worker')} x ${web.threads} ${plural(web.threads, 'thread')}`,
    ],
    ...plan.services.map(
      ({ kind, name, external }) => [external ? 'external' : 'service', `${kind} (${name})`] as const,
    ),
    ['static', `served by the ${staticBy}`],
    ['data', plan.volumes.map(({ path }) => path).join(', ')],
    ['domains', http.domains.join(', ') || "only this machine's own names"],
    ['tasks', plan.tasks.map(({ manage }) => manage.join(' ')).join('; ')],
    ...plan.variables.map((variable, index) => [index === 0 ? 'variables' : '', describeVariable(variable)] as const),
  ];
  const lines = rows.filter(([, text]) => text !== '').map(([label, text]) => `  ${label.padEnd(10)} ${text}`);
  return [`${plan.name} (${plan.environment}) on ${target}`, ...lines].join('\n');
}

/** `STRIPE_KEY  secret, given (.env:3)`; a secret's value is nowhere in a plan. */
function describeVariable({ name, value, secret, source, at, feed }: PlannedVariable): string {
  const origin = feed ? `${feed.part === 'whole' ? 'from' : `${feed.part} of`} ${feed.from}` : source;
  return `${name}  ${secret ? 'secret' : `= ${value}`}, ${origin}${formatPlace(at, ' ')}`;
}

/** Every decided value: where it came from, and why. */
export function formatDecisions(decisions: readonly Decision[]): string {
  const width = Math.max(...decisions.map(({ key }) => key.length));
  return decisions
    .map(({ key, value, from, at, why }) => {
      const shown = formatValue(key, value);
      return `  ${key.padEnd(width)}  ${shown}\n  ${' '.repeat(width)}  ${from}${formatPlace(at, ' ')}: ${why}`;
    })
    .join('\n');
}

/** Sizes are decided in bytes and shown as people write them. */
function formatValue(key: string, value: Decision['value']): string {
  if (typeof value === 'number' && /^(web\.memory|http\.max-body)$/.test(key)) return formatSize(value);
  return typeof value === 'object' && value !== null ? value.join(', ') || 'none' : String(value ?? 'none');
}

function formatPlace(at: Place | null, before: string): string {
  return at ? `${before}(${at.file}:${at.line})` : '';
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
