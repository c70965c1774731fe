/** A PostgreSQL for a test: in, the programs that the machine has; out, a server on a port and a socket, which ends without a trace. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

/** With what is percent-encoded in a URL. */
const login = { user: 'site', password: 'p@ss/w:rd' } as const;

export interface Postgres {
  readonly port: number;
  /** Folder of the socket, on which everybody of this machine is let in without a password. */
  readonly socket: string;
  /** `USER:PASSWORD`, encoded for a URL, and demanded on the port. */
  readonly login: string;
  readonly user: string;
  createDatabase(name: string): void;
  /** The first value of what a query answers. */
  ask(database: string, query: string): string;
  end(): Promise<void>;
}

/** It refuses to run as root, so root runs it as the user of the package, or as nobody. */
function findOwner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string, user: string) => spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout.trim();
  const user = idOf('-u', 'postgres') === '' ? 'nobody' : 'postgres';
  return { uid: Number(idOf('-u', user)), gid: Number(idOf('-g', user)) };
}

/** Starts a server with an empty cluster in a temporary folder, from the programs in another. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'nuages-pg-'));
  const options = {
    ...findOwner(),
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    encoding: 'utf8',
  } as const;
  const run = (program: string, ...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(join(programs, program), args, options);
    expect(status, `${program} ${args.join(' ')}\n${stderr}`).toBe(0);
    return stdout.trim();
  };
  const { data, socket, secret } = makeFolders(folder, findOwner());
  run('initdb', '-D', data, '-U', login.user, `--pwfile=${secret}`, '-A', 'scram-sha-256', '--auth-local=trust', '-N');
  const port = await findFreePort();
  const place = ['-D', data, '-k', socket, '-h', '127.0.0.1', '-p', String(port), '-F'];
  const server = spawn(join(programs, 'postgres'), place, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  await waitUntilReady(server);
  const at = ['-X', '-A', '-t', '-h', socket, '-p', String(port), '-U', login.user];
  const ask = (database: string, query: string) => run('psql', ...at, '-d', database, '-c', query);
  return {
    port,
    socket,
    login: `${login.user}:${encodeURIComponent(login.password)}`,
    user: login.user,
    createDatabase: (name) => void ask('postgres', `CREATE DATABASE ${name}`),
    ask,
    end: async () => {
      // Fast shutdown: https://www.postgresql.org/docs/current/server-shutdown.html
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everybody may pass through the folder to the socket; the cluster makes its own folder private. */
function makeFolders(folder: string, owner: ReturnType<typeof findOwner>) {
  const paths = { data: join(folder, 'data'), socket: join(folder, 'socket'), secret: join(folder, 'password') };
  mkdirSync(paths.socket);
  writeFileSync(paths.secret, login.password);
  chmodSync(folder, 0o755);
  if (owner) for (const path of [folder, paths.socket, paths.secret]) chownSync(path, owner.uid, owner.gid);
  return paths;
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((settle, fail) => {
    server.on('error', fail);
    server.on('exit', (code) => fail(new Error(`postgres ended with ${code}\n${said}`)));
    server.stderr?.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('ready to accept connections')) settle();
    });
  });
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a listening socket has no port');
  return address.port;
}
