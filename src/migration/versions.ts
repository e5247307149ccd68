import type { Direction, Files } from '../types.ts';
import type { Adapter, Identity } from './adapter.ts';
import { baseOf, folderOf, within } from './path.ts';

/** Paths of a folder's migrations by direction and version. */
type Index = ReadonlyMap<string, readonly string[]>;

// A folder is read once, not once for each of its files: what is remembered lives as long as the list of its names.
const indexes = new WeakMap<readonly string[], Map<Adapter, Index>>();

/** The migrations of that direction, in the folder of `path`, that carry its version; `path` itself is left out. */
export function ofVersion(path: string, direction: Direction, adapter: Adapter, files: Files): readonly string[] {
  const identity = adapter.identify(path, files);
  if (identity.version === null) return [];
  const found = indexOf(path, identity.unit, adapter, files).get(keyOf(direction, identity.version)) ?? [];
  return found.filter((other) => other !== path);
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
  const index = new Map<string, string[]>();
  for (const name of names) {
    if (inner === null && !/\.sql$/i.test(name)) continue;
    const path = inner === null ? within(folder, name) : within(within(folder, name), inner);
    const { valid, version, direction } = adapter.identify(path, files);
    if (!valid || version === null) continue;
    const key = keyOf(direction, version);
    const same = index.get(key);
    if (same) same.push(path);
    else index.set(key, [path]);
  }
  return index;
}

/** The version as tools compare it: `1_2`, `1.02` and `1.2.0` are one. */
function keyOf(direction: Direction, version: string): string {
  const numbers = version.split(/\D+/).map((digits) => digits.replace(/^0+(?=\d)/, ''));
  while (numbers.length > 1 && numbers.at(-1) === '0') numbers.pop();
  return `${direction} ${numbers.join('.')}`;
}
