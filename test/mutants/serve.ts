/** A mutant at work: in, the folder below test/mutants; out, its URL and a way to end it. */

import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mutants = resolve('test', 'mutants');

export interface ServedMutant {
  readonly url: string;
  end(): Promise<void>;
}

/** What every site needs and only some change: made once, to be copied. */
export interface Prepared {
  /** Programs of the virtual environment. */
  readonly bin: string;
  /** A folder with a migrated database and collected static files. */
  readonly site: string;
}

/** Migrates and collects for the healthy site. */
export async function prepareSite(bin: string): Promise<Prepared> {
  const site = mkdtempSync(join(tmpdir(), 'nuages-healthy-'));
  const env = environmentOf(bin, 'healthy', site);
  await run(join(bin, 'python'), ['-m', 'django', 'migrate', '-v0'], { env });
  await run(join(bin, 'python'), ['-m', 'django', 'collectstatic', '--noinput'], { env });
  return { bin, site };
}

/** Serves `examples/polls` with the settings of one mutant (or of `healthy`) by gunicorn on a free port. */
export async function serveMutant({ bin, site: healthy }: Prepared, name: string): Promise<ServedMutant> {
  const site = mkdtempSync(join(tmpdir(), 'nuages-mutant-'));
  const env = environmentOf(bin, name, site);
  const collects = /^k02-static-(hashed|gzip|brotli)$/.test(name);
  cpSync(healthy, site, { recursive: true, filter: (path) => !(collects && path === join(healthy, 'static')) });
  if (collects) await run(join(bin, 'python'), ['-m', 'django', 'collectstatic', '--noinput'], { env });
  const port = await findFreePort();
  const args = ['--bind', `127.0.0.1:${port}`, '--threads', '8', '--log-level', 'error', 'site_wsgi:application'];
  const server = spawn(join(bin, 'gunicorn'), args, { env, stdio: 'ignore' });
  const ended = new Promise<void>((settle) => server.once('exit', () => settle()));
  const url = `http://127.0.0.1:${port}/`;
  await waitFor(url);
  return {
    url,
    end: async () => {
      server.kill('SIGTERM');
      await ended;
      rmSync(site, { recursive: true, force: true });
    },
  };
}

function environmentOf(bin: string, name: string, site: string): Record<string, string> {
  const folders = [join(mutants, name), join(mutants, 'healthy'), resolve('examples', 'polls')];
  return {
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    PYTHONPATH: folders.join(delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    DJANGO_SETTINGS_MODULE: name === 'healthy' ? 'site_settings' : 'broken',
    SITE: site,
  };
}

export function findFreePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? settle(address.port) : fail(new Error('no port'))));
    });
  });
}

async function waitFor(url: string): Promise<void> {
  const limit = performance.now() + 30_000;
  while (performance.now() < limit) {
    const up = await fetch(new URL('/healthz', url), { redirect: 'manual' }).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((settle) => setTimeout(settle, 100));
  }
  throw new Error(`${url} did not answer within 30 s`);
}
