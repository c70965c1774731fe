/** The verbs, in the order of `--help`: in, nothing; out, names and how to load each. The single list; all else derives from it. */

import type { Verb } from './verb.ts';

export interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** True for what nuages calls itself and no person types. */
  readonly hidden?: boolean;
  load: () => Promise<{ readonly verb: Verb }>;
}

/** Summaries stand here as well as in the verbs, so that `--help` loads none of them; test/cli.test.ts keeps them equal. */
export const verbs: readonly VerbEntry[] = [
  {
    name: 'inspect',
    summary: 'read a project and show each fact with the line that says so',
    load: () => import('./inspect.ts'),
  },
  { name: 'plan', summary: 'show what would run, and why', load: () => import('./plan.ts') },
  { name: 'init', summary: 'write nuages.toml, asking what reading cannot decide', load: () => import('./init.ts') },
  { name: 'render', summary: "write the target's files into deploy/", load: () => import('./render.ts') },
  { name: 'up', summary: 'put the project into production mode on this machine', load: () => import('./up.ts') },
  { name: 'deploy', summary: 'put the project into production on a target', load: () => import('./deploy.ts') },
  { name: 'down', summary: 'stop the site and keep its data', load: () => import('./down.ts') },
  {
    name: 'status',
    summary: 'say whether the site serves, which release, and how it is',
    load: () => import('./status.ts'),
  },
  { name: 'logs', summary: "show the site's log", load: () => import('./logs.ts') },
  {
    name: 'manage',
    summary: 'run a management command of the project in the release that serves',
    load: () => import('./manage.ts'),
  },
  { name: 'releases', summary: 'list the releases that are kept', load: () => import('./releases.ts') },
  { name: 'rollback', summary: 'serve an earlier release again', load: () => import('./rollback.ts') },
  {
    name: 'verify',
    summary: 'check from outside which promises of the contract a running site keeps',
    load: () => import('./verify.ts'),
  },
  {
    name: 'supervise',
    summary: 'keep a local site running (used by up)',
    hidden: true,
    load: () => import('./supervise.ts'),
  },
];
