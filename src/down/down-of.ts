import { isScript } from '../config/defaults.ts';
import { UserError } from '../errors.ts';
import { applyEdits } from '../fix/apply.ts';
import { adapters } from '../migration/adapters/index.ts';
import { read, type ReadSettings } from '../migration/read.ts';
import type { Edit, Files, Migration, Section } from '../types.ts';
import type { Parse } from '../script/tree.ts';
import { commentOf, type Line } from './line.ts';
import { layoutOf } from './layout.ts';
import { chainOf, undoneLines, type Undone } from './lines-of.ts';
import { placeOf } from './place.ts';
import { scriptPlace } from './script-place.ts';

/** The way back of a migration, made from its way up. */
export interface Down {
  /** As its file holds it: a whole file, or a part with the marker that begins it. Empty when there is nothing to undo. */
  readonly sql: string;
  /** Its statements one by one, each with its semicolon, in the order in which they run. */
  readonly statements: readonly string[];
  /** What cannot be undone, in words. */
  readonly irreversible: readonly string[];
  /** The file that it belongs into. */
  readonly path: string;
  /** The text of that file now; null when it is not there. */
  readonly before: string | null;
  /** What puts it there; offsets into `before`, the empty text when that is null. */
  readonly edits: readonly Edit[];
  /** Why it must not be put there by a program, as a sentence with what to do; null when it may. */
  readonly obstacle: string | null;
}

/** How migrations are read, and what parses those that are scripts. */
export interface DownSettings extends ReadSettings {
  readonly parse: Parse | null;
}

/** Makes the way back of a migration that was read from `files`. What has none by its nature is a `UserError` that says so. */
export function downOf(migration: Migration, files: Files, config: DownSettings): Down {
  refuse(migration, files);
  const chain = chainOf(migration, files, config);
  const undone = (isFree: (section: Section) => boolean) =>
    made(migration, files, undoneLines(migration, chain, isFree), config.parse);
  const first = undone((section) => !section.transaction && canBeAlone(migration));
  // In a transaction PostgreSQL refuses it.
  return isTrapped(first, files, { ...config, adapter: migration.adapter }) ? undone(() => false) : first;
}

/** Whether the framework can go back without a transaction; TypeORM's command for it opens one, whatever the migration says. */
function canBeAlone({ path, adapter }: Migration): boolean {
  return isScript(path) ? adapter !== 'typeorm' : layoutOf(adapter).building !== 'never';
}

const unread =
  'no way up can be read in it, so nothing is known that could be undone; farout-guard lint tells what is in the way';

const isUp = (path: string, adapter: string, files: Files) =>
  adapters[adapter]?.identify(path, files).direction === 'up';

function refuse({ path, undo, adapter }: Migration, files: Files): void {
  const error = (text: string) => new UserError(`${path}: ${text}`);
  if (undo.kind === 'itself')
    throw error(isUp(path, adapter, files) ? unread : 'is a way back itself; give the migration that it undoes');
  if (undo.kind === 'irreversible')
    throw error('says that nothing can undo it; take out its comment "farout-guard: irreversible" to have a way back');
  if (undo.kind === 'unsupported' && undo.expected === '')
    throw error('needs no way back; give the migration that changes something');
  if (adapter === 'flyway' && adapters[adapter]?.repeats?.(path, files))
    throw error('runs again whenever it changes, so its old text undoes it; write that back instead');
}

function made(migration: Migration, files: Files, undone: readonly Undone[], parse: Parse | null): Down {
  const lines = undone.flatMap((each) => each.lines);
  const isParsed = parse !== null && isScript(migration.path);
  const placed = isParsed
    ? scriptPlace(migration, lines, files, parse)
    : placeOf(migration, files, undone, isAlone(lines));
  return {
    ...placed,
    statements: lines.flatMap((line) => (line.kind === 'sql' ? [line.sql] : [])),
    irreversible: lines.flatMap((line) => (line.kind === 'irreversible' ? [commentOf(line)] : [])),
  };
}

/** Whether the way back cannot run inside a transaction. */
function isAlone(lines: readonly Line[]): boolean {
  return lines.some((line) => line.kind === 'sql' && concurrent.test(line.sql));
}

const concurrent = /^(?:CREATE|DROP)\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\b/i;

/** Whether the file that comes out would run in a transaction what cannot. */
function isTrapped(down: Down, files: Files, config: ReadSettings): boolean {
  if (!down.statements.some((text) => concurrent.test(text))) return false;
  const text = applyEdits(down.before ?? '', down.edits);
  const { sections } = read({ path: down.path, text }, files, config);
  return sections.some(({ transaction, statements }) => {
    const words = statements.map(({ range }) => text.slice(...range));
    return transaction && words.some((each) => concurrent.test(each));
  });
}

/** The files as they are once the way back is put there. */
export function withDown(files: Files, down: Down): Files {
  const text = applyEdits(down.before ?? '', down.edits);
  const folder = down.path.slice(0, Math.max(down.path.lastIndexOf('/'), 0));
  const name = down.path.slice(down.path.lastIndexOf('/') + 1);
  return {
    read: (path) => (path === down.path ? text : files.read(path)),
    list: (of) => (of === folder ? [...new Set([...files.list(of), name])].sort() : files.list(of)),
  };
}
