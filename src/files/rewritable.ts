import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SourceFile } from '../types.ts';
import { decode } from './decode.ts';
import { readBytes, toSource } from './disk.ts';
import { encodeLike } from './encode.ts';
import { toPath } from './path.ts';
import { writeWhole } from './write.ts';

/** A file on disk that may get another text. */
export interface Rewritable {
  readonly source: SourceFile;
  /** Why it may not, as the end of a sentence; null when it may. */
  readonly problem: string | null;
  /** Writes the text as a whole in the file's own encoding; false when that cannot be done, and nothing was written. */
  write(text: string): boolean;
  /** Whether the text could be written. */
  canWrite(text: string): boolean;
}

/** Reads a file to judge and perhaps to write; a refusal of the system is a `UserError` that names it. */
export function openRewritable(root: string, path: string): Rewritable {
  const normal = toPath(path);
  const absolute = resolve(root, normal);
  const bytes = readBytes(absolute, normal);
  const encoded = (text: string) => encodeLike(bytes, text);
  const source = toSource(normal, decode(bytes));
  return {
    source,
    problem: problemOf(root, absolute) ?? (encoded(source.text) ? null : 'its encoding cannot be kept byte by byte'),
    canWrite: (text) => encoded(text) !== null,
    write(text) {
      const written = encoded(text);
      if (written) writeWhole(absolute, written);
      return written !== null;
    },
  };
}

/** Through a link another file would change, which may be one that nobody named. */
function problemOf(root: string, absolute: string): string | null {
  if (realpathSync(absolute) !== resolve(realpathSync(root), toInside(root, absolute)))
    return 'a symbolic link leads to it';
  return (statSync(absolute).mode & 0o222) === 0 ? 'it is read-only' : null;
}

const toInside = (root: string, absolute: string) => absolute.slice(resolve(root).length).replace(/^[\\/]/, '');
