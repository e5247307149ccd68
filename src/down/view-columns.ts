import { tokenize } from '../sql/tokens.ts';
import { nameOf, splitTop, wordOf } from './pieces.ts';
import { topLevel } from './about.ts';

/** Whether two definitions of a view surely have the same columns, so that one may replace the other. */
export function hasSameOutput(one: string, other: string): boolean {
  const [left, right] = [columnsOf(one), columnsOf(other)];
  return left !== null && right !== null && left.join() === right.join();
}

/** The names of the columns that a view's SELECT gives; null where the words do not tell. */
function columnsOf(view: string): readonly string[] | null {
  const tokens = tokenize(view);
  const select = topLevel(view, tokens, 'select');
  if (select < 0 || topLevel(view, tokens, 'with') >= 0) return null;
  const rest = tokens.slice(select + 1);
  const from = topLevel(view, rest, 'from');
  const names = splitTop(view, from < 0 ? rest : rest.slice(0, from)).map((piece) => {
    const last = piece.tokens.at(-1);
    return wordOf(view, last) === '*' ? '' : nameOf(view, last);
  });
  return names.includes('') ? null : names;
}
