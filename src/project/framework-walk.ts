import { defaultIgnore } from '../config/defaults.ts';
import { matcher } from '../config/match.ts';
import { within } from '../migration/path.ts';
import type { Files } from '../types.ts';

/** Enough for any project; what lies deeper or comes later does not tell its framework. */
const limits = { depth: 9, folders: 20_000 };

/** What is in a folder, or in one below it. */
export interface Folder {
  readonly path: string;
  /** Names of all entries, sorted; those without an extension may be folders. */
  readonly entries: readonly string[];
}

/** The folders of a project, from the top down, other people's code left out. */
export function walkProject(files: Files): readonly Folder[] {
  const ignored = matcher([...defaultIgnore, '**/{coverage,build,out,target,tmp,testdata}/**', ...hidden]);
  const found: Folder[] = [];
  let level = [''];
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const folders = level.map((path): Folder => ({ path, entries: files.list(path) }));
    found.push(...folders);
    level = folders
      .flatMap(({ path, entries }) => entries.filter(mayBeFolder).map((name) => within(path, name)))
      .filter((path) => !ignored(`${path}/x`))
      .slice(0, limits.folders - found.length);
  }
  return found.filter(({ entries }) => entries.length > 0);
}

const hidden = ['**/.*/**', '!**/.config/**'];

/** Names with an extension are taken for files: asking the disk about each would cost more than a walk is worth. */
function mayBeFolder(name: string): boolean {
  return !/\.(?!\d)[A-Za-z]\w{0,9}$/.test(name) || name === '.config';
}
