import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repositoryRoot } from '../../config/find.ts';

/** What changes when a commit is made or another one is taken in the repository around a folder, read without git; null outside of one. */
export function headSign(folder: string): string | null {
  const root = rootAround(folder);
  if (root === null) return null;
  try {
    const git = gitFolder(root);
    const log = statSync(join(git, 'logs/HEAD'), { throwIfNoEntry: false });
    return `${readFileSync(join(git, 'HEAD'), 'utf8').trim()} ${log?.mtimeMs ?? ''}`;
  } catch {
    return null;
  }
}

/** The files of git that change when a commit is made, another is taken or something is staged; absolute. */
export function signPaths(folder: string): readonly string[] {
  const root = rootAround(folder);
  return root === null ? [] : ['HEAD', 'logs/HEAD', 'index'].map((name) => join(gitFolder(root), name));
}

/** Whether a folder, which may be a link, is in a repository. */
export function isInRepository(folder: string): boolean {
  return rootAround(folder) !== null;
}

function rootAround(folder: string): string | null {
  try {
    return repositoryRoot(realpathSync(folder));
  } catch {
    return null;
  }
}

/** In worktrees and submodules `.git` is a file that names the folder. */
function gitFolder(root: string): string {
  const path = join(root, '.git');
  if (statSync(path).isDirectory()) return path;
  return resolve(root, /^gitdir: (.*)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '.git');
}
