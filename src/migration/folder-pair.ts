import type { Files } from '../types.ts';
import { baseOf, folderOf, hasBeside } from './path.ts';

/** Whether the file is the `up.sql` or `down.sql` of a folder that is a migration. */
export function isFolderPair(path: string, files: Files): boolean {
  const base = baseOf(path);
  if (base === 'up.sql') return folderOf(path) !== '';
  return base === 'down.sql' && (/^\d/.test(baseOf(folderOf(path))) || hasBeside(path, 'up.sql', files));
}
