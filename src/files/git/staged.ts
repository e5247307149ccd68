import { find } from './base.ts';
import type { Git } from './git.ts';
import { rawDiff, readRawDiff, type RawChange } from './raw-diff.ts';
import { indexTree } from './tree.ts';

/** What is staged. */
export interface Staged {
  readonly raw: readonly RawChange[];
  /** What the last commit, which is amended, has, and neither the one before it nor the index: with it, it leaves the history. */
  readonly dropped: readonly RawChange[];
  /** The last commit, when the one that git is about to make takes its place: what it changed is then among the changes. */
  readonly amended: LastCommit | null;
}

/** What the commit that git is about to make will change. */
export async function stagedChanges(git: Git): Promise<Staged> {
  const last = await amendedCommit(git);
  const raw = await rawChanges(git, last);
  const dropped = last === null || last.parents > 1 ? [] : await droppedFrom(raw, git);
  return { raw, dropped, amended: last };
}

async function rawChanges(git: Git, last: LastCommit | null): Promise<readonly RawChange[]> {
  if (last?.parents === 0) return [...(await indexTree(git))].map(([path, id]) => ({ ...added, path, id }));
  return readRawDiff(await git.run([...rawDiff, '--cached', ...(last?.parents === 1 ? ['HEAD^'] : []), '--']));
}

async function droppedFrom(raw: readonly RawChange[], git: Git): Promise<readonly RawChange[]> {
  const known = new Set(raw.flatMap(({ path, from }) => (from === null ? [path] : [path, from])));
  const sinceLast = readRawDiff(await git.run([...rawDiff, '--no-renames', '--cached', '--']));
  return sinceLast.filter(({ status, path }) => status === 'D' && !known.has(path));
}

const added = { status: 'A', oldMode: '000000', mode: '100644', oldId: null, from: null };

/** A commit that is about to be replaced. */
interface LastCommit {
  readonly parents: number;
}

/** A new commit by the same person is at least that much younger, in seconds; scripts may be quicker. */
const leastAge = 3;

/**
 * The last commit, when git is amending it. Git does not tell its hooks, but gives them the author of the new commit (`GIT_AUTHOR_DATE=@<seconds>
 * <zone>`), which `--amend` takes from the last one. Where the date is set by hand or is that of right now, nothing can be known: then it is a new commit.
 */
async function amendedCommit(git: Git): Promise<LastCommit | null> {
  const { GIT_AUTHOR_DATE: date = '', GIT_AUTHOR_EMAIL: email = '', GIT_COMMITTER_DATE: set } = git.env;
  const [, seconds] = /^@(\d+) /.exec(date) ?? [];
  if (seconds === undefined || set !== undefined || Date.now() / 1000 - Number(seconds) < leastAge) return null;
  const commit = await git.ask(['cat-file', 'commit', 'HEAD']);
  const header = commit?.split('\n\n', 1)[0] ?? '';
  const author = /^author .*<(.*)> (\d+) \S+$/m.exec(header);
  if (author?.[1] !== email || author[2] !== seconds) return null;
  const parents = header.match(/^parent /gm)?.length ?? 0;
  // A shallow clone ends at a commit that somebody else has pushed: what counts is what becomes of that.
  return parents === 1 && (await find(git, 'HEAD^')) === null ? null : { parents };
}
