import { quoteIdentifier, quoteName, quoteWithSuffix } from '../sql/quote.ts';
import type { Drop, DropColumn, Migration, Name, Suggestion, Truncate } from '../types.ts';
import { catching, literal, runningIf } from './block-sql.ts';
import { isMadeBeside } from './statement-of.ts';
import { replaceOperation } from './whole-statement.ts';
import { whichRows } from './where-gap.ts';

/** How a thing is called until a later migration drops it. */
const suffix = '_deprecated';

/**
 * Renames tables in place of dropping them; null where only some of them may not be dropped, and where one of that name is made again: a
 * second run could not rename that one as well.
 */
export function renameTables(migration: Migration, operation: Drop, names: readonly Name[]): Suggestion | null {
  if (names.length < operation.names.length || names.some(({ name }) => isMadeBeside(migration, operation, name)))
    return null;
  const renamed = (name: Name) =>
    `ALTER TABLE IF EXISTS ${quoteName(name)} RENAME TO ${quoteWithSuffix(name.name, suffix)};`;
  const edits = replaceOperation(migration, operation, names.map(renamed).join('\n'));
  return (
    edits && { message: `Rename the ${names.length > 1 ? 'tables' : 'table'} instead of dropping`, edits, mends: true }
  );
}

/** Renames a column in place of dropping it, and lets it be empty. */
export function renameColumn(migration: Migration, operation: DropColumn): Suggestion | null {
  const { table, column, object } = operation;
  const schema = table.schema === null ? '' : ` AND table_schema = ${literal(table.schema)}`;
  const found = `SELECT FROM information_schema.columns WHERE table_name = ${literal(table.name)} AND column_name = ${literal(column)}${schema}`;
  const start = `ALTER ${object.toUpperCase()} ${quoteName(table)}`;
  const to = quoteWithSuffix(column, suffix);
  const sql = `${start} RENAME COLUMN ${quoteIdentifier(column)} TO ${to};\n    ${start} ALTER COLUMN ${to} DROP NOT NULL`;
  const edits = replaceOperation(migration, operation, runningIf(`EXISTS (${found})`, sql));
  return edits && { message: 'Rename the column instead of dropping it, and let it be empty', edits, mends: true };
}

/** Renames schemas in place of dropping them; null where only some of them may not be dropped. */
export function renameSchemas(migration: Migration, operation: Drop, names: readonly string[]): Suggestion | null {
  const [name, ...others] = names;
  if (name === undefined || others.length > 0 || operation.names.length > 1) return null;
  const sql = `ALTER SCHEMA ${quoteIdentifier(name)} RENAME TO ${quoteWithSuffix(name, suffix)}`;
  const edits = replaceOperation(migration, operation, catching(sql, 'invalid_schema_name'));
  return edits && { message: 'Rename the schema instead of dropping it', edits, mends: true };
}

/** Deletes the rows that a person names, in place of all; null where only some of the tables may not be emptied. */
export function deleteRows(migration: Migration, operation: Truncate, names: readonly Name[]): Suggestion | null {
  if (names.length < operation.tables.length) return null;
  const sql = names.map((name) => `DELETE FROM ${quoteName(name)} WHERE ${whichRows}`).join(';\n');
  const edits = replaceOperation(migration, operation, sql, { withGap: true });
  return edits && { message: 'Delete some rows instead; fill in which', edits };
}
