import type { Node, RawStmt } from '@pgsql/types';
import type { Context, Operation } from '../../operation.ts';
import { parse } from '../postgres.ts';
import { replacePlaceholders } from '../placeholders.ts';
import { compose, type MappedText, verbatim } from '../position-map.ts';
import { hiddenStatements } from '../scan-hidden.ts';
import { split } from '../split.ts';
import { base, type Frame, newFrame, plain, span, whole, type World, wordAt } from './frame.ts';
import { readHeads } from './heads.ts';
import { asWritten } from './as-written.ts';
import { lowerers } from './lowerers.ts';
import { psqlCommand } from './psql.ts';
import { lowerQuery } from './query.ts';

/** A migration's statements share what they leave behind: start one for each text that runs as a whole. */
export function newWorld(postgres: number): World {
  return { postgres, functions: new Map(), prepared: new Map(), depth: 0 };
}

/** Lowers every statement of a text. */
export function lowerText(source: MappedText, context: Context, world: World): Operation[] {
  return split(source.text).chunks.flatMap((chunk) => {
    const piece = compose(source, verbatim(source.text.slice(...chunk.range), chunk.range[0]));
    return lowerChunk(chunk.kind, piece, world, context);
  });
}

/** Lowers a piece that the splitter found: a statement, a psql command or COPY data. */
export function lowerChunk(kind: 'sql' | 'psql' | 'copy-data', source: MappedText, world: World, context = plain): Operation[] {
  if (kind === 'copy-data') return [];
  return kind === 'psql' ? psqlCommand(newFrame(source, context, world)) : lowerStatement(source, context, world);
} // prettier-ignore

/**
 * Lowers one statement. What the grammar refuses is `unparseable`, beside whatever destructive words still can be read.
 */
export function lowerStatement(source: MappedText, context: Context, world: World): Operation[] {
  const parsed = parse(source.text);
  if (parsed.ok) return lowerTrees(parsed.tree.stmts ?? [], newFrame(source, context, world));
  const { placeholders } = replacePlaceholders(source.text);
  if (placeholders.length > 0) {
    const filled = lowerFilled(source, context, world);
    if (filled) return filled;
  }
  const frame = newFrame(source, context, world);
  const blamed = placeholders.find(({ range }) => range[0] <= parsed.at && parsed.at <= range[1]) ?? placeholders[0];
  return [
    {
      kind: 'unparseable',
      ...base(frame, blamed?.range ?? wordsAt(frame, parsed.at), 'unneeded'),
      message: parsed.message,
      placeholder: blamed?.written ?? null,
    },
    ...readHeads(frame),
    ...lowerHidden(source, context, world),
  ];
}

/** What a misplaced quote hides in a refused statement, as if it stood by itself; only what does something counts. */
function lowerHidden(source: MappedText, context: Context, world: World): Operation[] {
  return hiddenStatements(source.text, [0, source.text.length]).flatMap(([start, end]) => {
    const piece = compose(source, verbatim(source.text.slice(start, end), start));
    const operations = tryText(piece, context, world) ?? readHeads(newFrame(piece, context, world));
    return operations.filter(({ kind }) => kind !== 'other');
  });
}

/** Lowers a statement with placeholders, each read as a name, a string or a number, whichever the grammar takes. */
function lowerFilled(source: MappedText, context: Context, world: World): Operation[] | null {
  for (const reading of ['name', 'string', 'number'] as const) {
    const { text, placeholders } = replacePlaceholders(source.text, reading);
    const parsed = parse(text);
    if (!parsed.ok) continue;
    const written = new Map(placeholders.map(({ range, written }) => [text.slice(...range), written]));
    return lowerTrees(parsed.tree.stmts ?? [], newFrame({ ...source, text }, context, world)).map((operation) => asWritten(operation, written)); // prettier-ignore
  }
  return null;
}

/** Lowers a text only when the grammar takes all of it, else null. */
export function tryText(source: MappedText, context: Context, world: World): Operation[] | null {
  const chunks = split(source.text).chunks.filter((chunk) => chunk.kind === 'sql');
  const refused = chunks.some((chunk) => !parse(source.text.slice(...chunk.range)).ok);
  return refused || chunks.length === 0 ? null : lowerText(source, context, world);
}

function lowerTrees(statements: readonly RawStmt[], frame: Frame): Operation[] {
  try {
    return statements.flatMap(({ stmt }) => (stmt ? lowerNode(stmt, frame) : []));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [
      {
        kind: 'unparseable',
        ...base(frame, span(frame, 0, 0), 'unneeded'),
        message: 'statement is too deeply nested to be read',
        placeholder: null,
      },
      ...readHeads(frame),
    ];
  }
}

/** Lowers one node of PostgreSQL's tree; what no lowerer knows changes no data by itself. */
function lowerNode(node: Node, frame: Frame): Operation[] {
  const [type] = Object.keys(node);
  const lowerer = lowerers.get(type ?? '');
  if (lowerer) return lowerer(Object.values(node)[0] as never, frame, lowerNode);
  return /^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(type ?? '') ? lowerQuery(node, frame) : [other(frame)];
}

/** An operation that needs no more than its name: `GRANT`, `COMMENT`. */
function other(frame: Frame): Operation {
  return { kind: 'other', ...base(frame, whole(frame), 'unneeded'), tag: wordAt(frame, 0) };
}

/** The token that the parser blames; at the end of the text, the last one. */
function wordsAt(frame: Frame, offset: number): readonly [number, number] {
  const token = frame.tokens.find(({ end }) => end > offset) ?? frame.tokens.at(-1);
  return token ? [token.start, token.end] : [0, frame.source.text.length];
}
