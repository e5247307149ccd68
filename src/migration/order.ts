import type { Changes, Files, History } from '../types.ts';
import type { Adapter, Identity } from './adapter.ts';
import { nextVersion } from './next-version.ts';
import { compareMigrations, laterOf, neighboursOf } from './neighbours.ts';
import { baseOf, folderOf, within } from './path.ts';
import { compareVersions, numbersOf, type Versioned } from './versions.ts';

/** A migration's place among the others of its folder. */
type Order = Pick<History, 'later' | 'namesakes' | 'free'>;

const none: Order = { later: [], namesakes: [], free: null };

/** Finds a migration's place among those of the base branch and those that are new with it. */
export function orderOf(path: string, adapter: Adapter, files: Files, changes: Changes): Order {
  const identity = adapter.identify(path, files);
  const { unit, version, valid, direction } = identity;
  if (version === null || !valid || direction === 'down' || adapter.unordered?.(path)) return none;
  const name = unit === 'folder' ? baseOf(folderOf(path)) : baseOf(path);
  const own: Versioned = { path, name, version, numbers: numbersOf(version), direction };
  const { base, fresh, moved, sameVersion, newest } = neighboursOf(path, unit, adapter, { files, changes });
  const later = laterOf(own, base, adapter);
  const same = sameVersion(own).filter((each) => adapter.identify(each.path, files).name !== identity.name);
  // Of two new ones, the one that comes second speaks.
  const namesakes = same.filter((each) => !fresh.has(each) || each.path < path);
  const isFine = later.length === 0 && namesakes.length === 0;
  const last = newest && compareMigrations(newest, own, adapter) > 0 ? newest : own;
  return {
    later: later.map((each) => each.path),
    namesakes: namesakes.map((each) => each.path),
    free: renamed(own, unit, nextVersion(last.version, isFine ? 1 : 1 + amountBefore(own, moved))),
  };
}

/** How many of the new ones that need another version stand before this one. They are sorted. */
function amountBefore(own: Versioned, moved: readonly Versioned[]): number {
  const at = moved.findIndex((each) => (compareVersions(each, own) || (each.path < own.path ? -1 : 1)) > 0);
  const before = at < 0 ? moved : moved.slice(0, at);
  return before.filter((each) => each.path !== own.path).length;
}

function renamed({ path, name, version }: Versioned, unit: Identity['unit'], next: string): string {
  const at = name.indexOf(version);
  const changed = name.slice(0, at) + next + name.slice(at + version.length);
  const folder = folderOf(path);
  return unit === 'folder' ? within(within(folderOf(folder), changed), baseOf(path)) : within(folder, changed);
}
