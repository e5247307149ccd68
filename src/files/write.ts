import { chmodSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/**
 * Writes a file as a whole or not at all, with the folders above it; permissions stay, a link is followed, a device or a pipe is written to.
 * A refusal of the system is a `UserError`.
 */
export function writeWhole(path: string, text: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const there = statSync(path, { throwIfNoEntry: false });
    // Only a file may be replaced by another: not /dev/null.
    if (there && !there.isFile()) writeFileSync(path, text);
    else replace(there ? realpathSync(path) : path, text, there?.mode);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: cannot be written (${reason})`, { cause: error });
  }
}

function replace(path: string, text: string | Uint8Array, mode?: number): void {
  const draft = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    writeFileSync(draft, text);
    if (mode !== undefined) chmodSync(draft, mode & 0o7777);
    renameSync(draft, path);
  } finally {
    if (existsSync(draft)) rmSync(draft);
  }
}
