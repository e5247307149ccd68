import { replacePlaceholders } from '../sql/placeholders.ts';
import { tokenize } from '../sql/tokens.ts';
import type { Delete, Edit, Migration, Suggestion, Update } from '../types.ts';
import { statementOf } from './statement-of.ts';
import { isExact } from './whole-statement.ts';

/** No grammar takes it, so that nothing runs before it is filled in. */
export const whichRows = '<which rows>';

/** A condition to be filled in, where a DELETE or UPDATE has none, or one that is always true. */
export function whereGap(migration: Migration, operation: Delete | Update): Suggestion | null {
  const edits = edited(migration, operation);
  return edits && { message: 'Add a condition; fill in which rows', edits };
}

function edited(migration: Migration, operation: Delete | Update): readonly Edit[] | null {
  const { words, rewrite } = migration;
  const statement = statementOf(migration, operation);
  if (!statement || !isExact(operation, statement)) return null;
  const { where } = operation.scope;
  if (where) return /^WHERE\b/i.test(words(where)) ? rewrite(where, `WHERE ${whichRows}`) : null;
  // A value of the script may be anything, also a condition.
  const others = statement.operations.filter(
    (other) => other !== operation && !(other.kind === 'interpolate' && other.as !== 'text'),
  );
  if (operation.context.place !== 'plain' || others.length > 0) return null;
  const sql = withCondition(words(statement.range));
  return sql === null ? null : rewrite(statement.range, sql);
}

/** The condition comes last, or before RETURNING. */
function withCondition(sql: string): string | null {
  const { text } = replacePlaceholders(sql);
  const tokens = tokenize(text);
  const wordOf = (token: (typeof tokens)[number]) => text.slice(token.start, token.end).toUpperCase();
  const [first] = tokens;
  if (!first || !/^(?:DELETE|UPDATE)$/.test(wordOf(first))) return null;
  let depth = 0;
  for (const token of tokens) {
    const word = wordOf(token);
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (token.kind !== 'word' || depth > 0 || word !== 'RETURNING') continue;
    return `${sql.slice(0, token.start)}WHERE ${whichRows} ${sql.slice(token.start)}`;
  }
  return `${sql} WHERE ${whichRows}`;
}
