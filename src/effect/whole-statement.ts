import { isScript } from '../config/defaults.ts';
import { replacePlaceholders } from '../sql/placeholders.ts';
import { parse } from '../sql/postgres.ts';
import { split } from '../sql/split.ts';
import { statementOf } from './statement-of.ts';
import type { Edit, Migration, Operation, Statement } from '../types.ts';

/** Tools that end a statement at each semicolon, wherever it stands. */
const cutAtSemicolons: ReadonlySet<string> = new Set(['goose', 'sql-migrate', 'liquibase', 'mybatis']);

/** What may not stand in a block, or not beside others in one text. */
const alone = /\b(?:CONCURRENTLY|VACUUM|DATABASE|TABLESPACE|SUBSCRIPTION|SYSTEM)\b/i;

/** What a person is to fill in. */
const gap = /…|<[a-z][^<>\n]*>/g;

/**
 * The edits that put other SQL in place of a whole statement; null unless it is one plain operation and the tool runs the new SQL as it
 * stands. What leaves a gap (`<which rows>`) is refused, unless the gap is meant.
 */
export function replaceStatement(
  migration: Migration,
  statement: Statement,
  sql: string,
  { withGap = false }: { readonly withGap?: boolean } = {},
): readonly Edit[] | null {
  const { words, rewrite, path, adapter } = migration;
  const [operation, ...others] = statement.operations;
  if (!operation || others.length > 0 || operation.context.place !== 'plain' || !isExact(operation, statement))
    return null;
  const old = words(statement.range);
  const wanted = sql.replace(/;\s*$/, '');
  if (replacePlaceholders(old).placeholders.length > 0 || !(withGap || isComplete(wanted, old))) return null;
  const amount = split(wanted).chunks.length;
  const isBlock = /^DO\b/i.test(wanted);
  if (isBlock && (amount > 1 || cutAtSemicolons.has(adapter) || alone.test(old) || /\$\d/.test(old))) return null;
  return amount > 1 && isScript(path) ? null : rewrite(statement.range, wanted);
}

/** The same for an operation that is a statement by itself or one of a DO block. */
export function replaceOperation(
  migration: Migration,
  operation: Operation,
  sql: string,
  options: { readonly withGap?: boolean } = {},
): readonly Edit[] | null {
  const statement = statementOf(migration, operation);
  if (!statement) return null;
  if (operation.context.place === 'plain') return replaceStatement(migration, statement, sql, options);
  const wanted = sql.replace(/;\s*$/, '');
  if (operation.context.place !== 'do' || !isExact(operation, statement) || /['\\\n;]/.test(wanted)) return null;
  return migration.rewrite(operation.range, wanted);
}

/** Whether an operation runs where it is written, and all of its statement can be read. */
export function isExact({ context }: Operation, { operations }: Statement): boolean {
  return !context.dynamic && context.place !== 'function' && operations.every(isReadable);
}

const isReadable = ({ kind }: Operation) => kind !== 'unparseable' && kind !== 'unverifiable';

/** Whether the new SQL can be run, and leaves nothing to be filled in that the old one has not. */
function isComplete(wanted: string, old: string): boolean {
  const gaps = (sql: string) => sql.match(gap)?.length ?? 0;
  return gaps(wanted) <= gaps(old) && parse(wanted).ok;
}
