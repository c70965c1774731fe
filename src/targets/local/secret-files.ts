/** Secrets of a local site: in, values; out, files of one version that are never changed (0600, in folders 0700). */

import { timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { Secret } from '../../model/secret.ts';
import type { Disk } from '../../model/shell.ts';
import { isReleaseId } from '../../release/record.ts';
import type { Layout } from './layout.ts';

/** Values that nuages made once and keeps, whatever versions come and go. */
const madeFolder = 'made';

/** The newest version that holds exactly these values, or undefined. Versions are named by time: a hash of a short value could be guessed. */
export function findSecretVersion(
  disk: Disk,
  layout: Layout,
  secrets: ReadonlyMap<string, Secret>,
): string | undefined {
  const versions = disk.list(layout.secrets).filter(isReleaseId);
  return versions.findLast((version) => holdsExactly(disk, join(layout.secrets, version), secrets));
}

/** Names of made values in whose place a version holds another one, which somebody had given. */
export function findExchanged(
  disk: Disk,
  layout: Layout,
  version: string,
  made: ReadonlyMap<string, Secret>,
): readonly string[] {
  return [...made].flatMap(([name, secret]) => {
    const before = disk.read(join(layout.secrets, version, name));
    return before === undefined || isSame(before, fileText(secret)) ? [] : [name];
  });
}

/** Writes a version beside its place and renames it, so that there is never half of one. */
export function writeSecretVersion(
  disk: Disk,
  layout: Layout,
  version: string,
  secrets: ReadonlyMap<string, Secret>,
): void {
  const folder = join(layout.secrets, version);
  if (disk.exists(folder)) return;
  const draft = join(layout.secrets, `draft-${version}`);
  disk.remove(draft);
  disk.makeFolder(draft, 0o700);
  for (const [name, secret] of secrets) disk.write(join(draft, name), fileText(secret), 0o600);
  disk.rename(draft, folder);
}

/** A value made earlier, or undefined. */
export function readMadeSecret(disk: Disk, layout: Layout, name: string): Secret | undefined {
  const value = disk.read(join(layout.secrets, madeFolder, name));
  return value === undefined ? undefined : new Secret(name, value);
}

/** Keeps a value that was made now; one that is there already wins. */
export function keepMadeSecret(disk: Disk, layout: Layout, secret: Secret): Secret {
  const folder = join(layout.secrets, madeFolder);
  disk.makeFolder(folder, 0o700);
  disk.create(join(folder, secret.name), secret.reveal(), 0o600);
  return readMadeSecret(disk, layout, secret.name) ?? secret;
}

/** Whoever reads such a file takes its last newline for the file's own, so a value that ends with one gets another. */
function fileText(secret: Secret): string {
  const value = secret.reveal();
  return value.endsWith('\n') ? `${value}\n` : value;
}

function holdsExactly(disk: Disk, folder: string, secrets: ReadonlyMap<string, Secret>): boolean {
  const names = disk.list(folder);
  if (names.length !== secrets.size) return false;
  return [...secrets].every(([name, secret]) => isSame(disk.read(join(folder, name)), fileText(secret)));
}

function isSame(left: string | undefined, right: string): boolean {
  if (left === undefined) return false;
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
