import { isScript } from '../config/defaults.ts';
import { replacePlaceholders } from '../sql/placeholders.ts';
import { parse } from '../sql/postgres.ts';
import { split } from '../sql/split.ts';
import type { Edit, Migration, Statement } from '../types.ts';

/** Tools that end a statement at each semicolon, wherever it stands. */
const cutAtSemicolons: ReadonlySet<string> = new Set(['goose', 'sql-migrate', 'liquibase', 'mybatis']);

/** What may not stand in a block, or not beside others in one text. */
const alone = /\b(?:CONCURRENTLY|VACUUM|DATABASE|TABLESPACE|SUBSCRIPTION|SYSTEM)\b/i;

/**
 * The edits that put other SQL in place of a whole statement; null unless it is one plain operation, all of the new SQL is written out,
 * and the tool runs it as it stands.
 */
export function replaceStatement(migration: Migration, statement: Statement, sql: string): readonly Edit[] | null {
  const { words, rewrite, path, adapter } = migration;
  const [operation, ...others] = statement.operations;
  if (!operation || others.length > 0 || !isPlainOperation(operation)) return null;
  const old = words(statement.range);
  const wanted = sql.replace(/;\s*$/, '');
  if (hasGap(wanted, old) || replacePlaceholders(old).placeholders.length > 0 || !parse(wanted).ok) return null;
  const amount = split(wanted).chunks.length;
  const isBlock = /^DO\b/i.test(wanted);
  if (isBlock && (amount > 1 || cutAtSemicolons.has(adapter) || alone.test(old) || /\$\d/.test(old))) return null;
  if (amount > 1 && isScript(path)) return null;
  return rewrite(statement.range, wanted);
}

/** Whether an operation stands in the file by itself, as it will run. */
function isPlainOperation({ kind, context }: Statement['operations'][number]): boolean {
  return context.place === 'plain' && !context.dynamic && kind !== 'unparseable' && kind !== 'unverifiable';
}

/** Whether the new SQL leaves something to be filled in that the old one has not. */
function hasGap(wanted: string, old: string): boolean {
  const gaps = /…|<[a-z][^<>\n]*>/g;
  return (wanted.match(gaps)?.length ?? 0) > (old.match(gaps)?.length ?? 0);
}
