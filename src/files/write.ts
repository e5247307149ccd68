import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/** Writes a file as a whole or not at all, with the folders above it; a refusal of the system is a `UserError`. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: cannot be written (${reason})`, { cause: error });
  }
}
