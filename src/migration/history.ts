import { isAside, isScript, isWritten } from '../config/defaults.ts';
import { UserError } from '../errors.ts';
import type { Changes, Files, History, Published, SourceFile } from '../types.ts';
import type { Adapter } from './adapter.ts';
import { adapters } from './adapters/index.ts';
import { detect } from './detect.ts';
import { differencesOf } from './difference.ts';
import { orderOf } from './order.ts';
import { baseOf, folderOf, within } from './path.ts';

/** What a migration's history is told by. */
interface Surroundings {
  readonly adapter: Adapter;
  /** Whether the configuration names the adapter. */
  readonly isSet: boolean;
  /** The files after the change. */
  readonly files: Files;
  readonly changes: Changes;
}

/** What the change does to a migration, and what the base branch knows of it; null when the change does not touch it. */
export function readHistory(source: SourceFile, surroundings: Surroundings): History | null {
  const { adapter, files, changes } = surroundings;
  const change = changes.of(source.path);
  if (!change) return null;
  const published = publishedOf(source, surroundings);
  const { later, namesakes, free } = orderOf(source.path, adapter, files, changes);
  const isNew = published === null && change.kind !== 'deleted';
  return {
    change,
    published,
    later: isNew ? later : [],
    namesakes: isNew ? namesakes : [],
    sharesVersion: adapter.knownBy === 'name',
    free,
    migrations: changes.migrations,
  };
}

function publishedOf(source: SourceFile, surroundings: Surroundings): Published | null {
  const { files, changes } = surroundings;
  const change = changes.of(source.path);
  const [path, text] = before(source.path, change?.kind === 'renamed' ? change.from : null, changes.base);
  if (text === null) return null;
  if (text === unreadable) return { path, direction: 'up', place: 'kept', differences: [{ kind: 'unknown' }] };
  const adapter = adapterOf({ path, text }, surroundings);
  if (adapter.repeats?.(path, changes.base) || adapter.isKept?.(path, text, files)) return null;
  const after = { ...source, adapter: surroundings.adapter, files };
  const isDeleted = change?.kind === 'deleted';
  return {
    path,
    direction: adapter.identify(path, changes.base).direction,
    place: follows(path, adapter, surroundings)
      ? 'followed'
      : isDeleted
        ? 'deleted'
        : placeOf(path, source.path, adapter, files),
    differences: isDeleted ? [] : differencesOf({ path, text, adapter, files: changes.base }, after),
  };
}

/** Whether a file is the way back of a migration that this change takes from its place as well. */
function follows(path: string, adapter: Adapter, { changes, files }: Surroundings): boolean {
  const { name, version, direction } = adapter.identify(path, changes.base);
  if (direction !== 'down' || files.list(folderOf(path)).includes(baseOf(path))) return false;
  return changes.migrations.some((other) => {
    if (!other.includes(version ?? name) || files.list(folderOf(other)).includes(baseOf(other))) return false;
    const up = adapter.identify(other, changes.base);
    return up.direction === 'up' && up.name === name;
  });
}

const unreadable = Symbol('unreadable');

/** The file on the base branch: of the same path, else of the path that it had before the change. */
function before(path: string, from: string | null, base: Files): readonly [string, string | typeof unreadable | null] {
  const found = [path, ...(from === null ? [] : [from])].map((each) => [each, readBase(each, base)] as const);
  return found.find(([, text]) => text !== null) ?? [path, null];
}

function readBase(path: string, base: Files): string | typeof unreadable | null {
  try {
    return base.read(path);
  } catch (error) {
    if (error instanceof UserError) return unreadable;
    throw error;
  }
}

/** The adapter of the text as it was: what a change takes away may be what told it. */
function adapterOf(source: SourceFile, { adapter, isSet, changes }: Surroundings): Adapter {
  if (isSet || isScript(source.path)) return adapter;
  return adapters[detect(source, changes.base)] ?? adapter;
}

function placeOf(old: string, path: string, adapter: Adapter, files: Files): Published['place'] {
  if (old === path) return 'kept';
  const [before, now] = [adapter.identify(old, files), adapter.identify(path, files)];
  const home = homeOf(old, before.unit);
  if (home === homeOf(path, now.unit)) {
    const isSame = before.version !== null && before.version === now.version && before.direction === now.direction;
    const isRewritten = isScript(old) && isScript(path) && before.name === now.name;
    if (isRewritten && adapter.ignoresExtension) return 'kept';
    return isSame && adapter.knownBy === 'version' ? 'retitled' : 'renamed';
  }
  return old.slice(home.length) === path.slice(homeOf(path, now.unit).length) && !isLeft(home, old, adapter, files)
    ? 'moved'
    : 'renamed';
}

/** The folder that the migrations are in. */
const homeOf = (path: string, unit: 'file' | 'folder') =>
  unit === 'folder' ? folderOf(folderOf(path)) : folderOf(path);

/** Whether migrations stay behind in a folder. */
function isLeft(home: string, old: string, adapter: Adapter, files: Files): boolean {
  const names = files.list(home);
  if (adapter.identify(old, files).unit === 'file') return names.some((name) => isWritten(name) && !isAside(name));
  return names.some((name) => adapter.identify(within(within(home, name), baseOf(old)), files).valid);
}
