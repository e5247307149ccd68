import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { printable } from './path.ts';
import { placeAt } from './place.ts';

/** A file that is not there yet; the path is relative to the root. */
export interface NewText {
  readonly path: string;
  readonly text: string;
}

/** Writes files that must not exist, inside of a root: all of them or none. What is there already, or refused, is a `UserError`. */
export function writeNew(root: string, files: readonly NewText[]): void {
  for (const { path } of files) checkFree(root, path);
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const absolute = resolve(root, path);
      mkdirSync(dirname(absolute), { recursive: true });
      // Somebody may have been quicker.
      writeFileSync(absolute, text, { flag: 'wx' });
      written.push(absolute);
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${printable(files[written.length]?.path ?? root)}: cannot be written (${reason})`, {
      cause: error,
    });
  }
}

function checkFree(root: string, path: string): void {
  const place = placeAt(resolve(root, path), [root]);
  if (place.kind === 'file')
    throw new UserError(
      `${printable(path)}: is there already, and nothing is overwritten. --stdout prints the text, for you to put it there`,
    );
  if (place.kind === 'taken') throw new UserError(`${printable(path)}: ${place.problem}`);
}

/** Takes a file away that was new. */
export const removeNew = (absolute: string): void => rmSync(absolute, { force: true });
