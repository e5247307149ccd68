import { constants } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Files, SourceFile } from '../types.ts';
import { decode, type Decoded } from './decode.ts';
import { printable, toPath } from './path.ts';

/** How many UTF-16 units of neighbouring files are kept; a run over many files needs each only for a while. */
const mostKept = 16_000_000;

/** The files below a folder on disk. Each folder and file is read once; an existing file that cannot be read is a `UserError`. */
export function diskFiles(root: string): Files {
  const texts = new Map<string, string | null>();
  const folders = new Map<string, readonly string[]>();
  let kept = 0;
  return {
    read(path) {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const text = readNeighbour(root, path);
      kept += text?.length ?? 0;
      if (kept > mostKept) {
        texts.clear();
        kept = text?.length ?? 0;
      }
      texts.set(path, text);
      return text;
    },
    list(folder) {
      const names = folders.get(folder) ?? listFolder(root, folder);
      folders.set(folder, names);
      return names;
    },
  };
}

/** Reads one file to judge; throws a `UserError` that names it when it is missing or no plain file. */
export function readSource(root: string, path: string): SourceFile {
  const normal = toPath(path);
  return toSource(normal, decode(readBytes(resolve(root, normal), normal)));
}

/** A file to judge; what is no text is a file that nobody can judge. */
export function toSource(path: string, decoded: Decoded): SourceFile {
  if ('text' in decoded) return { path, text: decoded.text };
  return { path, text: '', subject: 'unreadable file', problem: decoded.problem };
}

/** The decoded text of a file; `name` stands for it in the `UserError` when it cannot be read. */
export function readText(absolute: string, name: string): string {
  const decoded = decode(readBytes(absolute, name));
  if ('problem' in decoded) throw new UserError(`${printable(name)}: ${decoded.problem}`);
  return decoded.text;
}

function readNeighbour(root: string, path: string): string | null {
  const absolute = resolve(root, toPath(path));
  try {
    if (!statSync(absolute, { throwIfNoEntry: false })?.isFile()) return null;
  } catch (error) {
    // No folder, no name (a NUL, too long) or a circle of links: there is no such file.
    if (!isRefusal(error)) return null;
    throw unreadable(path, error);
  }
  return readText(absolute, path);
}

/** The bytes of a regular file; `name` stands for it in the `UserError` when it cannot be read. */
export function readBytes(absolute: string, name: string): Uint8Array {
  try {
    const stats = statSync(absolute);
    if (stats.isDirectory()) throw new UserError(`${printable(name)}: is a folder, not a file`);
    // Reading a pipe or a device may never end.
    if (!stats.isFile()) throw new UserError(`${printable(name)}: is not a regular file`);
    if (stats.size > constants.MAX_STRING_LENGTH) throw new UserError(`${printable(name)}: too large to read`);
    return readFileSync(absolute);
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(name, error);
  }
}

function listFolder(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(resolve(root, toPath(folder))).sort();
  } catch (error) {
    if (isRefusal(error)) throw unreadable(folder, error);
    return [];
  }
}

/** Whether the system said that something is there and may not, or cannot, be read. */
export function isRefusal(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE', 'EBUSY'].includes(codeOf(error));
}

/** A `UserError` for what the system refused to read. */
export function unreadable(name: string, error: unknown): UserError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file',
    ENOTDIR: 'no such file',
    ERR_INVALID_ARG_VALUE: 'no such file',
    ENAMETOOLONG: 'no such file: the name is too long',
    ELOOP: 'cannot be read: its links go in a circle',
    EACCES: 'cannot be read: permission denied',
    EPERM: 'cannot be read: permission denied',
  };
  const code = codeOf(error);
  return new UserError(`${printable(name)}: ${reasons[code] ?? `cannot be read (${code})`}`, { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
