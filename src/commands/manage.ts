/** `nuages manage -- COMMAND`: in, words of a management command; out, its exit code, run in the release that serves. */

import { type ExitCode, exitCode, UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import { runtimeCommand } from '../targets/local/runtime.ts';
import { openLocalSite, requireCurrent } from './local-site.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'manage',
  summary: 'run a management command of the project in the release that serves',
  example: 'nuages manage -- createsuperuser    with the code, settings, secrets and database of production',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [],
  passThrough: true,
  run: async ({ args, rest, world }) => {
    if (rest.length === 0) {
      const message = 'no management command was given';
      throw new UserError(
        { level: 'error', code: 'no-command', message, fix: 'nuages manage -- help' },
        exitCode.usage,
      );
    }
    const site = await openLocalSite(world, args.dir);
    const command = runtimeCommand(site.layout, requireCurrent(site), ['manage', ...rest], world.env.PATH ?? '');
    const env = { ...command.env, ...superuserVariables(world.env) };
    const { status } = await world.shell.run({ ...command, env, interactive: true });
    // The command's own code is passed on, whatever it means there.
    return (status ?? exitCode.interrupted) as ExitCode;
  },
};

/** What `createsuperuser --noinput` reads: https://docs.djangoproject.com/en/stable/ref/django-admin/#createsuperuser */
function superuserVariables(env: World['env']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith('DJANGO_SUPERUSER_') && value !== undefined ? [[name, value]] : [],
    ),
  );
}
