import { isScript, scriptExtensions, withoutExtension } from '../config/defaults.ts';
import type { Files } from '../types.ts';
import { baseOf, folderOf, hasBeside, within } from './path.ts';

const endings = ['.down', '_down', '-down', '.rollback', '_rollback', '-rollback'];
const folders = ['down', 'rollback', 'rollbacks', 'revert', 'undo'];

/** Where people put the way back of `x.sql`, or of the script `x.ts`, by hand: `x.down.sql`, `x_rollback.sql`, `down/x.sql` and their like. */
export function handMadePaths(path: string): readonly string[] {
  const stem = withoutExtension(path).replace(/[._-]up$/i, '');
  return [...endings.map((ending) => `${stem}${ending}.sql`), ...handMadeFolders(path)];
}

/** The places in folders of their own: for tools that would run `x.down.sql` as one more migration. */
export function handMadeFolders(path: string): readonly string[] {
  const name = isScript(path) ? `${withoutExtension(baseOf(path))}.sql` : baseOf(path);
  return folders.map((folder) => within(folderOf(path), `${folder}/${name}`));
}

/** Whether the file stands at such a place and the migration that it undoes is there: without that it is judged as one of its own. */
export function isHandMadeWayBack(path: string, files: Files): boolean {
  const match = /^(.*)([._-])(?:down|rollback)\.sql$/is.exec(baseOf(path));
  if (match) {
    const [, stem = '', separator = ''] = match;
    const scripts = scriptExtensions.map((extension) => `${stem}.${extension}`);
    const ups = [`${stem}.sql`, `${stem}${separator}up.sql`, ...scripts];
    return ups.some((name) => hasBeside(path, name, files));
  }
  const folder = folderOf(path);
  return folders.includes(baseOf(folder)) && hasBeside(folder, baseOf(path), files);
}
