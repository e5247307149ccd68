import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Files, SourceFile } from '../../types.ts';
import { decode, type Decoded } from '../decode.ts';
import { diskFiles, readSource, toSource } from '../disk.ts';
import { blobsOf, type Blobs } from './blobs.ts';
import { changesOf, emptySource, leftOutOf, pathBefore, touchedBy, type Classify, type Touched } from './changes.ts';
import { endsOf, withMode, type Ends } from './ends.ts';
import type { Environment, Git } from './git.ts';
import { inProject, insideOnly, isOutside } from './place.ts';
import { gitFor, repositoryOf, type Repository } from './repository.ts';
import type { Selection, Wanted } from './selection.ts';
import { commitTree, filesOf, indexTree, type Tree } from './tree.ts';

/** Where to look and what for. */
export interface SelectionSettings {
  readonly cwd: string;
  readonly env: Environment;
  /** The project's root, absolute: `cwd` or a folder above. */
  readonly root: string;
  /** The configuration's path below the root; null for none. */
  readonly config: string | null;
  /** The branch that history is read from; null for the remote's default branch. */
  readonly baseBranch: string | null;
  readonly classify: Classify;
  /** Called while git works, when there is a migration to judge. */
  meanwhile(): void;
}

/** Reads what changes from git; nothing is written, and of the working tree only `since` reads. Throws a `UserError`. */
export async function openSelection(wanted: Wanted, settings: SelectionSettings): Promise<Selection> {
  const { cwd, root, env } = settings;
  const git = await gitFor(resolve(cwd), env);
  const asked = endsOf(wanted, git, settings.baseBranch);
  // What git says about the repository explains more than what it says about the changes.
  asked.catch(() => {});
  const repository = await repositoryOf(git, root, env);
  if (wanted.kind !== 'diff' && !repository.hasWorkTree)
    throw new UserError(`${cwd}: is in no working tree of git; go to one, or set GIT_WORK_TREE`);
  const ends = await asked;
  const { place } = repository;
  const raw = ends.raw.map((change) => withMode(inProject(change, place), root));
  const classify = insideOnly(settings.classify);
  const touched = touchedBy(raw, classify);
  const store: Store = { repository, blobs: blobsOf(git), settings };
  return { ...(await contents(touched, ends, store)), leftOut: leftOutOf(raw, classify) };
}

interface Store {
  readonly repository: Repository;
  readonly blobs: Blobs;
  readonly settings: SelectionSettings;
}

type Contents = Omit<Selection, 'leftOut'>;

const noFiles: Files = { read: () => null, list: () => [] };
const noTree: Tree = new Map();

async function contents(all: readonly Touched[], ends: Ends, store: Store): Promise<Contents> {
  if (all.length === 0)
    return { sources: [], files: noFiles, changes: changesOf([], noFiles, new Set()), otherConfig: false };
  const { repository, blobs, settings } = store;
  const { git, place, merging } = repository;
  const taken = ends.after === 'index' ? merging : [];
  const baseCommit = await ends.base();
  const reading = Promise.all([
    treeOf(ends.after, git),
    baseCommit === null ? noTree : commitTree(git, baseCommit),
    Promise.all(taken.map((commit) => commitTree(git, commit))),
    blobs.load(wantedBlobs(all, { base: baseCommit, disk: ends.after === 'disk' }, store)),
  ]);
  if (all.some(({ subject }) => subject === 'migration')) settings.meanwhile();
  const [after, base, merged] = await reading;
  const touched = after === null ? all.filter((each) => !isSame(each, store)) : all;
  const untouched = touched.filter(({ path, id }) =>
    merged.some((tree) => idIn(tree, place.toRepository(path)) === id),
  );
  return {
    sources: touched.map((each) => sourceOf(each, store)),
    files: after === null ? diskFiles(settings.root) : filesOf(after, place, blobs),
    changes: changesOf(touched, filesOf(base, place, blobs), new Set(untouched.map(({ path }) => path))),
    otherConfig: ends.after === 'index' && hasOtherConfig(store),
  };
}

const idIn = (tree: Tree, path: string) => tree.get(path) ?? null;

/** Null for the disk. */
async function treeOf(after: Ends['after'], git: Git): Promise<Tree | null> {
  if (after === 'disk') return null;
  return after === 'index' ? indexTree(git) : commitTree(git, after.commit);
}

/** Names of all contents that will be asked for, as far as one can tell. */
function wantedBlobs(
  touched: readonly Touched[],
  { base, disk }: { readonly base: string | null; readonly disk: boolean },
  store: Store,
): readonly string[] {
  const { place } = store.repository;
  const after = touched.flatMap(({ id, subject }) => (id === null || subject !== 'migration' ? [] : [id]));
  const before = touched.flatMap((each) => {
    const path = base === null ? null : pathBefore(each);
    return path === null ? [] : [`${base}:${place.toRepository(path)}`];
  });
  if (disk) return [...after, ...before, ...touched.flatMap(({ id, oldId }) => (id === null && oldId ? [oldId] : []))];
  return [...after, ...before, ...[stagedConfig(store)].filter((name) => name !== null)];
}

function sourceOf(touched: Touched, { blobs, settings }: Store): SourceFile {
  const { id, path, subject } = touched;
  if (subject !== 'migration') return emptySource(touched);
  if (id === null) return readSource(settings.root, path);
  return toSource(path, blobs.get(id) ?? { problem: `git does not have its content (${id})` });
}

/** Git takes a file for changed when only its time is new, unless it may write the index. */
function isSame({ id, oldId, path, change, subject }: Touched, { blobs, settings }: Store): boolean {
  if (id !== null || !oldId || change.kind !== 'modified' || subject !== 'migration') return false;
  return isSameText(blobs.get(oldId), decode(readFileSync(resolve(settings.root, path))));
}

/** The name of the configuration in the index; null for one that stands elsewhere. */
function stagedConfig({ repository: { place }, settings: { config } }: Store): string | null {
  const path = config === null ? '..' : place.toRepository(config);
  return isOutside(path) ? null : `:0:${path}`;
}

function hasOtherConfig(store: Store): boolean {
  const name = stagedConfig(store);
  const { config, root } = store.settings;
  if (name === null || config === null) return false;
  return !isSameText(store.blobs.get(name), decode(readFileSync(resolve(root, config))));
}

/** Line ends may differ as git is told to write them. */
function isSameText(before: Decoded | null, after: Decoded): boolean {
  const [one, other] = [before, after].map((each) =>
    each && 'text' in each ? each.text.replaceAll('\r\n', '\n') : null,
  );
  return one !== null && one === other;
}
