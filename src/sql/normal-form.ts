import { parse } from './postgres.ts';
import { tokenize } from './tokens.ts';

/**
 * A text that is the same for two statements if PostgreSQL reads them alike: its own tree, in which comments, white space and the case of
 * words are not, and literals are. What it cannot read is told by its words.
 */
export function normalForm(sql: string): string {
  const parsed = parse(sql);
  if (parsed.ok) return `tree ${JSON.stringify(parsed.tree.stmts, withoutPlaces)}`;
  return `words ${JSON.stringify(tokenize(sql).map(({ start, end }) => sql.slice(start, end)))}`;
}

/** Where something stands in the text says nothing of what it means. */
function withoutPlaces(key: string, value: unknown): unknown {
  return typeof value === 'number' && isPlace.test(key) ? undefined : value;
}

const isPlace = /(?:^|_)location$|^stmt_len$|^(?:rexpr_)?list_(?:start|end)$/;
