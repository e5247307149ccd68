import type { Adapter, Part, Sending } from '../migration/adapter.ts';
import { newWorld } from '../sql/lower/lower.ts';
import { join, verbatim, type MappedText } from '../sql/position-map.ts';
import { readStatements } from '../sql/read.ts';
import { split } from '../sql/split.ts';
import type { Direction, Files, Operation, Range, SourceFile } from '../types.ts';
import { insertsFor, isCopyFromClient } from './copy-rows.ts';

/** One text that is sent to the server. */
export interface Piece {
  readonly sql: string;
  /** Where it stands in the file. */
  readonly range: Range;
  /** Where an offset of `sql` stands in the file. */
  place(offset: number): number;
  readonly operations: readonly Operation[];
}

/** What a migration's tool sends one way. */
export interface Runnable {
  readonly path: string;
  readonly text: string;
  readonly steps: readonly Step[];
  /** Why it cannot be run here, or null. */
  readonly obstacle: string | null;
}

/** Texts that are sent in one manner. */
export interface Step {
  readonly sending: Sending;
  readonly pieces: readonly Piece[];
}

/** How to read it. */
interface Settings {
  readonly adapter: Adapter;
  readonly files: Files;
  readonly postgres: number;
  /** Whether a text that is sent at once and has transactions of its own is taken apart like all others. */
  readonly apart?: boolean;
}

/** What a migration in SQL runs in a direction, as its tool sends it. */
export function runnableOf(
  source: SourceFile,
  direction: Direction,
  { adapter, files, postgres, apart = false }: Settings,
): Runnable {
  const own = adapter.identify(source.path, files).direction;
  const parts = adapter.parts(source, own, files).filter((part) => part.direction === direction);
  const read = parts.map((part) => readPart(source.text, part, { postgres, apart }));
  const includes = parts.flatMap((part) => part.includes.map((line) => source.text.slice(...line).trim()));
  const obstacle = includes[0] === undefined ? null : `it runs another file (${includes[0]})`;
  return {
    path: source.path,
    text: source.text,
    steps: read.map(({ sending, pieces }) => ({ sending, pieces })),
    obstacle: obstacle ?? read.map((each) => each.obstacle).find((each) => each !== null) ?? null,
  };
}

interface ReadPart extends Step {
  readonly obstacle: string | null;
}

function readPart(
  text: string,
  { sending, texts }: Part,
  { postgres, apart }: Required<Pick<Settings, 'postgres' | 'apart'>>,
): ReadPart {
  const read = texts.map((ranges) => {
    const source = mapped(text, ranges);
    const found = readPieces(source, postgres);
    return !apart && sending === 'batch' && found.pieces.some(endsTransaction)
      ? { ...found, pieces: [whole(source, found.pieces)] }
      : found;
  });
  return {
    sending,
    pieces: read.flatMap(({ pieces }) => pieces),
    obstacle: read.map(({ obstacle }) => obstacle).find((each) => each !== null) ?? null,
  };
}

/** A text that is sent at once and has transactions of its own cannot be sent in pieces. */
function whole({ text, map }: MappedText, pieces: readonly Piece[]): Piece {
  return {
    sql: text,
    range: [pieces[0]?.range[0] ?? 0, pieces.at(-1)?.range[1] ?? 0],
    place: (offset) => map.toSource([offset, offset])[0],
    operations: pieces.flatMap(({ operations }) => operations),
  };
}

const endsTransaction = ({ operations }: Piece) =>
  operations.some((operation) => operation.kind === 'transaction' && operation.action !== 'savepoint');

function mapped(text: string, pieces: readonly Range[]): MappedText {
  const [piece] = pieces;
  return piece && pieces.length === 1 ? verbatim(text.slice(...piece), piece[0]) : join(text, pieces);
}

/** Commands of psql that do nothing to the database. */
const idle =
  /^\\(?:set|unset|echo|qecho|warn|timing|pset|encoding|restrict|unrestrict|prompt|x|a|t|H|conninfo|r|p|errverbose)\b/;

function readPieces(source: MappedText, postgres: number): { pieces: readonly Piece[]; obstacle: string | null } {
  const world = newWorld(postgres);
  const { chunks } = split(source.text);
  const read = readStatements(source, world, world);
  const operationsAt = new Map(read.places.map(([start], index) => [start, read.statements[index]?.operations ?? []]));
  const pieces: Piece[] = [];
  let obstacle: string | null = null;
  chunks.forEach(({ kind, range }, index) => {
    const sql = source.text.slice(...range);
    const next = chunks[index + 1];
    const operations = operationsAt.get(range[0]) ?? [];
    const piece = (written: string): Piece => ({
      sql: written,
      range: source.map.toSource(range),
      place: (offset) => source.map.toSource([range[0] + offset, range[0] + offset])[0],
      operations,
    });
    if (kind === 'psql') obstacle ??= idle.test(sql) ? null : `it has a command of psql (${firstLine(sql)})`;
    else if (kind === 'copy-data') return;
    else if (next?.kind === 'copy-data') {
      const inserts = insertsFor(sql, source.text.slice(...next.range));
      if (inserts) pieces.push(...inserts.map(piece));
      else obstacle ??= `it has rows for a COPY with options (${firstLine(sql)})`;
    } else {
      if (isCopyFromClient(sql)) obstacle ??= `it has a COPY that waits for rows, and none follow (${firstLine(sql)})`;
      pieces.push(piece(sql));
    }
    obstacle ??= placeholderIn(operations);
  });
  return { pieces, obstacle };
} // prettier-ignore

function placeholderIn(operations: readonly Operation[]): string | null {
  for (const operation of operations)
    if (operation.kind === 'unparseable' && operation.placeholder !== null)
      return `nobody says what ${operation.placeholder} stands for`;
  return null;
}

const firstLine = (sql: string) => sql.split('\n', 1)[0]?.trim().slice(0, 80) ?? '';
