import { isAside, isScript, isWritten, withoutExtension } from '../config/defaults.ts';
import type { Adapter } from './adapter.ts';
import { adapters } from './adapters/index.ts';
import { isBuilt } from './built.ts';
import { isHandMadeWayBack } from './companion.ts';
import { compareMigrations } from './neighbours.ts';
import { baseOf, folderOf, within } from './path.ts';
import { numbersOf, type Versioned, versionedBeside } from './versions.ts';
import type { Files, Migration } from '../types.ts';

/** The paths of the migrations that its tool runs before this one, in their order: SQL and scripts, but not the SQL that a script runs. */
export function pathsBefore({ path, adapter: name }: Pick<Migration, 'path' | 'adapter'>, files: Files): readonly string[] {
  const adapter = adapters[name];
  if (!adapter) return [];
  if (name === 'sqitch') return plannedBefore(path, files);
  const { version, unit, direction } = adapter.identify(path, files);
  if (version === null) return withoutTwins(path, namedBefore(path, files));
  const title = unit === 'folder' ? baseOf(folderOf(path)) : baseOf(path);
  const own = { path, name: title, version, numbers: numbersOf(version), direction };
  const before = inOrder(versionedBeside(path, unit, adapter, files), adapter)
    .filter((each) => each.path !== path && compareMigrations(each, own, adapter) < 0)
    .map((each) => each.path);
  files.prepare?.(before);
  return withoutTwins(path, before).filter((each) => files.read(each) !== null);
} // prettier-ignore

/** A script reads the SQL beside it that has its name, and that runs with it. */
function withoutTwins(path: string, before: readonly string[]): readonly string[] {
  const scripts = new Set([...before, path].filter(isScript).map(stemOf));
  if (scripts.size === 0) return before;
  return before.filter((each) => stemOf(each) !== stemOf(path) && (isScript(each) || !scripts.has(stemOf(each))));
}

const stemOf = (path: string) => withoutExtension(path).replace(/[._-]up$/i, '');

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
  const names = files.list(folder);
  const there = new Set(names);
  const isFellow = (name: string) =>
    name < baseOf(path) &&
    isWritten(name) &&
    !isAside(name) &&
    !isBuilt(name, there) &&
    !isHandMadeWayBack(within(folder, name), files);
  return names.filter(isFellow).map((name) => within(folder, name)).sort(); // prettier-ignore
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
