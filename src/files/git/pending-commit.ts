import { resolve } from 'node:path';
import type { Files } from '../../types.ts';
import { blobsOf } from './blobs.ts';
import { changesOf, touchedBy, type Classify, type Touched } from './changes.ts';
import type { Environment, Git } from './git.ts';
import { inProject, insideOnly } from './place.ts';
import { gitFor, repositoryOf } from './repository.ts';
import { stagedChanges } from './staged.ts';
import { filesOf, indexTree } from './tree.ts';

/** The commit that git is about to make, as one of its hooks sees it. */
export interface PendingCommit {
  readonly git: Git;
  /** Paths of the migrations that it adds, changes, renames (old and new) or deletes, sorted; none when it ends a merge. */
  readonly migrations: readonly string[];
  /** What becomes of them, sorted by path. */
  readonly touched: readonly Touched[];
  /** All files as the commit will have them. */
  readonly after: () => Promise<Files>;
  /** Whether it takes the place of the last commit. */
  readonly amends: boolean;
}

interface PendingSettings {
  readonly cwd: string;
  readonly env: Environment;
  /** The project's root, absolute; paths are relative to it. */
  readonly root: string;
  readonly classify: Classify;
}

/** Finds out what is about to be committed; no file's content is read before it is asked for. Throws a `UserError` where git cannot say. */
export async function openPendingCommit({ cwd, env, root, classify }: PendingSettings): Promise<PendingCommit> {
  const git = await gitFor(resolve(cwd), env);
  const asked = stagedChanges(git);
  // What git says about the repository explains more than what it says about the changes.
  asked.catch(() => {});
  const { place, merging } = await repositoryOf(git, root, env);
  const { raw, amended } = await asked;
  const amends = amended !== null;
  const after = async () => filesOf(await indexTree(git), place, blobsOf(git));
  if (merging.length > 0 || (amended?.parents ?? 0) > 1) return { git, migrations: [], touched: [], after, amends };
  const changes = raw.map((change) => inProject(change, place));
  const touched = touchedBy(changes, insideOnly(classify));
  return { git, migrations: changesOf(touched, noFiles, new Set()).migrations, touched, after, amends };
}

const noFiles = { read: () => null, list: () => [] };
