import { withLineEndsOf } from '../line-ends.ts';
import { changesBetween } from '../sql/changes.ts';
import type { Comment, Migration, Range } from '../types.ts';

/** Rewrites SQL that stands in a file as it is. SQL that stands in comments (a `--rollback` of Liquibase) gets no more lines. */
export function rewriteIn(text: string, comments: readonly Comment[]): Migration['rewrite'] {
  const isInComment = ([start, end]: Range) => comments.some(({ range }) => range[0] < end && range[1] > start);
  return (range, sql) => {
    const [start] = range;
    const changes = changesBetween(text.slice(...range), sql);
    if (changes.some((edit) => edit.text.includes('\n')) && isInComment(range)) return null;
    return changes.map(({ range: [from, to], text: written }) => ({
      range: [start + from, start + to],
      text: withLineEndsOf(text, written),
    }));
  };
}
