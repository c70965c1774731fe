/** The package as users get it: in, this checkout; out, the packed tarball installed in a folder of its own. */

import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packs (which compiles), and installs the tarball into an empty folder as a user would. */
export function installPackage(folder: string): void {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`];
  execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
}
