import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../errors.ts';
import type { Change, Changes, Files } from '../../types.ts';
import { hasId } from './blob-id.ts';
import { blobsOf } from './blobs.ts';
import { changesOf, touchedBy, withoutReplacing, type Classify, type Touched } from './changes.ts';
import { baseCommit, find } from './base.ts';
import { changesOnDisk, withMode } from './ends.ts';
import { gitIn, type Environment } from './git.ts';
import { inProject, insideOnly, placeOf } from './place.ts';
import { gitFor, repositoryOf } from './repository.ts';
import { signPaths } from './head-sign.ts';
import { isUnchanged } from './same-text.ts';
import { commitTree, filesOf, type Tree } from './tree.ts';

/** Where to look. */
export interface HeadSettings {
  readonly cwd: string;
  /** The project's root, absolute. */
  readonly root: string;
  readonly baseBranch: string | null;
}

/** What the working tree changes against `HEAD`, as `lint --since HEAD` sees it. Plain data: it crosses to other threads. */
export interface SinceHead extends HeadSettings {
  readonly touched: readonly Touched[];
  /** The base branch's files with their ids, and where the project is in it. */
  readonly base: readonly (readonly [path: string, id: string])[];
  readonly prefix: string;
  /** Files of git that change when a commit is made or a branch is taken, absolute. */
  readonly signs: readonly string[];
}

/** Asks git; null before the first commit. Throws a `UserError` for what git cannot answer. */
export async function readSinceHead(
  settings: HeadSettings,
  env: Environment,
  classify: Classify,
): Promise<SinceHead | null> {
  const { cwd, root, baseBranch } = settings;
  const git = await gitFor(resolve(cwd), env);
  // All at once, for each program takes its time to start; without a commit nothing else matters.
  const [opened, head, base, changed] = await Promise.allSettled([
    repositoryOf(git, root, env),
    find(git, 'HEAD'),
    baseCommit(git, baseBranch),
    changesOnDisk('HEAD', git),
  ]);
  const repository = valueOf(opened);
  if (!repository.hasWorkTree)
    throw new UserError(`${cwd}: is in no working tree of git; go to one, or set GIT_WORK_TREE`);
  if (valueOf(head) === null) return null;
  const commit = valueOf(base);
  const tree: Tree = commit === null ? new Map() : await commitTree(git, commit);
  const { place, prefix } = repository;
  const raw = valueOf(changed).map((change) => withMode(inProject(change, place), root));
  const blobs = blobsOf(git);
  const touched = touchedBy(raw, insideOnly(classify)).filter((each) => !isUnchanged(each, blobs, root));
  return {
    ...settings,
    touched: withoutReplacing(touched, (path) => tree.has(place.toRepository(path))),
    base: [...tree],
    prefix,
    signs: signPaths(root),
  };
}

function valueOf<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** When git's own files were written last, where they are the same for the same times. */
export function signsOf(snapshot: SinceHead | null): string {
  return (snapshot?.signs ?? []).map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0).join();
}

/** The changes of a snapshot, for a file whose text may not be saved yet. */
export function changesSince(snapshot: SinceHead, env: Environment): (path: string, text: string) => Changes {
  const { cwd, root, prefix, touched } = snapshot;
  const blobs = blobsOf(gitIn(cwd, env));
  const [tree, place] = [new Map(snapshot.base), placeOf(prefix, cwd, root)];
  const changes = changesOf(touched, filesOf(tree, place, blobs), new Set());
  return (path, text) => {
    // Most files are as they were: git need not be asked for each.
    const isAsBefore = hasId(text, tree.get(place.toRepository(path)) ?? '');
    const own = ownChange(path, text, changes, isAsBefore);
    if (isDeepStrictEqual(own, changes.of(path))) return changes;
    const migrations = own ? [...new Set([...changes.migrations, path])].sort() : changes.migrations;
    return { ...changes, migrations, of: (each) => (each === path ? own : changes.of(each)) };
  };
}

/** How a text changes a file: an editor may hold another one than the disk. */
function ownChange(path: string, text: string, changes: Changes, isAsBefore: boolean): Change | null {
  const known = changes.of(path);
  if (known && known.kind !== 'modified') return known;
  if (isAsBefore) return null;
  const before = readBase(path, changes.base);
  if (before === null) return known;
  return before.replaceAll('\r\n', '\n') === text.replaceAll('\r\n', '\n') ? null : { kind: 'modified' };
}

function readBase(path: string, base: Files): string | null {
  try {
    return base.read(path);
  } catch (error) {
    // What git cannot show as a text stays as git says.
    if (error instanceof UserError) return null;
    throw error;
  }
}
