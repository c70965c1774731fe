/** What must be quick: in, the installed package and a scratch folder; out, one comparison for each promise. */

import { cpSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { writeLargeProject } from './large-project.ts';
import { type Comparison, compare, timeCommand } from './measure.ts';

const node = process.execPath;

/** `--help` against a Node that does nothing. */
export function compareHelp(launcher: string): Comparison {
  const ways = {
    reference: () => timeCommand(node, ['-e', '0']),
    subject: () => timeCommand(node, [launcher, '--help']),
  };
  return { title: '--help', reference: 'node -e 0', subject: 'nuages --help', limit: 4, samples: compare(ways, 15) };
}

/** `plan` on a project of 3,000 Python files, a new process each time, against a Node that does nothing. */
export function comparePlan(launcher: string, scratch: string): Comparison {
  const folder = join(scratch, 'large');
  const count = writeLargeProject(folder, 300);
  const ways = {
    reference: () => timeCommand(node, ['-e', '0']),
    subject: () => timeCommand(node, [launcher, 'plan', folder, '--json']),
  };
  const title = `plan, ${count} Python files`;
  return { title, reference: 'node -e 0', subject: 'nuages plan', limit: 20, samples: compare(ways, 9) };
}

/** `up` again with nothing changed, against the first `up` of a project in a new folder. */
export async function compareUp(launcher: string, scratch: string, project: string): Promise<Comparison> {
  const samples: { reference: number; subject: number }[] = [];
  for (const round of [1, 2, 3]) {
    const folder = join(scratch, `up-${round}`);
    mkdirSync(folder);
    cpSync(project, folder, { recursive: true, filter: (path) => !path.includes('.nuages') });
    const up = [launcher, 'up', folder, '--detach', '--port', String(await freePort())];
    try {
      const reference = timeCommand(node, up);
      samples.push({ reference, subject: timeCommand(node, up) });
    } finally {
      timeCommand(node, [launcher, 'down', folder]);
    }
  }
  return { title: 'up, unchanged', reference: 'first up', subject: 'up again', limit: 0.25, samples };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
