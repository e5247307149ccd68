import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { baseCommit, commitNamed, commitsNamed, mergeBase } from './base.ts';
import type { Git } from './git.ts';
import { splitNames } from './names.ts';
import { rawDiff, readRawDiff, type RawChange } from './raw-diff.ts';
import type { Wanted } from './selection.ts';
import { stagedChanges } from './staged.ts';

/** Where the changes lead to and where they come from. */
export interface Ends {
  /** Paths as seen from the repository's top. */
  readonly raw: readonly RawChange[];
  /** What a commit that is replaced brought and its successor does not: a deletion where the base branch has it, else nothing. */
  readonly dropped?: readonly RawChange[];
  /** The commit that history is read from; null when there is none yet. */
  base(): Promise<string | null>;
  /** What holds the files after the change; for a commit its id. */
  readonly after: 'index' | 'disk' | { readonly commit: string };
}

/** Asks git for the changes that are wanted. */
export async function endsOf(wanted: Wanted, git: Git, baseBranch: string | null): Promise<Ends> {
  if (wanted.kind === 'diff') return rangeEnds(wanted.range, git);
  if (wanted.kind === 'since') return sinceEnds(wanted.commit, git, baseBranch);
  const { raw, dropped, amended } = await stagedChanges(git);
  const last = amended !== null && amended.parents < 2 ? 'HEAD^' : 'HEAD';
  return { raw, dropped, base: () => baseCommit(git, baseBranch, last), after: 'index' };
}

/** What stands for nothing at all, before the first commit, SHA-1 and SHA-256. */
const emptyTrees = [
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
];

async function rangeEnds(range: string, git: Git): Promise<Ends> {
  const [, left = '', dots = '', right = ''] = /^(.*?)(?:(\.\.\.?)(.*))?$/s.exec(range) ?? [];
  const origin = `--diff ${range}`;
  // What a build server left empty would be HEAD, and HEAD...HEAD changes nothing.
  if (left === '') throw new UserError(`${origin}: name the commit to compare with, such as origin/main...HEAD`);
  if (dots === '..' && emptyTrees.includes(left)) {
    const head = await commitNamed(git, right || 'HEAD', origin);
    const raw = readRawDiff(await git.run([...rawDiff, left, head, '--']));
    return { raw, base: async () => null, after: { commit: head } };
  }
  const [base = '', head = ''] = await commitsNamed(git, [left, right || 'HEAD'], origin);
  const start = dots === '..' ? base : await mergeBase(git, base, head, origin);
  const raw = readRawDiff(await git.run([...rawDiff, start, head, '--']));
  return { raw, base: async () => base, after: { commit: head } };
}

async function sinceEnds(commit: string, git: Git, baseBranch: string | null): Promise<Ends> {
  const since = await commitNamed(git, commit, `--since ${commit}`);
  const start = (await git.ask(['merge-base', since, 'HEAD'])) ?? since;
  return { raw: await changesOnDisk(start, git), base: () => baseCommit(git, baseBranch, since), after: 'disk' };
}

/** What the working tree changes against a commit. */
export async function changesOnDisk(start: string, git: Git): Promise<readonly RawChange[]> {
  const [output, names] = await Promise.all([git.run([...rawDiff, start, '--']), git.run(untracked)]);
  const changes = readRawDiff(output).filter(({ status }) => status !== 'U');
  const paths = splitNames(names).filter((path) => path !== '');
  const deleted = new Map(changes.flatMap((each) => (each.status === 'D' ? [[each.path, each]] : [])));
  const isBack = new Set(paths.filter((path) => deleted.has(path)));
  const added: RawChange = { status: 'A', oldMode: '000000', mode: '', oldId: null, id: null, path: '', from: null };
  return [
    ...changes.filter(({ status, path }) => status !== 'D' || !isBack.has(path)),
    ...paths.map((path): RawChange => {
      const before = deleted.get(path);
      return { ...(before ? { ...before, status: 'M' } : added), path, mode: 'untracked' };
    }),
  ];
}

/** Files that git does not know yet and that nobody told it to ignore. */
const untracked = ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/'];

/** Gives a change in the working tree the mode that git would give it. `path` is as seen from the project's root. */
export function withMode(change: RawChange, root: string): RawChange {
  if (change.mode !== 'untracked') return change;
  const isLink = lstatSync(resolve(root, change.path), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return { ...change, mode: isLink ? '120000' : '100644' };
}
