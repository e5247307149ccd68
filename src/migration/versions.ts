import { isAside, isScript, isWritten } from '../config/defaults.ts';
import type { Direction, Files } from '../types.ts';
import type { Adapter, Identity } from './adapter.ts';
import { isBuilt } from './built.ts';
import { baseOf, folderOf, within } from './path.ts';

/** A migration of a folder that has a version. */
export interface Versioned {
  readonly path: string;
  /** Of the file, or of the folder that is the migration. */
  readonly name: string;
  readonly version: string;
  /** The version as tools compare it. */
  readonly numbers: readonly string[];
  readonly direction: Direction;
}

/** A folder's migrations, and their paths by direction and version. */
interface Index {
  readonly all: readonly Versioned[];
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

// A folder is read once, not once for each of its files: what is remembered lives as long as the list of its names.
const indexes = new WeakMap<readonly string[], Map<Adapter, Index>>();

/** The migrations of that direction, in the folder of `path`, that carry its version; `path` itself is left out. */
export function ofVersion(path: string, direction: Direction, adapter: Adapter, files: Files): readonly string[] {
  const identity = adapter.identify(path, files);
  if (identity.version === null) return [];
  const found = indexOf(path, identity.unit, adapter, files).paths.get(keyOf(direction, identity.version)) ?? [];
  // A script may read the SQL beside it that has its name.
  const isTwin = (other: string) =>
    (isScript(path) || isScript(other)) && adapter.identify(other, files).name === identity.name;
  return found.filter((other) => other !== path && !(identity.unit === 'file' && isTwin(other)));
}

/** The migrations with a version in the folder of `path`, in no order. */
export function versionedBeside(
  path: string,
  unit: Identity['unit'],
  adapter: Adapter,
  files: Files,
): readonly Versioned[] {
  return indexOf(path, unit, adapter, files).all;
}

/** The order of versions as tools compare them that read their numbers; 0 for `1_2`, `1.02` and `1.2.0`. */
export function compareVersions({ numbers: left }: Versioned, { numbers: right }: Versioned): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one = '', other = ''] = [left[index], right[index]];
    if (one !== other) return one.length - other.length || (one < other ? -1 : 1);
  }
  return 0;
}

function indexOf(path: string, unit: Identity['unit'], adapter: Adapter, files: Files): Index {
  const folder = unit === 'folder' ? folderOf(folderOf(path)) : folderOf(path);
  const names = files.list(folder);
  const known = indexes.get(names) ?? new Map<Adapter, Index>();
  indexes.set(names, known);
  const index = known.get(adapter) ?? build(folder, names, unit === 'folder' ? baseOf(path) : null, adapter, files);
  known.set(adapter, index);
  return index;
}

function build(folder: string, names: readonly string[], inner: string | null, adapter: Adapter, files: Files): Index {
  const all: Versioned[] = [];
  const paths = new Map<string, string[]>();
  // Most folders hold nothing that was compiled.
  let there: ReadonlySet<string> | null = null;
  const others = { has: (name: string) => (there ??= new Set(names)).has(name) };
  for (const name of names) {
    if (inner === null && (!isWritten(name) || isAside(name) || isBuilt(name, others))) continue;
    const path = inner === null ? within(folder, name) : within(within(folder, name), inner);
    const { valid, version, direction } = adapter.identify(path, files);
    if (!valid || version === null) continue;
    all.push({ path, name, version, numbers: numbersOf(version), direction });
    const key = keyOf(direction, version);
    const same = paths.get(key);
    if (same) same.push(path);
    else paths.set(key, [path]);
  }
  return { all, paths };
}

const keyOf = (direction: Direction, version: string) => `${direction} ${numbersOf(version).join('.')}`;

/** The numbers of a version, without leading zeros and without parts at the end that are zero. */
export function numbersOf(version: string): readonly string[] {
  const numbers = version.split(/\D+/).map((digits) => digits.replace(/^0+(?=\d)/, ''));
  // Hyphens part a time, which tools put together; `120000-0000` is not `120000`.
  while (numbers.length > 1 && numbers.at(-1) === '0' && !version.includes('-')) numbers.pop();
  return numbers;
}
