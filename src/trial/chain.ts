import { isAside, isScript, isWritten } from '../config/defaults.ts';
import { adapterNamed } from '../migration/read.ts';
import type { Adapter } from '../migration/adapter.ts';
import { isBuilt } from '../migration/built.ts';
import { compareMigrations } from '../migration/neighbours.ts';
import { baseOf, folderOf, within } from '../migration/path.ts';
import { numbersOf, type Versioned } from '../migration/versions.ts';
import type { Files } from '../types.ts';

/** The migrations of one folder in the order in which their tool runs them. */
export interface Chain {
  /** The name of the adapter. */
  readonly framework: string;
  readonly adapter: Adapter;
  /** Of the migrations that run up. */
  readonly paths: readonly string[];
}

/** The chain that a migration belongs to. `counts` says which paths are migrations of the project. */
export function chainOf(path: string, framework: string, files: Files, counts: (path: string) => boolean): Chain {
  const adapter = adapterNamed(framework);
  const { unit } = adapter.identify(path, files);
  const folder = unit === 'folder' ? folderOf(folderOf(path)) : folderOf(path);
  const inner = unit === 'folder' ? baseOf(path) : null;
  const journal = framework === 'drizzle' && inner === null ? journalOf(folder, files) : null;
  const paths = journal ?? inOrder(migrationsIn(folder, inner, adapter, files), adapter);
  return { framework, adapter, paths: paths.filter((each) => each === path || counts(each)) };
}

function migrationsIn(folder: string, inner: string | null, adapter: Adapter, files: Files): readonly Versioned[] {
  const names = files.list(folder);
  const there = new Set(names);
  return names.flatMap((name): Versioned[] => {
    if (inner === null && (!isWritten(name) || isAside(name) || isBuilt(name, there))) return [];
    const path = inner === null ? within(folder, name) : innerPath(within(folder, name), inner, files);
    if (path === null) return [];
    const { version, direction } = adapter.identify(path, files);
    return direction === 'up' ? [{ path, name, version: version ?? '', numbers: numbersOf(version ?? ''), direction }] : [];
  });
} // prettier-ignore

/** The migration in a folder of its own; a folder may hold its migration in another language. */
function innerPath(folder: string, inner: string, files: Files): string | null {
  const names = files.list(folder);
  if (names.includes(inner)) return within(folder, inner);
  const other = names.find((name) => isScript(name) && isWritten(name) && !isAside(name) && name.split('.', 1)[0] === inner.split('.', 1)[0]);
  return other === undefined ? null : within(folder, other);
} // prettier-ignore

/** What has no version comes after all that has one, as repeatable migrations do. */
function inOrder(all: readonly Versioned[], adapter: Adapter): readonly string[] {
  const byName = adapter.order === 'names' || adapter.order === 'unknown';
  const isLast = ({ version, path }: Versioned) => !byName && (version === '' || adapter.unordered?.(path) === true);
  return all
    .toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)) || compareMigrations(a, b, adapter))
    .map(({ path }) => path);
}

/** Drizzle runs what its journal names, in its order. */
function journalOf(folder: string, files: Files): readonly string[] | null {
  const text = files.read(within(within(folder, 'meta'), '_journal.json'));
  if (text === null) return null;
  try {
    const { entries } = JSON.parse(text) as { readonly entries?: readonly { readonly tag?: unknown }[] };
    return (entries ?? []).flatMap(({ tag }) => (typeof tag === 'string' ? [within(folder, `${tag}.sql`)] : []));
  } catch {
    return null;
  }
}
