import { repositoryRoot } from '../../config/find.ts';
import { baseCommit } from './base.ts';
import type { Environment } from './git.ts';
import { openRepository } from './repository.ts';
import { commitTree } from './tree.ts';

/** Where to look for a base branch. */
export interface BaseSettings {
  readonly cwd: string;
  readonly env: Environment;
  /** The project's root, absolute; the paths are relative to it. */
  readonly root: string;
  readonly baseBranch: string | null;
}

/** The paths of the base branch's files, or null where there is no repository or no commit yet. */
export async function basePaths({ cwd, env, root, baseBranch }: BaseSettings): Promise<ReadonlySet<string> | null> {
  if (env['GIT_DIR'] === undefined && repositoryRoot(cwd) === null) return null;
  const repository = await openRepository(cwd, root, env);
  const commit = await baseCommit(repository.git, baseBranch);
  if (commit === null) return null;
  const tree = await commitTree(repository.git, commit);
  return new Set([...tree.keys()].map((path) => repository.place.toProject(path)));
}
