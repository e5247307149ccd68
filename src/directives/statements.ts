import { isScript } from '../config/defaults.ts';
import { innermost } from '../innermost.ts';
import { lastAtOrBefore, lines, type Lines } from '../lines.ts';
import type { Comment, Migration, Range, Statement } from '../types.ts';

/** The statements of a file in the order in which they stand, and what lies around an offset. */
export interface StatementOrder {
  readonly all: readonly Statement[];
  readonly isScript: boolean;
  /** The index of the innermost statement that holds a place, the first of those with its range; null between statements. */
  at(start: number, end?: number): number | null;
  /** Of the statements with the range of this one, the index of the first. */
  first(index: number): number;
  /** The first statement that begins at or after the offset. */
  after(offset: number): Statement | null;
}

/** Orders the statements of all sections by their place. */
export function orderStatements({ sections, path }: Migration): StatementOrder {
  return inOrder(
    sections.flatMap(({ statements }) => statements),
    isScript(path),
  );
}

/** Orders statements by their place. */
export function inOrder(statements: readonly Statement[], isScript: boolean): StatementOrder {
  const all = statements.toSorted((a, b) => a.range[0] - b.range[0]);
  const starts = all.map(({ range }) => range[0]);
  const firsts = new Map(all.map(({ range }, index) => [range.join(), index] as const).reverse());
  return {
    all,
    isScript,
    at: innermost(all.map(({ range }) => range)),
    first: (index) => firsts.get(all[index]?.range.join() ?? '') ?? index,
    after: (offset) => all[lastAtOrBefore(starts, offset - 1) + 1] ?? null,
  };
}

/** What a `disable-line` covers. */
export function lineOf([start]: Range, places: Lines): readonly Range[] {
  const { line } = places.locate(start);
  return [[places.startOf(line), places.startOf(line + 1)]];
}

/**
 * What a `disable-next-line` covers. In SQL the next line and, when it stands between statements, the whole of the next one; in a script
 * the next line, and all of the statements that it stands above.
 */
export function coveredByNextLine(
  [start, end]: Range,
  above: readonly Statement[],
  order: StatementOrder,
  places: Lines,
): readonly Range[] {
  const afterNextLine = places.startOf(places.locate(end - 1).line + 2);
  if (order.isScript) {
    const spans = above.flatMap(({ range, host, outer = [] }) => [
      range,
      ...(host ? [host, ...outer] : []).filter(([from]) => from >= end),
    ]);
    return [[end, afterNextLine], ...spans];
  }
  const next = order.at(start) === null ? order.after(end) : null;
  return [[end, Math.max(afterNextLine, next?.range[1] ?? 0)]];
}

/**
 * The comments that stand directly above a statement (no blank line, no code between), with the indexes of the statements.
 * Comments that follow code on their line belong to that code, and end the row. In a script a comment stands above a statement also
 * when it stands above the line where that begins, or above the JavaScript statement that sends it.
 */
export function attachedComments(
  order: StatementOrder,
  { comments, text }: Migration,
): ReadonlyMap<Comment, readonly number[]> {
  const sorted = [...comments].sort((a, b) => a.range[0] - b.range[0]);
  const ends = sorted.map(({ range }) => range[1]);
  const attached = new Map<Comment, number[]>();
  const rows = new Map<number, readonly Comment[]>();
  const rowAbove = (edge: number) => {
    const known = rows.get(edge) ?? commentsAbove(edge, sorted, ends, text);
    rows.set(edge, known);
    return known;
  };
  const places = lines(text);
  order.all.forEach((statement, index) => {
    const edges = order.isScript ? edgesOf(statement, order, places, text) : [statement.range[0]];
    for (const comment of new Set(edges.flatMap(rowAbove))) {
      const indexes = attached.get(comment);
      if (indexes) indexes.push(index);
      else attached.set(comment, [index]);
    }
  });
  return attached;
}

/** The row of comments right above an offset, the nearest first. */
function commentsAbove(from: number, sorted: readonly Comment[], ends: readonly number[], text: string) {
  const row: Comment[] = [];
  let edge = from;
  for (let place = lastAtOrBefore(ends, edge); place >= 0; place -= 1) {
    const comment = sorted[place];
    if (!comment || !isOneGap(text, comment.range[1], edge) || !beginsLine(text, comment.range[0])) break;
    row.push(comment);
    edge = comment.range[0];
  }
  return row;
}

/** Where comments may end that stand above a statement of a script. */
function edgesOf({ range: [start], host, outer = [] }: Statement, order: StatementOrder, places: Lines, text: string) {
  if (!host) return [start];
  let line = places.startOf(places.locate(start).line);
  while (isSpace(text[line])) line += 1;
  const isOfHost = host[0] <= start && start < host[1] && line <= host[0];
  // Of several on one line, what stands above the line speaks for the first.
  const isFirst = order.after(line)?.range[0] === start;
  return [...new Set([start, host[0], ...outer.map(([from]) => from), ...(isFirst && !isOfHost ? [line] : [])])];
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
