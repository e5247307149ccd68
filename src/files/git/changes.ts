import type { Change, Changes, Files, SourceFile, Subject } from '../../types.ts';
import { isFile, type RawChange } from './raw-diff.ts';
import { fromRoot } from './repository.ts';

/** A changed file that is to be judged; `id` is null for what is deleted. */
export interface Touched {
  readonly path: string;
  readonly change: Change;
  readonly subject: Exclude<Subject, 'unreadable file' | 'commit message'>;
  readonly id: string | null;
}

/** Tells what a path, relative to the project's root, is. */
export type Classify = (path: string) => 'migration' | 'schema source' | null;

/** What the raw changes do to migrations and schema sources, sorted by path. */
export function touchedBy(raw: readonly RawChange[], prefix: string, classify: Classify): readonly Touched[] {
  const touched = raw.flatMap((change) => touches(change, prefix, classify));
  return [...new Map(touched.map((each) => [each.path, each])).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function touches(raw: RawChange, prefix: string, classify: Classify): readonly Touched[] {
  const path = fromRoot(raw.path, prefix);
  const from = raw.status === 'R' && raw.from !== null ? fromRoot(raw.from, prefix) : null;
  const after = raw.status !== 'D' && isFile(raw.mode) ? classify(path) : null;
  const before = isFile(raw.oldMode) && raw.status !== 'A' && raw.status !== 'C' ? classify(from ?? path) : null;
  if (after === 'schema source' || (after === null && before === 'schema source'))
    return [{ path, change: { kind: 'modified' }, subject: 'schema source', id: after === null ? null : raw.id }];
  if (after === null) return before === null ? [] : [deleted(from ?? path)];
  return [{ path, subject: 'migration', id: raw.id, change: changeOf(before === null, from) }];
}

const deleted = (path: string): Touched => ({
  path,
  change: { kind: 'deleted' },
  subject: 'deleted migration',
  id: null,
});

function changeOf(isNew: boolean, from: string | null): Change {
  if (isNew) return { kind: 'added' };
  return from === null ? { kind: 'modified' } : { kind: 'renamed', from };
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

/** A touched file without its text. */
export const emptySource = ({ path, subject }: Touched): SourceFile => ({ path, text: '', subject });
