import type { Git } from './git.ts';
import { commitTree, type Tree } from './tree.ts';

/** A branch that is merged in: its files, and those where it parted from ours. */
export interface Merged {
  readonly tree: Tree;
  readonly parting: Tree;
}

/** What a merge brings from a commit. */
export async function mergedFrom(commit: string, git: Git): Promise<Merged> {
  const base = await git.ask(['merge-base', 'HEAD', commit]);
  const [tree, parting] = await Promise.all([
    commitTree(git, commit),
    base === null ? new Map() : commitTree(git, base),
  ]);
  return { tree, parting };
}

/** Whether a merge takes a file over as the branch has it: what the branch never changed, it does not bring. */
export function isTakenOver(path: string, id: string | null, { tree, parting }: Merged): boolean {
  return (tree.get(path) ?? null) === id && (parting.get(path) ?? null) !== id;
}
