import { UserError } from '../errors.ts';
import { commitNamed, find } from '../files/git/base.ts';
import type { Git } from '../files/git/git.ts';
import type { Push } from './pushes.ts';

/** Where a push goes. */
export interface Destination {
  /** The remote's name, or its address when it has none. */
  readonly remote: string;
  /** The configured base branch; null for the remote's default branch. */
  readonly baseBranch: string | null;
}

/** The ranges of commits that a push brings, as `--diff` takes them; what several names share is one range. */
export async function pushedRanges(
  pushes: readonly Push[],
  destination: Destination,
  git: Git,
): Promise<readonly string[]> {
  const [branch, commits] = await Promise.all([baseBranch(git, destination), commitsOf(pushes, git)]);
  const isNew = await newTo(branch, [...commits.values()], git);
  const ranges = new Set<string>();
  for (const { ref, local, remote } of pushes) {
    const head = commits.get(local ?? '');
    if (head === undefined) continue;
    const lost = ref === branch?.ref ? await replaced(head, remote, git) : null;
    if (lost !== null) ranges.add(`${lost}..${head}`);
    else if (isNew(head)) ranges.add(await rangeOf(head, remote, branch, git));
  }
  return [...ranges];
}

/** The commit that the base branch had, when a forced push takes some of it away: then two dots show what is lost. */
async function replaced(head: string, remote: string | null, git: Git): Promise<string | null> {
  const before = remote === null ? null : await find(git, remote);
  return before === null || (await isAncestor(git, before, head)) ? null : before;
}

/**
 * The commits that ids stand for, asked for at once: a push of all tags can have thousands. Tags can name files and trees, too,
 * which no branch has: nothing runs those as migrations.
 */
async function commitsOf(pushes: readonly Push[], git: Git): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(pushes.flatMap(({ local }) => local ?? []))];
  const output = await git.run(['cat-file', '--batch-check'], ids.map((id) => `${id}^{}\n`).join(''));
  const lines = output.toString().split('\n');
  return new Map(
    ids.flatMap((id, index) => {
      const [, commit, kind] = /^([0-9a-f]+) (\w+) \d+$/.exec(lines[index] ?? '') ?? [];
      if (commit === undefined) throw new UserError(`pre-push: git does not have ${id}, which is to be pushed`);
      return kind === 'commit' ? [[id, commit] as const] : [];
    }),
  );
}

/** Tells which commits the remote's base branch does not have. */
async function newTo(branch: Branch | null, heads: readonly string[], git: Git): Promise<(head: string) => boolean> {
  if (!branch?.isRemote || heads.length === 0) return () => true;
  const input = [...heads, `^${branch.commit}`].map((line) => `${line}\n`).join('');
  const found = new Set((await git.run(['rev-list', '--stdin'], input)).toString().split('\n'));
  return (head) => found.has(head);
}

async function rangeOf(head: string, remote: string | null, branch: Branch | null, git: Git): Promise<string> {
  const before = remote === null ? null : await find(git, remote);
  // A branch that is only here and has all that is pushed says nothing about the remote.
  const isBlind = branch !== null && !branch.isRemote && (await isAncestor(git, head, branch.commit));
  const base = await baseOf(git, head, { before, branch: isBlind ? null : (branch?.commit ?? null) });
  return base === null ? `${await emptyTree(git)}..${head}` : `${base}...${head}`;
}

interface Origins {
  /** The commit that the name stood for; null when it is new, or when it was never fetched. */
  readonly before: string | null;
  /** That of the base branch; null when there is none, or when it says no more than the push itself. */
  readonly branch: string | null;
}

/**
 * The commit that a push is compared with. That is what the name stood for, unless the base branch is nearer: after a rebase
 * on it, or a merge of it, what comes from there is nothing new. Null when the remote has nothing in common with it.
 */
async function baseOf(git: Git, head: string, { before, branch }: Origins): Promise<string | null> {
  const [known, parting] = await Promise.all([related(git, before, head), related(git, branch, head)]);
  if (parting === null) return known === null ? null : before;
  return known !== null && (await isAncestor(git, parting, before)) ? before : branch;
}

/** Where two commits parted. A shallow clone cannot tell: there the commit itself is answered, and `--diff` says what to fetch. */
async function related(git: Git, commit: string | null, head: string): Promise<string | null> {
  if (commit === null) return null;
  const base = await git.ask(['merge-base', commit, head]);
  if (base !== null) return base;
  return (await git.ask(['rev-parse', '--is-shallow-repository'])) === 'true' ? commit : null;
}

/** The base branch. */
interface Branch {
  readonly commit: string;
  /** Whether that is what the remote has. */
  readonly isRemote: boolean;
  /** Its name at the remote that is pushed to, such as `refs/heads/main`; null when it is another's. */
  readonly ref: string | null;
}

/** The base branch as the remote has it, else as it is here. */
async function baseBranch(git: Git, { remote, baseBranch: name }: Destination): Promise<Branch | null> {
  for (const place of namesOf(remote, name)) {
    const commit = await find(git, place);
    if (commit !== null) return { commit, isRemote: true, ref: await refAt(remote, place, git) };
  }
  if (name === null) return null;
  return { commit: await commitNamed(git, name, 'baseBranch'), isRemote: false, ref: null };
}

async function refAt(remote: string, place: string, git: Git): Promise<string | null> {
  const [own, full] = [`refs/remotes/${remote}/`, (await git.ask(['symbolic-ref', '-q', place])) ?? place];
  return full.startsWith(own) ? `refs/heads/${full.slice(own.length)}` : null;
}

function namesOf(remote: string, name: string | null): readonly string[] {
  if (name !== null) return [`refs/remotes/${remote}/${name}`, `refs/remotes/${name}`, `refs/remotes/origin/${name}`];
  const branches = ['HEAD', 'main', 'master'];
  return [remote, 'origin'].flatMap((place) => branches.map((branch) => `refs/remotes/${place}/${branch}`));
}

async function isAncestor(git: Git, commit: string, of: string | null): Promise<boolean> {
  return of !== null && (await git.ask(['merge-base', '--is-ancestor', commit, of])) !== null;
}

/** Its id depends on how the repository names its objects. */
async function emptyTree(git: Git): Promise<string> {
  return (await git.run(['hash-object', '-t', 'tree', '--stdin'])).toString().trim();
}
