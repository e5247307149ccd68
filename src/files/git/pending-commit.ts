import { resolve } from 'node:path';
import { changesOf, touchedBy, type Classify } from './changes.ts';
import type { Environment, Git } from './git.ts';
import { inProject, insideOnly } from './place.ts';
import { gitFor, repositoryOf } from './repository.ts';
import { stagedChanges } from './staged.ts';

/** The commit that git is about to make, as one of its hooks sees it. */
export interface PendingCommit {
  readonly git: Git;
  /** Paths of the migrations that it adds, changes, renames (old and new) or deletes, sorted; none when it ends a merge. */
  readonly migrations: readonly string[];
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

/** Finds out what is about to be committed; no file's content is read. Throws a `UserError` where git cannot say. */
export async function openPendingCommit({ cwd, env, root, classify }: PendingSettings): Promise<PendingCommit> {
  const git = await gitFor(resolve(cwd), env);
  const asked = stagedChanges(git);
  // What git says about the repository explains more than what it says about the changes.
  asked.catch(() => {});
  const { place, merging } = await repositoryOf(git, root, env);
  const { raw, amended } = await asked;
  const amends = amended !== null;
  if (merging.length > 0 || (amended?.parents ?? 0) > 1) return { git, migrations: [], amends };
  const changes = raw.map((change) => inProject(change, place));
  const touched = touchedBy(changes, insideOnly(classify));
  return { git, migrations: changesOf(touched, noFiles, new Set()).migrations, amends };
}

const noFiles = { read: () => null, list: () => [] };
