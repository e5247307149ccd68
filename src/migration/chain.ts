import { isAside, isScript, isWritten } from '../config/defaults.ts';
import type { Adapter } from './adapter.ts';
import { adapters } from './adapters/index.ts';
import { isHandMadeWayBack } from './companion.ts';
import { compareMigrations } from './neighbours.ts';
import { baseOf, folderOf, within } from './path.ts';
import { numbersOf, type Versioned, versionedBeside } from './versions.ts';
import type { Files, Migration } from '../types.ts';

/** The paths of the migrations that its tool runs before this one, in their order. */
export function pathsBefore({ path, adapter: name }: Pick<Migration, 'path' | 'adapter'>, files: Files): readonly string[] {
  const adapter = adapters[name];
  if (!adapter) return [];
  if (name === 'sqitch') return plannedBefore(path, files);
  const { version, unit, direction } = adapter.identify(path, files);
  if (version === null) return namedBefore(path, files);
  const title = unit === 'folder' ? baseOf(folderOf(path)) : baseOf(path);
  const own = { path, name: title, version, numbers: numbersOf(version), direction };
  const before = inOrder(versionedBeside(path, unit, adapter, files), adapter)
    .filter((each) => each.path !== path && compareMigrations(each, own, adapter) < 0)
    .map((each) => each.path);
  files.prepare?.(before);
  return before.filter((each) => files.read(each) !== null);
} // prettier-ignore

// A folder is put in order once, not once for each of its files.
const ordered = new WeakMap<readonly Versioned[], readonly Versioned[]>();

/** What runs up at its time, in the order of its tool. */
function inOrder(all: readonly Versioned[], adapter: Adapter): readonly Versioned[] {
  const known = ordered.get(all);
  if (known) return known;
  const ups = all.filter((each) => each.direction === 'up' && !adapter.unordered?.(each.path));
  const sorted = ups.sort((a, b) => compareMigrations(a, b, adapter));
  ordered.set(all, sorted);
  return sorted;
}

/** Without versions, the order of the names is what people go by. */
function namedBefore(path: string, files: Files): readonly string[] {
  const folder = folderOf(path);
  const isFellow = (name: string) =>
    name < baseOf(path) &&
    isWritten(name) &&
    !isAside(name) &&
    isScript(name) === isScript(path) &&
    !isHandMadeWayBack(within(folder, name), files);
  return files.list(folder).filter(isFellow).map((name) => within(folder, name)).sort(); // prettier-ignore
}

/** Sqitch's order is that of its plan: one change a line, behind its settings. */
function plannedBefore(path: string, files: Files): readonly string[] {
  const [, top = '', change = ''] = /^(.*?)deploy\/(.*)\.sql$/.exec(path) ?? [];
  const lines = (files.read(`${top}sqitch.plan`) ?? '').split(/\r?\n/);
  const names = lines.flatMap((line) => /^([^\s%@#[][^\s]*)/.exec(line)?.[1] ?? []);
  const until = names.indexOf(change);
  const before = until < 0 ? [] : names.slice(0, until);
  return before.map((name) => `${top}deploy/${name}.sql`).filter((each) => files.read(each) !== null);
}
