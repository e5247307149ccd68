import { UserError } from '../../errors.ts';
import type { Git } from './git.ts';

/** The commit that history is read from: of `wanted`, else the remote's default branch, else `HEAD`; null before the first commit. */
export async function baseCommit(git: Git, wanted: string | null): Promise<string | null> {
  if (wanted !== null) return commitNamed(git, wanted, 'baseBranch');
  for (const name of ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/remotes/origin/master', 'HEAD']) {
    const commit = await find(git, name);
    if (commit !== null) return commit;
  }
  return null;
}

/** The id of a commit that must exist; `origin` says where the name comes from. */
export async function commitNamed(git: Git, name: string, origin: string): Promise<string> {
  const commit = await find(git, name);
  if (commit !== null) return commit;
  const help = await remedy(git, name);
  throw new UserError(`${origin} ${name}: git knows no such commit. ${help}`);
}

/** Where two commits parted. */
export async function mergeBase(git: Git, left: string, right: string, words: string): Promise<string> {
  const base = await git.ask(['merge-base', left, right]);
  if (base !== null) return base;
  throw new UserError(`${words}: the two have no common commit. ${await remedy(git, null)}`);
}

/** A name that begins with a hyphen would be an option; git itself permits no such branch. */
async function find(git: Git, name: string): Promise<string | null> {
  return name.startsWith('-') ? null : git.ask(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
}

async function remedy(git: Git, name: string | null): Promise<string> {
  const isShallow = (await git.ask(['rev-parse', '--is-shallow-repository'])) === 'true';
  if (isShallow)
    return 'This clone is shallow: run git fetch --unshallow origin, or fetch all history (fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab CI).';
  return name === null
    ? 'Name a branch of this history.'
    : `Fetch it: git fetch origin; git branch --all lists what there is.`;
}
