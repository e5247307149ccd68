import { readdirSync, statSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** The path of a folder that is empty or not there yet; `named`: how the user gave it. */
export function emptyFolder(path: string, named: string): string {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there && (!there.isDirectory() || readdirSync(path).length > 0))
    throw new UserError(`${named}: is there already, and not an empty folder`);
  return path;
}
