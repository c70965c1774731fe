/** The library door: in, a folder or a URL; out, what the verbs know, as data. The verbs' text stays in commands/. */

import type { PartialWrittenConfig } from './config/index.ts';
import type { Plan } from './model/plan.ts';
import { UserError } from './model/problem.ts';
import type { Project } from './model/project.ts';
import type { RenderedFile } from './model/target.ts';
import { openSource } from './system/source.ts';
import type { VerifyOptions, VerifyReport } from './verify/index.ts';

export type { PartialWrittenConfig } from './config/index.ts';
export * from './model/plan.ts';
export * from './model/problem.ts';
export * from './model/project.ts';
export type { Placement, Release, RenderedFile } from './model/target.ts';
export type { Finding, Outcome, VerifyOptions, VerifyReport } from './verify/index.ts';

export interface ProjectOptions {
  /** What `nuages.toml` would say; wins over it. */
  readonly config?: PartialWrittenConfig | undefined;
  /** `production` unless given: which `[env.<name>]` and `.env.<name>` apply. */
  readonly environment?: string | undefined;
}

/**
 * Reads a Django project without running it, with the answers of its configuration.
 * @throws UserError when there is none, or its settings cannot be read, and for a configuration that is wrong
 */
export async function inspect(folder: string, options: ProjectOptions = {}): Promise<Project> {
  const [{ inspectAnswered }, { loadConfig }] = await Promise.all([
    import('./commands/answered-project.ts'),
    import('./config/index.ts'),
  ]);
  const source = openSource(folder);
  const config = loadConfig(source, { environment: options.environment, flags: options.config });
  return inspectAnswered(source, process.env, config);
}

/**
 * Decides what must run. Its problems stand in the plan.
 * @throws UserError for what is no project, and for a configuration that is wrong
 */
export async function plan(folder: string, options: ProjectOptions = {}): Promise<Plan> {
  const { planProject } = await import('./commands/planned-project.ts');
  return planProject({ env: process.env }, folder, options.config ?? {}, options.environment).plan;
}

/**
 * The files that a target would be given, as data; writes none.
 * @throws UserError with all errors of the stage that failed
 */
export async function render(folder: string, options: ProjectOptions = {}): Promise<readonly RenderedFile[]> {
  const [{ planProject }, { place }, { readHost }, { getTarget }] = await Promise.all([
    import('./commands/planned-project.ts'),
    import('./plan/index.ts'),
    import('./system/host.ts'),
    import('./targets/list.ts'),
  ]);
  const world = { env: process.env };
  const { plan, config } = planProject(world, folder, options.config ?? {}, options.environment);
  const target = await getTarget(config.target?.value ?? 'local');
  const placement = place(plan, target, readHost());
  const problems = [...plan.problems, ...placement.problems, ...target.check(placement)];
  if (problems.some(({ level }) => level === 'error')) throw new UserError(problems);
  return target.render(placement);
}

/** What `up --detach` came to. */
export interface Deployment {
  readonly url: string;
  /** The release that serves now. */
  readonly release: string;
  /** False when it served already. */
  readonly changed: boolean;
}

export interface DeployOptions {
  readonly environment?: string | undefined;
  readonly domains?: readonly string[] | undefined;
  /** 0 for any free one. */
  readonly port?: number | undefined;
}

/**
 * Puts a project into production on this machine, and returns when it serves. Its talk goes to stderr; while it works, Ctrl-C
 * takes back what is not done.
 * @throws UserError when something was refused; the release that served before serves on then
 */
export async function deploy(folder: string, options: DeployOptions = {}): Promise<Deployment> {
  const [{ createWorld }, { runUp }] = await Promise.all([import('./system/world.ts'), import('./commands/up.ts')]);
  const { environment: env, domains: domain, port } = options;
  const world = createWorld();
  const results: string[] = [];
  const terminal = { ...world.terminal, result: (text: string) => void results.push(text) };
  const words = { env, domain, port: port?.toString(), detach: true, json: true };
  await runUp({ args: { dir: folder }, rest: [], options: words, world: { ...world, terminal } }, 'deploy');
  return JSON.parse(results.join('')) as Deployment;
}

/**
 * Asks a running site, any site, from outside, which promises of the contract it keeps.
 * @throws UserError when nothing answers at the URL
 */
export async function verify(url: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { verifySite } = await import('./verify/index.ts');
  return verifySite(url, options);
}
