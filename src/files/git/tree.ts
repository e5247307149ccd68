import { UserError } from '../../errors.ts';
import type { Files } from '../../types.ts';
import { printable } from '../path.ts';
import type { Blobs } from './blobs.ts';
import type { Git } from './git.ts';
import { splitNames } from './names.ts';
import type { Place } from './place.ts';
import { isFile, rawDiff, readRawDiff } from './raw-diff.ts';

/** The ids of the regular files of git's index or of a commit, by their paths in the repository. */
export type Tree = ReadonlyMap<string, string>;

/** Of an empty file, SHA-1 and SHA-256. */
const emptyIds = [
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
];

/** The regular files of the index, `git ls-files -s -z`: `100644 <id> 0\t<path>`; of a conflict our side counts. */
export async function indexTree(git: Git): Promise<Tree> {
  const output = await git.run(['ls-files', '-s', '-z', '--full-name', ':/']);
  const tree = readTree(output, ([mode = '', id = '', stage]) =>
    isFile(mode) && (stage === '0' || stage === '2') ? id : null,
  );
  if (emptyIds.some((id) => output.includes(id))) for (const path of await intended(git)) tree.delete(path);
  return tree;
}

/** What `git add --intent-to-add` announced: the index lists it as an empty file, and no commit will have it. */
async function intended(git: Git): Promise<readonly string[]> {
  const plain = [...rawDiff, '--cached', '--no-renames'];
  const runs = ['--ita-visible-in-index', '--ita-invisible-in-index'].map((which) => git.run([...plain, which]));
  const [visible = [], real = []] = (await Promise.all(runs)).map((run) => readRawDiff(run).map(({ path }) => path));
  const committed = new Set(real);
  return visible.filter((path) => !committed.has(path));
}

/** The regular files of a commit, `git ls-tree -r -z`: `100644 blob <id>\t<path>`. */
export async function commitTree(git: Git, commit: string): Promise<Tree> {
  const output = await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]);
  return readTree(output, ([mode = '', , id = '']) => (isFile(mode) ? id : null));
}

function readTree(output: Buffer, idOf: (words: readonly string[]) => string | null): Map<string, string> {
  const tree = new Map<string, string>();
  for (const line of splitNames(output)) {
    const tab = line.indexOf('\t');
    const id = idOf(line.slice(0, tab).split(' '));
    if (tab >= 0 && id !== null) tree.set(line.slice(tab + 1), id);
  }
  return tree;
}

/** The files of a tree, with paths as seen from the project's root. */
export function filesOf(tree: Tree, place: Place, blobs: Blobs): Files {
  let folders: ReadonlyMap<string, readonly string[]> | null = null;
  return {
    read(path) {
      const id = tree.get(place.toRepository(path));
      if (id === undefined) return null;
      const decoded = blobs.get(id) ?? { problem: `git does not have its content (${id})` };
      if ('problem' in decoded) throw new UserError(`${printable(path)}: ${decoded.problem}`);
      return decoded.text;
    },
    prepare: (paths) => blobs.loadNow(paths.flatMap((path) => tree.get(place.toRepository(path)) ?? [])),
    list: (folder) => (folders ??= foldersOf(tree)).get(place.toRepository(folder)) ?? nothing,
  };
}

// One value, so that whoever remembers something by a list need not do so for each empty folder.
const nothing: readonly string[] = [];

function foldersOf(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, Set<string>>();
  for (const path of tree.keys()) addTo(folders, path);
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
