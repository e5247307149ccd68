import { groupBy } from '../group.ts';
import type { Changes, Files } from '../types.ts';
import type { Adapter, Identity } from './adapter.ts';
import { baseOf, folderOf, hasBeside } from './path.ts';
import { compareVersions, versionedBeside, type Versioned } from './versions.ts';

/** The migrations of one folder that run up, each list in their order. */
export interface Neighbours {
  /** Those of the base branch. What came there in the meantime is not here yet; only what this change takes away is gone. */
  readonly base: readonly Versioned[];
  /** Those that are new. */
  readonly fresh: ReadonlySet<Versioned>;
  /** Of the new ones those that would run late or twice: each needs another version. */
  readonly moved: readonly Versioned[];
  /** Those of the base branch and of the change, by their version. */
  readonly sameVersion: (version: Versioned) => readonly Versioned[];
  /** The last of all, those included that this change takes away: databases know them still. */
  readonly newest: Versioned | null;
}

// A change of thousands of files is often in one folder, which is looked at once.
const known = new WeakMap<Changes, Map<Adapter, Map<string, Neighbours>>>();

/** What stands around a migration. `unit` is its own, as its adapter tells it. */
export function neighboursOf(
  path: string,
  unit: Identity['unit'],
  adapter: Adapter,
  { files, changes }: { readonly files: Files; readonly changes: Changes },
): Neighbours {
  const folder = unit === 'folder' ? `${folderOf(folderOf(path))}/*/${baseOf(path)}` : folderOf(path);
  const adapters = known.get(changes) ?? new Map<Adapter, Map<string, Neighbours>>();
  const folders = adapters.get(adapter) ?? new Map<string, Neighbours>();
  known.set(changes, adapters.set(adapter, folders));
  const found = folders.get(folder) ?? build(path, unit, adapter, files, changes);
  folders.set(folder, found);
  return found;
}

function build(path: string, unit: Identity['unit'], adapter: Adapter, files: Files, changes: Changes): Neighbours {
  const of = (place: Files) =>
    versionedBeside(path, unit, adapter, place).filter(
      (each) => each.direction === 'up' && !adapter.unordered?.(each.path),
    );
  const touched = new Set(changes.migrations);
  const isIn = (each: Versioned) =>
    unit === 'folder' ? files.list(folderOf(each.path)).length > 0 : hasBeside(each.path, baseOf(each.path), files);
  const before = of(changes.base);
  const gone = new Set(before.filter((each) => touched.has(each.path) && !isIn(each)));
  const base = before.filter((each) => !gone.has(each)).sort((a, b) => compareMigrations(a, b, adapter));
  const paths = new Set(base.map((each) => each.path));
  const after = of(files);
  const fresh = after.filter((each) => !paths.has(each.path) && changes.of(each.path) !== null);
  const all = [...new Map([...after, ...base].map((each) => [each.path, each])).values()];
  const versions = groupBy(all, versionOf);
  const inBase = new Set(base.map(versionOf));
  return {
    base,
    fresh: new Set(fresh),
    moved: fresh
      .filter((each) => inBase.has(versionOf(each)) || laterOf(each, base, adapter).length > 0)
      .sort((a, b) => compareVersions(a, b) || (a.path < b.path ? -1 : 1)),
    sameVersion: (version) => versions.get(versionOf(version)) ?? [],
    newest: [...all, ...gone].sort((a, b) => compareMigrations(a, b, adapter)).at(-1) ?? null,
  };
}

const versionOf = ({ numbers }: Versioned) => numbers.join('.');

/** The order in which the tool runs them. */
export function compareMigrations(a: Versioned, b: Versioned, { order = 'numbers' }: Adapter): number {
  const byName = compareLetters(a.name, b.name);
  if (order === 'joined') return compareLetters(joined(a), joined(b)) || byName;
  return order === 'names' ? byName : compareVersions(a, b) || byName;
}

const compareLetters = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const joined = ({ version }: Versioned) => version.replaceAll('-', '');

/** Of the base branch's migrations, in their order, those that run after one. */
export function laterOf(own: Versioned, base: readonly Versioned[], adapter: Adapter): readonly Versioned[] {
  let [low, high] = [0, base.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = base[middle];
    if (other && compareMigrations(other, own, adapter) > 0) high = middle;
    else low = middle + 1;
  }
  return base.slice(low).filter((each) => isAfter(each, own, adapter));
}

function isAfter(a: Versioned, b: Versioned, { order = 'numbers' }: Adapter): boolean {
  if (order === 'joined') return joined(a) > joined(b);
  const byNumber = compareVersions(a, b);
  if (byNumber === 0 || order === 'numbers') return byNumber > 0;
  return a.name > b.name && (order === 'names' || byNumber > 0);
}
