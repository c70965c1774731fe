/** A virtual environment for tests: in, pinned requirements; out, the folder of its programs, made once for each set of pins. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes the environment of a requirements file below .cache/, or finds it there. Needs python3 with venv. */
export async function makePythonEnvironment(requirements: string): Promise<string> {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = resolve('.cache', 'python', key);
  const mark = join(folder, 'complete');
  if (existsSync(mark)) return join(folder, 'bin');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '..'), { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  const install = ['install', '--quiet', '--disable-pip-version-check', '-r', resolve(requirements)];
  await run(join(folder, 'bin', 'pip'), install);
  // The mark comes last: an interrupted installation is made anew.
  writeFileSync(mark, '');
  return join(folder, 'bin');
}
