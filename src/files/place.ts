import { chmodSync, lstatSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { writeWhole } from './write.ts';

/** What stands where a file is to be written. `problem`: why it must not be touched. */
export type Place =
  | { readonly kind: 'free' }
  | {
      readonly kind: 'file';
      /** With its byte order mark, if it has one; of a link that of the file it leads to. */
      readonly text: string;
      readonly executable: boolean;
      readonly problem: string | null;
    }
  | { readonly kind: 'taken'; readonly problem: string };

/** Looks at a path before something is written there; nothing outside the folders `within` may be written. */
export function placeAt(path: string, within: readonly string[]): Place {
  const problem = problemAbove(path, within);
  if (problem !== null) return { kind: 'taken', problem };
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return { kind: 'free' };
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return { kind: 'taken', problem: `is a link that leads nowhere (${readlinkSync(path)})` };
  if (!stats.isFile()) return { kind: 'taken', problem: 'is no file' };
  const text = textOf(readFileSync(path));
  if (text === null) return { kind: 'taken', problem: 'is no text in UTF-8' };
  const isReadOnly = (stats.mode & 0o222) === 0;
  return {
    kind: 'file',
    text,
    executable: (stats.mode & 0o111) !== 0,
    problem: entry.isSymbolicLink() ? 'is a link' : isReadOnly ? 'is read-only' : null,
  };
}

/** Writes a file as a whole; the permissions that it had stay. */
export function writePlace(path: string, text: string, executable: boolean): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  writeWhole(path, text);
  if (mode !== undefined || executable) chmodSync(path, ((mode ?? 0o644) & 0o777) | (executable ? 0o111 : 0));
}

/** The nearest folder above that is there must be a folder of ours. */
function problemAbove(path: string, within: readonly string[]): string | null {
  const folder = dirname(path);
  if (!lstatSync(folder, { throwIfNoEntry: false }))
    return folder === path ? 'is nowhere' : problemAbove(folder, within);
  const real = realOf(folder);
  if (real === null || !isWithin(real, within)) return 'is out of the repository';
  return statSync(real).isDirectory() ? null : `cannot be made: ${folder} is no folder`;
}

function isWithin(real: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const root = realOf(resolve(folder));
    return root !== null && (real === root || real.startsWith(root + sep));
  });
}

function realOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
