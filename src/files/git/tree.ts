import { posix } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Files } from '../../types.ts';
import { printable } from '../path.ts';
import type { Blobs } from './blobs.ts';
import type { Git } from './git.ts';
import { isFile } from './raw-diff.ts';

/** A regular file of git's index or of a commit. */
export interface Entry {
  readonly path: string;
  readonly id: string;
}

/** The regular files of the index, `git ls-files -s -z`: `100644 <id> 0\t<path>`; of a conflict our side counts. */
export async function indexEntries(git: Git): Promise<readonly Entry[]> {
  return readEntries(await git.run(['ls-files', '-s', '-z', '--full-name', ':/']), ([mode = '', id = '', stage]) =>
    isFile(mode) && (stage === '0' || stage === '2') ? id : null,
  );
}

/** The regular files of a commit, `git ls-tree -r -z`: `100644 blob <id>\t<path>`. */
export async function treeEntries(git: Git, commit: string): Promise<readonly Entry[]> {
  return readEntries(await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]), ([mode = '', , id = '']) =>
    isFile(mode) ? id : null,
  );
}

function readEntries(output: Buffer, idOf: (words: readonly string[]) => string | null): readonly Entry[] {
  return output
    .toString()
    .split('\0')
    .flatMap((line) => {
      const tab = line.indexOf('\t');
      const id = idOf(line.slice(0, tab).split(' '));
      return tab < 0 || id === null ? [] : [{ id, path: line.slice(tab + 1) }];
    });
}

/** The files of entries; paths are relative to the project's root, which stands at `prefix` in the repository. */
export function filesOf(entries: readonly Entry[], prefix: string, blobs: Blobs): Files {
  const ids = new Map(entries.map(({ path, id }) => [path, id]));
  const inRepository = (path: string) => {
    const full = posix.join(prefix, path);
    return full === '.' ? '' : full.replace(/\/$/, '');
  };
  let folders: ReadonlyMap<string, readonly string[]> | null = null;
  return {
    read(path) {
      const id = ids.get(inRepository(path));
      if (id === undefined) return null;
      const decoded = blobs.get(id);
      if ('problem' in decoded) throw new UserError(`${printable(path)}: ${decoded.problem}`);
      return decoded.text;
    },
    list: (folder) => (folders ??= foldersOf(entries)).get(inRepository(folder)) ?? nothing,
  };
}

// One value, so that whoever remembers something by a list need not do so for each empty folder.
const nothing: readonly string[] = [];

function foldersOf(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, Set<string>>();
  for (const { path } of entries) addTo(folders, path);
  return new Map([...folders].map(([folder, names]) => [folder, [...names].sort()]));
}

/** Adds a file, and the folders above it until one that is known. */
function addTo(folders: Map<string, Set<string>>, path: string): void {
  for (let rest = path, isNew = true; isNew && rest !== '';) {
    const slash = rest.lastIndexOf('/');
    const folder = slash < 0 ? '' : rest.slice(0, slash);
    const names = folders.get(folder) ?? new Set();
    isNew = names.size === 0;
    folders.set(folder, names.add(rest.slice(slash + 1)));
    rest = folder;
  }
}
