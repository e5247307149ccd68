import { isBuilt } from '../../migration/built.ts';
import type { Change, Changes, Files, SourceFile, Subject } from '../../types.ts';
import { isFile, isLink, type RawChange } from './raw-diff.ts';

/** A changed file that is to be judged. */
export interface Touched {
  readonly path: string;
  readonly change: Change;
  readonly subject: Exclude<Subject, 'commit message'>;
  /** Of the content after the change; null for what is deleted or only in the working tree. */
  readonly id: string | null;
  /** Of the content before the change, where it is known. */
  readonly oldId?: string | null;
}

/** Tells what a path, relative to the project's root, is. */
export type Classify = (path: string) => 'migration' | 'schema source' | null;

/** What the raw changes, with paths as seen from the project's root, do to migrations and schema sources; sorted by path. */
export function touchedBy(raw: readonly RawChange[], classify: Classify): readonly Touched[] {
  const all = raw.flatMap((change) => touches(change, classify)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const keys = new Set(all.map(keyOf));
  return all.filter((each) => !isBuilt(keyOf(each), keys));
}

/** What a compiler made goes with its source only when the same becomes of both. */
const keyOf = ({ path, subject }: Touched) => `${subject} ${path}`;

function touches(raw: RawChange, classify: Classify): readonly Touched[] {
  const { path, status, id, oldId } = raw;
  if (status === 'U') return conflict(path, classify);
  const from = status === 'R' ? raw.from : null;
  const after = status !== 'D' && isFile(raw.mode) ? classify(path) : null;
  const before = isFile(raw.oldMode) && status !== 'A' && status !== 'C' ? classify(from ?? path) : null;
  if (after === 'migration')
    return [{ path, subject: 'migration', id, oldId, change: changeOf(before !== 'migration', from) }];
  const gone = before === 'migration' ? [deleted(from ?? path, oldId)] : [];
  if (after === null && before !== 'schema source') return gone;
  return [...gone, { path, change: { kind: 'modified' }, subject: 'schema source', id, oldId }];
}

/** What becomes of a file that takes the place of one that the base branch has: its own migration is gone from there. */
export function withoutReplacing(touched: readonly Touched[], isInBase: (path: string) => boolean): readonly Touched[] {
  const split = touched.flatMap((each): readonly Touched[] =>
    each.change.kind === 'renamed' && isInBase(each.path)
      ? [deleted(each.change.from, each.oldId ?? null), { ...each, change: { kind: 'modified' } }]
      : [each],
  );
  return split.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const deleted = (path: string, oldId: string | null): Touched => ({
  path,
  change: { kind: 'deleted' },
  subject: 'deleted migration',
  id: null,
  oldId,
});

function conflict(path: string, classify: Classify): readonly Touched[] {
  if (classify(path) !== 'migration') return [];
  return [{ path, change: { kind: 'modified' }, subject: 'unreadable file', id: null, oldId: null }];
}

function changeOf(isNew: boolean, from: string | null): Change {
  if (isNew) return { kind: 'added' };
  return from === null ? { kind: 'modified' } : { kind: 'renamed', from };
}

/** Symbolic links and submodules at migrations' places, as the messages name them. */
export function leftOutOf(raw: readonly RawChange[], classify: Classify): readonly string[] {
  return raw
    .filter(({ status, mode, path }) => !'DU'.includes(status) && !isFile(mode) && classify(path) !== null)
    .map(({ path, mode }) => `${path} (${isLink(mode) ? 'symbolic link' : 'submodule'})`);
}

/** The path that a touched file had before the change; null when it is new. */
export function pathBefore({ path, change }: Touched): string | null {
  if (change.kind === 'added') return null;
  return change.kind === 'renamed' ? change.from : path;
}

/** The changes as rules may know them. `untouched`: paths that the change only takes over from a branch that is merged in. */
export function changesOf(touched: readonly Touched[], base: Files, untouched: ReadonlySet<string>): Changes {
  const byPath = new Map(touched.map(({ path, change }) => [path, change]));
  const migrations = touched
    .filter(({ subject }) => subject !== 'schema source')
    .flatMap(({ path, change }) => (change.kind === 'renamed' ? [change.from, path] : [path]));
  return {
    base,
    of: (path) => (untouched.has(path) ? null : (byPath.get(path) ?? null)),
    migrations: [...new Set(migrations)].sort(),
  };
}

/** Whether changes bring a file that the base branch does not have. Without a base branch nothing is new, or all is. */
export function isNewIn(changes: Changes, path: string): boolean {
  const { base } = changes;
  if (changes.of(path) === null || base.list('').length === 0) return false;
  const slash = path.lastIndexOf('/');
  return !base.list(path.slice(0, Math.max(slash, 0))).includes(path.slice(slash + 1));
}

/** A touched file without its text. */
export function emptySource({ path, subject }: Touched): SourceFile {
  const source: SourceFile = { path, text: '', subject };
  return subject === 'unreadable file' ? { ...source, problem: 'in conflict: resolve it, then git add it' } : source;
}
