import { baseOf, folderOf } from '../migration/path.ts';
import { groupBy } from '../group.ts';

/** What one migration consists of in a commit: its file, or the files of both its directions. */
export interface Unit {
  /** How a message calls it: as short as tells it from the others. */
  readonly name: string;
  /** Its path in lower case, without what tells direction and language. */
  readonly key: string;
  readonly paths: readonly string[];
}

/** Folders, file names and endings that only say which way a file runs. */
const directions = 'up|down|do|undo|deploy|revert|verify|rollbacks?';
const directionFolder = new RegExp(`^(?:${directions})$`);
const directionEnding = new RegExp(`[._-](?:${directions})$`);
const generic = new RegExp(`^(?:migration|${directions})$`);

/** No path is deeper that matters. */
const deepest = 50;

/** The migrations that some paths belong to, in the order of the paths. */
export function unitsOf(paths: readonly string[]): readonly Unit[] {
  const byKey = groupBy(paths, (path) => keyOf(path) || path);
  const units = [...byKey].map(([key, those]) => ({ key, paths: those, name: shortName(upFirst(those)) }));
  const names = groupBy(units, ({ name }) => name);
  return units.map((unit) =>
    names.get(unit.name)?.length === 1 ? unit : { ...unit, name: writable(upFirst(unit.paths)) },
  );
}

/** What is left of a path when direction and extension are taken away; empty when that is all there was. */
export function keyOf(path: string): string {
  const parts = path
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .slice(-deepest);
  const stem = (parts.pop() ?? '')
    .replace(/\.(?:sql|[cm]?[jt]s)$/, '')
    .replace(directionEnding, '')
    .replace(/^u(?=\d[\d._]*__)/, 'v');
  const folders = parts.filter((part) => !directionFolder.test(part));
  return (generic.test(stem) ? folders : [...folders, stem]).join('/');
}

/** The file to call it by: that of a way back only where there is no other. */
const upFirst = (paths: readonly string[]) =>
  paths.find((path) => !/(?:^|[/._-])(?:down|undo|revert|rollbacks?)(?:[/.]|$)|(?:^|\/)U\d/.test(path)) ??
  paths[0] ??
  '';

/** The file's name, with its folder where the name alone says nothing. */
function shortName(path: string): string {
  const base = baseOf(path);
  const folder = baseOf(folderOf(path));
  return writable(generic.test(base.replace(/\.\w+$/, '')) && folder !== '' ? `${folder}/${base}` : base);
}

/** What cannot stand in a list on one line is written as the wildcard for one character. */
export function writable(path: string): string {
  return path.replace(/^\s|\s$|[,\p{Cc}\u2028\u2029]/gu, '?');
}
