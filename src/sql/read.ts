import type { Comment, Range, Statement } from '../types.ts';
import type { World } from './lower/frame.ts';
import { lowerChunk, newWorld } from './lower/lower.ts';
import { compose, type MappedText, verbatim } from './position-map.ts';
import { split } from './split.ts';

/** What a text of SQL holds; positions are in the file that the text was taken from. */
export interface ReadText {
  readonly statements: readonly Statement[];
  /** Where each of the statements stands in the text. */
  readonly places: readonly Range[];
  readonly comments: readonly Comment[];
}

/**
 * Reads the statements of a text in their order; never fails, whatever the text holds.
 * Texts of one migration share a world: a function that one creates another may call.
 */
export function readStatements(
  source: MappedText,
  settings: { readonly postgres: number },
  world: World = newWorld(settings.postgres),
): ReadText {
  const { chunks, comments } = split(source.text);
  const sql = withoutSlashes(source.text, comments);
  const pieces = chunks.filter(({ kind }) => kind !== 'copy-data');
  return {
    statements: pieces.map(({ kind, range }) => {
      const text = compose(source, verbatim(sql.slice(...range), range[0]));
      return { range: source.map.toSource(range), operations: lowerChunk(kind, text, world) };
    }),
    places: pieces.map(({ range }) => range),
    comments: comments.map((comment) => ({ ...comment, range: source.map.toSource(comment.range) })),
  };
}

/** The text with blanks for the directives that begin with `//`, which PostgreSQL does not know as comments. */
function withoutSlashes(text: string, comments: readonly Comment[]): string {
  const slashes = comments.filter(({ range }) => text.startsWith('//', range[0]));
  if (slashes.length === 0) return text;
  const pieces = slashes.map(({ range: [start, end] }, index) => {
    const before = text.slice(slashes[index - 1]?.range[1] ?? 0, start);
    return before + ' '.repeat(end - start);
  });
  return pieces.join('') + text.slice(slashes.at(-1)?.range[1]);
}
