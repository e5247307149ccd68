import { lastAtOrBefore, type Lines } from '../lines.ts';
import type { Comment, Migration, Range, Statement } from '../types.ts';

/** The statements of a file in the order in which they stand, and what lies around an offset. */
export interface StatementOrder {
  readonly all: readonly Statement[];
  /** The index of the statement that holds the offset; null between statements. */
  at(offset: number): number | null;
  /** The first statement that begins at or after the offset. */
  after(offset: number): Statement | null;
}

/** Orders the statements of all sections by their place. */
export function orderStatements({ sections }: Migration): StatementOrder {
  const all = sections.flatMap(({ statements }) => statements).sort((a, b) => a.range[0] - b.range[0]);
  const starts = all.map(({ range }) => range[0]);
  return {
    all,
    at(offset) {
      const index = lastAtOrBefore(starts, offset);
      const statement = all[index];
      return statement && offset < statement.range[1] ? index : null;
    },
    after: (offset) => all[lastAtOrBefore(starts, offset - 1) + 1] ?? null,
  };
}

/** What a `disable-next-line` covers: the next line and, when it stands between statements, the whole of the next one. */
export function coveredByNextLine([start, end]: Range, order: StatementOrder, places: Lines): Range {
  const afterNextLine = places.startOf(places.locate(end - 1).line + 2);
  const next = order.at(start) === null ? order.after(end) : null;
  return [end, Math.max(afterNextLine, next?.range[1] ?? 0)];
}

/**
 * The comments that stand directly above a statement (no blank line, no code between), with the index of that statement.
 * Comments that follow code on their line belong to that code, and end the row.
 */
export function attachedComments(order: StatementOrder, { comments, text }: Migration): ReadonlyMap<Comment, number> {
  const sorted = [...comments].sort((a, b) => a.range[0] - b.range[0]);
  const ends = sorted.map(({ range }) => range[1]);
  const attached = new Map<Comment, number>();
  order.all.forEach(({ range }, index) => {
    let edge = range[0];
    for (let place = lastAtOrBefore(ends, edge); place >= 0; place -= 1) {
      const comment = sorted[place];
      if (!comment || !isOneGap(text, comment.range[1], edge) || !beginsLine(text, comment.range[0])) break;
      attached.set(comment, index);
      edge = comment.range[0];
    }
  });
  return attached;
}

const isSpace = (sign: string | undefined) => sign === ' ' || sign === '\t' || sign === '\f' || sign === '\v';

/** Whether only white space with at most one line ending lies between. */
function isOneGap(text: string, from: number, to: number): boolean {
  let endings = 0;
  for (let index = from; index < to; index += 1) {
    const sign = text[index];
    if (sign === '\n' || (sign === '\r' && text[index + 1] !== '\n')) endings += 1;
    else if (sign !== '\r' && !isSpace(sign)) return false;
    if (endings > 1) return false;
  }
  return true;
}

function beginsLine(text: string, offset: number): boolean {
  let index = offset - 1;
  while (isSpace(text[index])) index -= 1;
  return index < 0 || text[index] === '\n' || text[index] === '\r';
}
