import type { Node } from '@pgsql/types';
import type { Condition, Range } from '../types.ts';
import { questionOf } from './lower/condition.ts';
import { replacePlaceholders } from './placeholders.ts';
import { parse } from './postgres.ts';

const asks = /^(?:\s|\(|--[^\n]*\n|\/\*[^]*?\*\/)*(?:select|with|values|table)\b/i;

/** What a text of SQL asks, for a program that looks at the rows: `present` while it finds something. Anything but one query decides nothing. */
export function questionIn(sql: string, range: Range): Condition {
  const query = asks.test(sql) ? queryIn(sql) : null;
  return query ? questionOf(query, range) : { tests: 'other', reads: [], literals: [], range };
}

/** The tree of the one query of a text, whatever its placeholders stand for. */
function queryIn(sql: string): Node | null {
  for (const reading of ['name', 'string', 'number'] as const) {
    const parsed = parse(replacePlaceholders(sql, reading).text);
    if (parsed.ok) return parsed.tree.stmts?.length === 1 ? (parsed.tree.stmts[0]?.stmt ?? null) : null;
  }
  return null;
}
