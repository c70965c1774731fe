/** A bare Debian in a folder: in, a place; out, a tree with git, Python, and this machine's Node and npm, and a way to enter it. */

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

const suite = 'bookworm';
/** What the README asks for, but for Node.js, which this machine lends, and python3-venv, which a test adds. */
const packages = ['ca-certificates', 'git', 'python3'];
const tarball = resolve('.cache', 'bare', `${suite}.tar`);
const certificates = '/etc/ssl/certs/of-the-host.crt';

export interface Person {
  readonly name: string;
  readonly ids: string;
  readonly home: string;
}

/** Lays the tree at `root`, from a tarball that is made once and kept in .cache. */
export function layTree(root: string): void {
  if (!existsSync(tarball)) makeTarball();
  mkdirSync(root, { recursive: true });
  run('tar', '-xpf', tarball, '-C', root);
  for (const name of ['resolv.conf', 'hosts']) {
    if (existsSync(`/etc/${name}`)) copyFileSync(`/etc/${name}`, join(root, 'etc', name));
  }
  const bundle = process.env.SSL_CERT_FILE ?? '/etc/ssl/certs/ca-certificates.crt';
  if (existsSync(bundle)) copyFileSync(bundle, join(root, certificates));
  lendNode(root);
}

function makeTarball(): void {
  const folder = `${tarball}.making`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('debootstrap', '--variant=minbase', `--include=${packages.join(',')}`, suite, folder);
  // Fetched now and installed later: what the tree does without it is a test, too.
  enterAs(folder, { name: 'root', ids: '0:0', home: '/root' }, 'apt-get install -y --download-only python3-venv');
  run('tar', '-cpf', `${tarball}.part`, '-C', folder, '.');
  renameSync(`${tarball}.part`, tarball);
  rmSync(folder, { recursive: true, force: true });
}

/** The machine's own Node and npm, not the newer one that `npm run` puts first on the path. */
function lendNode(root: string): void {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const node = folders.map((folder) => join(folder, 'node')).find(existsSync);
  const npm = folders.map((folder) => join(folder, 'npm')).find(existsSync);
  if (node === undefined || npm === undefined) throw new Error('there is no node or npm on PATH');
  const local = join(root, 'usr', 'local');
  mkdirSync(join(local, 'lib', 'node_modules'), { recursive: true });
  copyFileSync(realpathSync(node), join(local, 'bin', 'node'));
  cpSync(dirname(dirname(realpathSync(npm))), join(local, 'lib', 'node_modules', 'npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin', 'npm'));
  symlinkSync('../lib/node_modules/npm/bin/npx-cli.js', join(local, 'bin', 'npx'));
}

/** What one run in the tree gave. */
export interface Visit {
  readonly status: number | null;
  readonly output: string;
}

/**
 * Runs a line of bash in the tree, with a process and mount namespace of its own: whatever it leaves running ends with it.
 * Only the network and the certificates come from here.
 */
export function enterAs(root: string, person: Person, line: string): Visit {
  const mounts = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev"';
  const change = 'ids=$1; shift; exec chroot --userspec="$ids" "$0" "$@"';
  const environment = Object.entries(environmentOf(person)).map(([name, value]) => `${name}=${value}`);
  const inside = ['/usr/bin/env', '-i', ...environment, 'bash', '-c', `cd "$HOME" && ${line}`];
  const isolate = [
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'bash',
    '-c',
    `${mounts} || exit; ${change}`,
    root,
    person.ids,
    ...inside,
  ];
  const { status, stdout, stderr } = spawnSync('unshare', isolate, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, output: stdout + stderr };
}

function environmentOf(person: Person): Record<string, string> {
  const passed = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
  const proxies = passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const bundles = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'npm_config_cafile', 'GIT_SSL_CAINFO'];
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: person.home,
    USER: person.name,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    npm_config_update_notifier: 'false',
    ...Object.fromEntries(proxies),
    ...Object.fromEntries(bundles.map((name) => [name, certificates])),
  };
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
