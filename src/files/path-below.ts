import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { toPath } from './path.ts';

/** An absolute path as seen from a folder; where that leads out of it, one of the two may have been reached through a link. */
export function pathBelow(root: string, absolute: string): string {
  const path = toPath(relative(root, absolute));
  if (!path.startsWith('../')) return path;
  try {
    return toPath(relative(realpathSync(root), join(realpathSync(dirname(absolute)), basename(absolute))));
  } catch {
    return path;
  }
}
