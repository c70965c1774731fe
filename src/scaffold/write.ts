/** Rendered files on disk: in, a project's folder and the files; out, what was written, merged, kept or is in conflict. */

import { join } from 'node:path';
import type { Disk } from '../model/shell.ts';
import type { RenderedFile } from '../model/target.ts';
import { mergeRendered, sameText } from './merge.ts';

/** Paths relative to the project's folder, in the order given. Each file is in exactly one list. */
export interface WriteSummary {
  /** New, or renewed because nobody had edited it. */
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Edited by the user and changed by nuages, in different lines. */
  readonly merged: readonly string[];
  /** Left as it is; the new text lies beside it as `<path>.new`. */
  readonly conflicted: readonly string[];
  /** Only written when absent, and it is there; or edited by the user while nuages has nothing new. */
  readonly kept: readonly string[];
}

type Outcome = keyof WriteSummary;

/** What is to be done for one file. */
interface Change {
  readonly path: string;
  readonly outcome: Outcome;
  /** The new text of the file itself, or null to leave it. */
  readonly text: string | null;
  /** The new text of `<path>.new`, or null to leave it. */
  readonly beside: string | null;
  /** What nuages rendered: the base of the next merge, or null when the file was not touched by nuages. */
  readonly rendered: string | null;
  readonly mode: number;
}

/** Looks and compares; writes nothing. For `--dry-run`. */
export function compareRendered(disk: Disk, folder: string, files: readonly RenderedFile[]): WriteSummary {
  return summarise(files.map((file) => compareFile(disk, folder, file)));
}

/**
 * Writes the files, and keeps their texts in `.nuages/base/` for the next merge. A second call with the same files changes
 * nothing. While `<path>.new` is there its file counts as in conflict: delete it when you have taken over what you want.
 */
export function writeRendered(disk: Disk, folder: string, files: readonly RenderedFile[]): WriteSummary {
  ignoreStateFolder(disk, folder);
  const changes = files.map((file) => compareFile(disk, folder, file));
  for (const change of changes) applyChange(disk, folder, change);
  return summarise(changes);
}

/** `.nuages/` keeps itself out of git, so that no file of the user has to be changed for it. */
function ignoreStateFolder(disk: Disk, folder: string): void {
  const path = join(folder, '.nuages', '.gitignore');
  if (disk.exists(path)) return;
  disk.makeFolder(join(folder, '.nuages'), 0o700);
  disk.write(path, '*\n');
}

function compareFile(disk: Disk, folder: string, file: RenderedFile): Change {
  const { path, content, mode } = file;
  const ours = disk.read(join(folder, path));
  const base = disk.read(basePath(folder, path));
  const common = { path, mode, rendered: content };
  if (ours === undefined) return { ...common, outcome: 'written', text: content, beside: null };
  if (file.keep && !sameText(ours, content))
    return { ...common, outcome: 'kept', text: null, beside: null, rendered: null };
  const beside = disk.read(join(folder, `${path}.new`));
  if (sameText(ours, content)) return { ...common, outcome: 'unchanged', text: null, beside: null };
  if (beside !== undefined) {
    const isTouched = base === undefined || !sameText(beside, base);
    return {
      ...common,
      outcome: 'conflicted',
      text: null,
      beside: isTouched || sameText(beside, content) ? null : content,
    };
  }
  if (base !== undefined && sameText(base, content)) return { ...common, outcome: 'kept', text: null, beside: null };
  const merge = mergeRendered(base, ours, content);
  if (merge.conflicts > 0) return { ...common, outcome: 'conflicted', text: null, beside: content };
  const isEdited = base === undefined || !sameText(base, ours);
  return { ...common, outcome: isEdited ? 'merged' : 'written', text: merge.text, beside: null };
}

function applyChange(disk: Disk, folder: string, { path, text, beside, rendered, mode }: Change): void {
  if (text !== null) writeFile(disk, join(folder, path), text, mode);
  if (beside !== null) writeFile(disk, join(folder, `${path}.new`), beside, mode);
  if (rendered === null || disk.read(basePath(folder, path)) === rendered) return;
  writeFile(disk, basePath(folder, path), rendered, 0o644);
}

function writeFile(disk: Disk, path: string, text: string, mode: number): void {
  disk.makeFolder(join(path, '..'));
  disk.write(path, text, mode);
}

function basePath(folder: string, path: string): string {
  return join(folder, '.nuages', 'base', path);
}

function summarise(changes: readonly Change[]): WriteSummary {
  const of = (outcome: Outcome) => changes.filter((change) => change.outcome === outcome).map(({ path }) => path);
  return {
    written: of('written'),
    unchanged: of('unchanged'),
    merged: of('merged'),
    conflicted: of('conflicted'),
    kept: of('kept'),
  };
}
