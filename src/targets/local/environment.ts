/** The virtual environment of a release: in, its source and build; out, a folder in `.nuages/envs`, made or used again. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Build } from '../../model/plan.ts';
import { ToolError } from '../../model/problem.ts';
import type { World } from '../../model/shell.ts';
import { hashOf } from '../../release/record.ts';
import { createInstaller, type Installer } from './installer.ts';
import type { Layout } from './layout.ts';
import type { Python } from './python.ts';
import { chooseInstallation, type Installation, readDependencyFiles, usesLocalFolders } from './requirements.ts';

/** Written last: an environment without it was interrupted and is never used. */
export const completeMark = 'nuages-complete.json';

export interface EnvironmentRequest {
  readonly layout: Layout;
  readonly build: Build;
  /** The release's copy of the project. */
  readonly source: string;
  readonly tree: string;
  readonly python: Python;
  readonly installerEnv: Readonly<Record<string, string>>;
}

/**
 * What an environment depends on. Its own place is part of it, since environments cannot be moved.
 * @returns 16 hexadecimal digits
 */
export function environmentKey(world: World, request: EnvironmentRequest): string {
  const { build, layout, python, source, tree } = request;
  const files = readDependencyFiles(world.disk, source, build);
  const installation = chooseInstallation(world.disk, source, build);
  const buildsProject = installation.kind === 'lines' && installation.lines.includes('.');
  const sources = buildsProject || usesLocalFolders(files) ? tree : null;
  return hashOf({ python, manager: build.manager, files, added: build.added, at: layout.environments, sources });
}

/**
 * Finds the environment for this very build, or makes it: the project's locked dependencies, then what is added to serve it.
 * The folder gets a name of its own, so that an installer that outlived its interrupted run cannot write into a new one.
 * @returns the folder's name in `.nuages/envs`
 */
export async function ensureEnvironment(
  world: World,
  request: EnvironmentRequest,
  detail: (text: string) => void,
): Promise<string> {
  const key = environmentKey(world, request);
  const { environments } = request.layout;
  for (const name of world.disk.list(environments)) {
    if (name.startsWith(`${key}-`) && (await isUsable(world, join(environments, name)))) return name;
  }
  const name = `${key}-${randomBytes(2).toString('hex')}`;
  const folder = join(environments, name);
  world.disk.makeFolder(environments, 0o700);
  const files = readDependencyFiles(world.disk, request.source, request.build);
  const installer = await createInstaller(world, request.python, request.installerEnv, detail, files);
  await installer.create(folder);
  await installProject(world, request, installer, folder);
  if (request.build.added.length > 0) await installer.install(folder, request.build.added, request.source);
  world.disk.write(join(folder, completeMark), JSON.stringify({ key, python: request.python }));
  return name;
}

/** An environment only points at the Python that made it, which an update of the system may have taken away. */
export async function isUsable(world: World, folder: string): Promise<boolean> {
  if (!world.disk.exists(join(folder, completeMark))) return false;
  return (await world.shell.which(join(folder, 'bin', 'python'))) !== undefined;
}

async function installProject(
  world: World,
  request: EnvironmentRequest,
  installer: Installer,
  folder: string,
): Promise<void> {
  const installation = chooseInstallation(world.disk, request.source, request.build);
  const args = await installArguments(world, request, installer, installation, folder);
  if (args.length > 0) await installer.install(folder, args, request.source);
}

async function installArguments(
  world: World,
  request: EnvironmentRequest,
  installer: Installer,
  installation: Installation,
  folder: string,
): Promise<readonly string[]> {
  if (installation.kind === 'lines') return installation.lines;
  if (installation.kind === 'files') return installation.paths.flatMap((path) => ['-r', path]);
  const tool = await ensureTool(world, request, installer, installation);
  const cwd = join(request.source, installation.folder);
  const output = await world.shell.run({ program: tool, args: installation.args, cwd, env: request.installerEnv });
  if (output.status !== 0) throw new ToolError(installation.tool, output.status, output.stderr);
  const file = join(folder, 'nuages-requirements.txt');
  world.disk.write(file, output.stdout);
  return ['-r', file];
}

/** The tool that reads a lock: the person's own, else one of ours in `.nuages/tools`, away from the project's packages. */
async function ensureTool(
  world: World,
  request: EnvironmentRequest,
  installer: Installer,
  installation: Extract<Installation, { kind: 'export' }>,
): Promise<string> {
  const own = installation.tool === 'poetry' ? undefined : await world.shell.which(installation.tool);
  if (own !== undefined) return own;
  const folder = join(request.layout.tools, `${installation.tool}-${request.python.version}`);
  const program = join(folder, 'bin', installation.tool);
  if (world.disk.exists(join(folder, completeMark))) return program;
  world.disk.remove(folder);
  world.disk.makeFolder(request.layout.tools, 0o700);
  await installer.create(folder);
  await installer.install(folder, installation.packages, request.source);
  world.disk.write(join(folder, completeMark), '{}');
  return program;
}
