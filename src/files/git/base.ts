import { UserError } from '../../errors.ts';
import type { Git } from './git.ts';

const remotes = ['origin', 'upstream'];
const usual = remotes.flatMap((remote) => ['HEAD', 'main', 'master'].map((name) => `refs/remotes/${remote}/${name}`));

/**
 * The commit that history is read from: of `wanted`, as the remote has it where it does; without that of the remote's default
 * branch, else `otherwise`. Null before the first commit.
 */
export async function baseCommit(git: Git, wanted: string | null, otherwise = 'HEAD'): Promise<string | null> {
  const names = wanted === null ? [...usual, otherwise] : namesOf(wanted);
  const found = (await commits(git, names)).find((commit) => commit !== null);
  if (found !== undefined || wanted === null) return found ?? null;
  throw await unknown(git, wanted, 'baseBranch');
}

/** `HEAD~1` and its like are no branches: `refs/remotes/origin/HEAD~1` would be another commit. */
function namesOf(wanted: string): readonly string[] {
  return /^(?:HEAD|@)$|[~^:]|@\{/.test(wanted) ? [wanted] : [`refs/remotes/origin/${wanted}`, wanted];
}

/** The ids of commits that must exist; `origin` says where the names come from. */
export async function commitsNamed(git: Git, names: readonly string[], origin: string): Promise<readonly string[]> {
  const found = await commits(git, names);
  const missing = names[found.indexOf(null)];
  if (missing !== undefined) throw await unknown(git, missing, origin);
  return found.filter((commit) => commit !== null);
}

/** The id of a commit that must exist. */
export async function commitNamed(git: Git, name: string, origin: string): Promise<string> {
  const [commit = ''] = await commitsNamed(git, [name], origin);
  return commit;
}

/** The id of a commit, or null when there is none of that name. */
export async function find(git: Git, name: string): Promise<string | null> {
  return (await commits(git, [name]))[0] ?? null;
}

/** Where two commits parted. */
export async function mergeBase(git: Git, left: string, right: string, origin: string): Promise<string> {
  const base = await git.ask(['merge-base', left, right]);
  if (base !== null) return base;
  const help = (await isShallow(git)) ? fetchAll : 'Name a branch of this history.';
  throw new UserError(`${origin}: the two have no common commit. ${help}`);
}

/** Reads what `git cat-file --batch-check` prints: `<id> commit <size>` or `<name> missing`. On standard input no name is an option. */
async function commits(git: Git, names: readonly string[]): Promise<readonly (string | null)[]> {
  const asked = names.map((name) => (/^[^\p{Cc}]+$/u.test(name) ? `${name}^{commit}` : '..'));
  const output = (await git.run(['cat-file', '--batch-check'], `${asked.join('\n')}\n`)).toString();
  const lines = output.split('\n');
  return names.map((_, index) => /^([0-9a-f]{40,64}) commit \d+$/.exec(lines[index] ?? '')?.[1] ?? null);
}

const fetchAll =
  'This clone is shallow: run git fetch --unshallow origin, or fetch all history (fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab CI).';

async function unknown(git: Git, name: string, origin: string): Promise<UserError> {
  return new UserError(`${origin}: git knows no commit "${name}". ${await remedy(git, name)}`);
}

async function remedy(git: Git, name: string): Promise<string> {
  if (/^0{40,}$/.test(name))
    return 'Zeros stand for a branch that is new: name the branch that it is to be merged into.';
  if (await isShallow(git)) return fetchAll;
  return 'Fetch it: git fetch origin; git branch --all lists what there is.';
}

const isShallow = async (git: Git) => (await git.ask(['rev-parse', '--is-shallow-repository'])) === 'true';
