import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isWritten } from '../../config/defaults.ts';
import { UserError } from '../../errors.ts';
import type { Files, SourceFile } from '../../types.ts';
import { decode } from '../decode.ts';
import { diskFiles, readSource, toSource } from '../disk.ts';
import { blobsOf, type Blobs } from './blobs.ts';
import {
  changesOf,
  emptySource,
  leftOutOf,
  pathBefore,
  touchedBy,
  withoutReplacing,
  type Classify,
  type Touched,
} from './changes.ts';
import { endsOf, withMode, type Ends } from './ends.ts';
import type { Environment, Git } from './git.ts';
import { inProject, insideOnly, isOutside } from './place.ts';
import { isTakenOver, mergedFrom } from './merged.ts';
import { gitFor, repositoryOf, type Repository } from './repository.ts';
import { isSameText, isUnchanged } from './same-text.ts';
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
  const dropped = (ends.dropped ?? []).map((change) => inProject(change, place));
  const classify = insideOnly(settings.classify);
  const touched = { all: touchedBy(raw, classify), dropped: touchedBy(dropped, classify) };
  const store: Store = { repository, blobs: blobsOf(git), settings };
  return { ...(await contents(touched, ends, store)), leftOut: leftOutOf(raw, classify) };
}

interface AllTouched {
  readonly all: readonly Touched[];
  /** What counts only where the base branch has it. */
  readonly dropped: readonly Touched[];
}

interface Store {
  readonly repository: Repository;
  readonly blobs: Blobs;
  readonly settings: SelectionSettings;
}

type Contents = Omit<Selection, 'leftOut'>;

const noFiles: Files = { read: () => null, list: () => [] };
const noTree: Tree = new Map();

async function contents({ all, dropped }: AllTouched, ends: Ends, store: Store): Promise<Contents> {
  if (all.length + dropped.length === 0) return nothing(await hidesByConfig(ends, store));
  const { repository, blobs, settings } = store;
  const { git, place, merging } = repository;
  const taken = ends.after === 'index' ? merging : [];
  const baseCommit = await ends.base();
  const reading = Promise.all([
    treeOf(ends.after, git),
    baseCommit === null ? noTree : commitTree(git, baseCommit),
    Promise.all(taken.map((commit) => mergedFrom(commit, git))),
    blobs.load(wantedBlobs(all, { base: baseCommit, disk: ends.after === 'disk' }, store)),
  ]);
  if (all.some(({ subject }) => subject === 'migration')) settings.meanwhile();
  const [after, base, merged] = await reading;
  const isInBase = (path: string) => base.has(place.toRepository(path));
  const counted = [...all, ...dropped.filter(({ path }) => isInBase(path))];
  const touched = withoutReplacing(
    after === null ? counted.filter((each) => !isUnchanged(each, blobs, settings.root)) : counted,
    isInBase,
  );
  const untouched = touched.filter(({ path, id }) =>
    merged.some((each) => isTakenOver(place.toRepository(path), id, each)),
  );
  return {
    sources: touched.map((each) => sourceOf(each, store)),
    files: after === null ? diskFiles(settings.root) : filesOf(after, place, blobs),
    changes: changesOf(touched, filesOf(base, place, blobs), new Set(untouched.map(({ path }) => path))),
    otherConfig: ends.after === 'index' && hasOtherConfig(store),
  };
}

/** No migration is touched. */
const nothing = (otherConfig: boolean): Contents => ({
  sources: [],
  files: noFiles,
  changes: changesOf([], noFiles, new Set()),
  otherConfig,
});

/** A configuration that is only on disk may be why there is no migration among what is staged. */
async function hidesByConfig({ raw, after }: Ends, store: Store): Promise<boolean> {
  const name = after === 'index' && raw.some(({ path }) => isWritten(path)) ? stagedConfig(store) : null;
  if (name === null) return false;
  await store.blobs.load([name]);
  return hasOtherConfig(store);
}

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
