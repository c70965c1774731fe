/** `nuages deploy`: in, a project and a target; out, the site serving there. */

import { exitCode, UserError } from '../model/problem.ts';
import { targetNames } from '../targets/list.ts';
import { rolloutOptions } from './rollout-options.ts';
import { runUp } from './up.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'deploy',
  summary: 'put the project into production on a target',
  example: 'nuages deploy path/to/project --target local    the same as up',
  arguments: [{ name: 'dir', summary: 'the project (.)', required: false }],
  options: [
    { flags: '--target <name>', summary: `where: ${targetNames.join(', ')}`, default: 'local' },
    ...rolloutOptions,
  ],
  run: (input) => {
    const name = String(input.options.target);
    if (name === 'local') return runUp(input, 'deploy');
    const fix = `use one of: ${targetNames.join(', ')}`;
    const problem = { level: 'error', code: 'unknown-target', message: `there is no target ${name}`, fix } as const;
    throw new UserError(problem, exitCode.usage);
  },
};
