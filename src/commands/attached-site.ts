/** A site tied to this terminal: in, its folder; out, its log as it comes, until Ctrl-C stops it. */

import { type ExitCode, exitCode, UserError } from '../model/problem.ts';
import type { World } from '../model/shell.ts';
import type { Layout } from '../targets/local/layout.ts';
import { connectSupervisor } from '../targets/local/supervisor/client.ts';
import { followLog } from './log-lines.ts';

/**
 * Follows the log. The supervisor stops when we close the connection, or die.
 * @returns 130 after Ctrl-C; 1 when the site ended by itself
 */
export async function followSite(world: World, layout: Layout): Promise<ExitCode> {
  const client = await connectSupervisor(layout.run);
  if (client === undefined) {
    throw new UserError({
      level: 'error',
      code: 'supervisor-failed',
      message: 'the site has ended',
      fix: 'nuages logs',
    });
  }
  await client.attach();
  world.terminal.say('Press Ctrl-C to stop the site (up --detach leaves it running). Its log:');
  const following = new AbortController();
  const log = followLog(world, layout.webLog, 0, following.signal);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    if (world.signal.aborted) resolve('interrupted');
    world.signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });
  const how = await Promise.race([client.closed.then(() => 'ended' as const), interrupted]);
  following.abort();
  await log;
  if (how === 'ended') {
    world.terminal.say('The site was stopped from elsewhere.');
    return exitCode.done;
  }
  world.terminal.say('Stopping the site ...');
  await client.stop();
  return exitCode.interrupted;
}
