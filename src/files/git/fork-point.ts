import { baseCommit } from './base.ts';
import type { BaseSettings } from './base-paths.ts';
import { openRepository } from './repository.ts';

/** The commit at which the work left the base branch; `HEAD` where nobody knows. */
export async function forkPoint({ cwd, env, root, baseBranch }: BaseSettings): Promise<string> {
  const { git } = await openRepository(cwd, root, env);
  const base = await baseCommit(git, baseBranch);
  if (base === null) return 'HEAD';
  return (await git.ask(['merge-base', 'HEAD', base])) ?? base;
}
