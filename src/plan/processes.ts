/** The processes that answer requests: in, facts and wishes; out, the web process, its sizes open where the host decides. */

import type { Config, Setting } from '../config/index.ts';
import type { WebProcess } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Decisions } from './decisions.ts';

/** Decides the web process. Workers and threads stay null unless the user said them: place() knows the host. */
export function planWeb(project: Project, config: Config, decisions: Decisions): WebProcess {
  const { web } = config;
  recordSize(decisions, 'web.workers', web.workers);
  recordSize(decisions, 'web.threads', web.threads);
  const serve = decisions.choose('serve', {
    said: config.serve,
    fact: project.serve,
    default: 'wsgi',
    why: 'The usual interface.',
  });
  return {
    kind: 'web',
    name: 'web',
    server: decisions.choose('web.server', {
      said: web.server,
      default: serve === 'asgi' ? 'uvicorn' : 'gunicorn',
      why: `The server for ${serve.toUpperCase()}.`,
    }),
    workers: web.workers?.value ?? null,
    threads: web.threads?.value ?? null,
    timeoutSeconds: decisions.choose('web.timeout', {
      said: web.timeoutSeconds,
      default: 30,
      why: 'Long enough for a page, short enough for a worker that hangs.',
    }),
    graceSeconds: decisions.choose('web.grace', {
      said: web.graceSeconds,
      default: 30,
      why: 'As long as the longest request may take.',
    }),
  };
}

function recordSize(decisions: Decisions, key: string, said: Setting<number> | undefined): void {
  if (said) decisions.choose(key, { said, default: 0, why: '' });
}
