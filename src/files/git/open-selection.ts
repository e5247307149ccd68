import type { Files, SourceFile } from '../../types.ts';
import { diskFiles, readSource, toSource } from '../disk.ts';
import { baseCommit, commitNamed, mergeBase } from './base.ts';
import { blobsOf, type Blobs } from './blobs.ts';
import { changesOf, emptySource, touchedBy, type Classify, type Touched } from './changes.ts';
import type { Environment, Git } from './git.ts';
import { isFile, isLink, readRawDiff, type RawChange } from './raw-diff.ts';
import { fromRoot, openRepository, type Repository } from './repository.ts';
import type { Selection, Wanted } from './selection.ts';
import { filesOf, indexEntries, treeEntries, type Entry } from './tree.ts';

export interface SelectionSettings {
  readonly cwd: string;
  readonly env: Environment;
  /** The project's root, absolute. */
  readonly root: string;
  /** The branch that history is read from; null for the remote's default branch. */
  readonly baseBranch: string | null;
  readonly classify: Classify;
}

/** Where the changes lead to and where they come from. */
interface Ends {
  readonly raw: readonly RawChange[];
  /** The commit that history is read from; null when there is none yet. */
  readonly base: string | null;
  /** The files after the change; null for those on disk. */
  readonly after: (() => Promise<readonly Entry[]>) | null;
  /** A commit that is merged in: what comes from it is not this change's doing. */
  readonly mergedIn: string | null;
}

/** Reads what changes from git; nothing is written, and of the working tree only `since` reads. Throws a `UserError`. */
export async function openSelection(wanted: Wanted, settings: SelectionSettings): Promise<Selection> {
  const repository = await openRepository(settings.cwd, settings.root, settings.env);
  const ends = await endsOf(wanted, repository.git, settings.baseBranch);
  const { prefix } = repository;
  const touched = touchedBy(ends.raw, prefix, settings.classify);
  const leftOut = ends.raw
    .filter(({ mode, status }) => status !== 'D' && !isFile(mode))
    .map(({ path, mode }) => ({ path: fromRoot(path, prefix), kind: isLink(mode) ? 'symbolic link' : 'submodule' }))
    .filter(({ path }) => settings.classify(path) !== null);
  const blobs = blobsOf(repository.git);
  return {
    ...(await contents(touched, ends, { repository, blobs, root: settings.root })),
    leftOut: leftOut.map(({ path, kind }) => `${path} (${kind})`),
  };
}

interface Store {
  readonly repository: Repository;
  readonly blobs: Blobs;
  readonly root: string;
}

async function contents(touched: readonly Touched[], ends: Ends, store: Store): Promise<Omit<Selection, 'leftOut'>> {
  const { repository, blobs, root } = store;
  const { git, prefix } = repository;
  if (touched.length === 0) return { sources: [], files: noFiles, changes: changesOf([], noFiles, new Set()) };
  const ids = touched.flatMap(({ id }) => (id === null || ends.after === null ? [] : [id]));
  const [after, base, mergedIn] = await Promise.all([
    ends.after?.() ?? null,
    ends.base === null ? [] : treeEntries(git, ends.base),
    ends.mergedIn === null ? [] : treeEntries(git, ends.mergedIn),
    blobs.load(ids),
  ]);
  const disk = after === null;
  return {
    sources: touched.map((each) => (disk ? fromDisk(each, root) : fromGit(each, blobs))),
    files: disk ? diskFiles(root) : filesOf(after, prefix, blobs),
    changes: changesOf(touched, filesOf(base, prefix, blobs), takenOver(touched, mergedIn, ends.mergedIn, prefix)),
  };
}

const noFiles: Files = { read: () => null, list: () => [] };

/** What a merged branch has just so: it was judged when it was committed there. */
function takenOver(
  touched: readonly Touched[],
  entries: readonly Entry[],
  commit: string | null,
  prefix: string,
): ReadonlySet<string> {
  if (commit === null) return new Set();
  const ids = new Map(entries.map(({ path, id }) => [fromRoot(path, prefix), id]));
  return new Set(touched.filter(({ path, id }) => (ids.get(path) ?? null) === id).map(({ path }) => path));
}

function fromGit(touched: Touched, blobs: Blobs): SourceFile {
  if (touched.id === null || touched.subject !== 'migration') return emptySource(touched);
  return toSource(touched.path, blobs.get(touched.id));
}

function fromDisk(touched: Touched, root: string): SourceFile {
  return touched.subject === 'migration' ? readSource(root, touched.path) : emptySource(touched);
}

const diff = ['-c', 'diff.relative=false', 'diff', '--raw', '-z', '-M', '--no-abbrev', '--no-color', '--no-ext-diff'];
const letters = '--diff-filter=ACMRTD';

async function endsOf(wanted: Wanted, git: Git, baseBranch: string | null): Promise<Ends> {
  if (wanted.kind === 'diff') return rangeEnds(wanted.range, git);
  const base = baseCommit(git, baseBranch);
  if (wanted.kind === 'staged') {
    const raw = git.run([...diff, '--cached', letters]);
    const mergedIn = git.ask(['rev-parse', '--verify', '--quiet', 'MERGE_HEAD']);
    const [changes, commit, merged] = await Promise.all([raw, base, mergedIn]);
    return { raw: readRawDiff(changes.toString()), base: commit, after: () => indexEntries(git), mergedIn: merged };
  }
  const since = await commitNamed(git, wanted.commit, '--since');
  const start = (await git.ask(['merge-base', since, 'HEAD'])) ?? since;
  const raw = readRawDiff((await git.run([...diff, letters, start, '--'])).toString());
  return { raw: [...raw, ...(await untracked(git))], base: await base, after: null, mergedIn: null };
}

async function rangeEnds(range: string, git: Git): Promise<Ends> {
  const [, left = '', dots = '', right = ''] = /^(.*?)(?:(\.\.\.?)(.*))?$/s.exec(range) ?? [];
  const origin = `--diff ${range}:`;
  const base = await commitNamed(git, left || 'HEAD', origin);
  const head = await commitNamed(git, right || 'HEAD', origin);
  const start = dots === '..' ? base : await mergeBase(git, base, head, `--diff ${range}`);
  const raw = readRawDiff((await git.run([...diff, letters, start, head, '--'])).toString());
  return { raw, base, after: () => treeEntries(git, head), mergedIn: null };
}

/** Files that git does not know yet and that nobody told it to ignore. */
async function untracked(git: Git): Promise<readonly RawChange[]> {
  const output = await git.run(['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/']);
  const added = { status: 'A', oldMode: '000000', mode: '100644', oldId: '', id: '', from: null };
  return output
    .toString()
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => ({ ...added, path }));
}
