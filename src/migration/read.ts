import { UserError } from '../errors.ts';
import { join, verbatim, type MappedText } from '../sql/position-map.ts';
import type { World } from '../sql/lower/frame.ts';
import { newWorld } from '../sql/lower/lower.ts';
import { receiptFact } from '../receipt/fact.ts';
import { readStatements } from '../sql/read.ts';
import type { Replay } from '../replay-types.ts';
import type { Changes, Comment, Files, Migration, Range, Section, SourceFile, Statement } from '../types.ts';
import type { Adapter, Part } from './adapter.ts';
import { adapters } from './adapters/index.ts';
import { detect } from './detect.ts';
import { readHeader } from './header.ts';
import { readHistory } from './history.ts';
import { readOther, unverifiable } from './other.ts';
import { replay } from './replay.ts';
import { rewriteIn } from './rewrite.ts';
import { findUndo } from './undo.ts';
import { ofVersion } from './versions.ts';
import { isScript } from '../config/defaults.ts';
import type { ScriptReader } from '../script/read-script.ts';

/** How a file is read: `adapter` is a name, or null to find it by path and text. */
export interface ReadSettings {
  readonly adapter: string | null;
  readonly postgres: number;
  readonly changes?: Changes | null;
  /** Reads TypeScript and JavaScript; without one such a file is an error. */
  readonly scripts?: ScriptReader | null;
}

/**
 * Reads a migration: what runs which way, how it is undone, what its name says, and its history where changes are given.
 * Never fails, whatever the text.
 */
export function read(source: SourceFile, files: Files, settings: ReadSettings): Migration {
  const { path, subject = 'migration' } = source;
  const { changes = null } = settings;
  if (subject !== 'migration' && subject !== 'deleted migration') return readOther(source, subject, changes);
  return withReplay(
    isScript(path) ? readScript(source, files, settings) : readSql(source, files, settings),
    files,
    settings,
  );
}

/** Run only when a rule asks for it. */
function withReplay(migration: Migration, files: Files, settings: ReadSettings): Migration {
  let run: Replay | null | undefined;
  return { ...migration, replay: () => (run === undefined ? (run = replay(migration, files, settings, readUp)) : run) };
}

/** What an earlier migration of the same chain does, and nothing else of it. */
function readUp(source: SourceFile, files: Files, settings: ReadSettings & { readonly adapter: string }): Pick<Migration, 'sections' | 'words'> {
  if (isScript(source.path)) return readScript(source, files, { ...settings, adapter: settings.adapter === 'plain' ? null : settings.adapter, changes: null });
  const { text } = source;
  const world = newWorld(settings.postgres);
  const parts = adapterNamed(settings.adapter).parts(source, 'up', files);
  return { sections: parts.map((part) => readPart(text, part, world).section), words: (range) => text.slice(...range) };
} // prettier-ignore

function readSql(source: SourceFile, files: Files, settings: ReadSettings): Migration {
  const { path, text, subject = 'migration' } = source;
  const { changes = null } = settings;
  const name = settings.adapter ?? detect(source, files);
  const adapter = adapterNamed(name);
  const identity = adapter.identify(path, files);
  const world = newWorld(settings.postgres);
  const parts = adapter.parts(source, identity.direction, files).map((part) => readPart(text, part, world));
  const sections = parts.map(({ section }) => section);
  const comments = outermost(parts.flatMap((part) => part.comments));
  const { name: title, version, direction, valid } = identity;
  const undo = findUndo({ path, identity, sections, comments }, adapter, files, settings);
  return {
    path,
    text,
    adapter: name,
    sections,
    undo,
    header: readHeader(text, comments, adapter.directive),
    filename: {
      name: title,
      version,
      convention: adapter.convention,
      valid,
      duplicates: direction === 'up' ? ofVersion(path, direction, adapter, files) : [],
    },
    comments,
    words: (range) => text.slice(...range),
    rewrite: rewriteIn(text, comments),
    subject,
    history: changes && readHistory(source, { adapter, isSet: settings.adapter !== null, files, changes }),
    receipt: () => receiptFact(source, undo, files),
  };
}

function readScript(source: SourceFile, files: Files, settings: ReadSettings): Migration {
  if (!settings.scripts) throw new Error(`${source.path}: no reader for scripts was loaded`);
  return settings.scripts(source, files, settings);
}

/** The adapter of that name; a `UserError` when there is none. */
export function adapterNamed(name: string): Adapter {
  const adapter = Object.hasOwn(adapters, name) ? adapters[name] : undefined;
  if (!adapter)
    throw new UserError(`adapter: there is none called "${name}"; there are ${Object.keys(adapters).join(', ')}`);
  return adapter;
}

interface ReadPart {
  readonly section: Section;
  readonly comments: readonly Comment[];
}

function readPart(text: string, part: Part, world: World): ReadPart {
  const { direction, range, sending, texts, includes } = part;
  const found = texts.map((pieces) => readStatements(mapped(text, pieces), world, world));
  const statements = inOrder([
    ...found.flatMap((each) => each.statements),
    ...includes.map((line) => toInclude(text, line)),
  ]);
  const transaction = sending === 'batch' ? statements.length > 1 : sending === 'transaction';
  return { section: { direction, range, transaction, statements }, comments: found.flatMap((each) => each.comments) };
}

function mapped(text: string, pieces: readonly Range[]): MappedText {
  const [piece] = pieces;
  return piece && pieces.length === 1 ? verbatim(text.slice(...piece), piece[0]) : join(text, pieces);
}

/** A line that makes the tool run another file, which is not read here. */
function toInclude(text: string, range: Range): Statement {
  const [what = ''] = /^\s*--!?\s*\w+/.exec(text.slice(...range)) ?? [];
  return unverifiable(what.trim(), range);
}

function inOrder<T extends { readonly range: Range }>(found: readonly T[]): readonly T[] {
  return found.toSorted((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
}

/** SQL that stands in a comment has comments too, and a part may be read twice: each comment counts once, with all that is in it. */
function outermost(comments: readonly Comment[]): readonly Comment[] {
  let end = -1;
  return inOrder(comments).filter(({ range }) => {
    const isNew = range[1] > end;
    if (isNew) end = range[1];
    return isNew;
  });
}
