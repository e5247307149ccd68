import type { Call } from '../call.ts';
import { identifier } from '../sql.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { changeTo } from './change-column.ts';
import { columnSql, commentText, createEnum, enumName, isEnum } from './column.ts';
import { isMadeAnew } from './compare.ts';
import { primaryColumns, primaryKeyName, primaryKeySql, uniqueSql } from './constraints.ts';
import { maybe, nameOf, option, path, surely } from './options.ts';
import { send } from './send.ts';

/** `addColumn(table, column)`, with what belongs to the column. */
export function addColumn(call: Call, table: Value, column: Value): void {
  const alter = (text: Text) => send(call, call.sql`ALTER TABLE ${path(table)} ${text}`);
  if (isEnum(column)) send(call, createEnum(call, table, column));
  alter(call.sql`ADD ${columnSql(call, table, column)}`);
  if (surely(option(column, 'isPrimary'))) {
    const before = primaryColumns(table);
    if (before.length > 0) alter(call.sql`DROP CONSTRAINT ${primaryKeyName(table, before)}`);
    alter(call.sql`ADD ${primaryKeySql(call, table, [...before, column])}`);
  }
  if (surely(option(column, 'isUnique'))) alter(call.sql`ADD ${uniqueSql(call, table, column)}`);
  const comment = option(column, 'comment');
  if (comment && maybe(comment)) send(call, call.sql`COMMENT ON COLUMN ${path(table)}.${identifier(nameOf(column))} IS ${commentText(comment)}`); // prettier-ignore
}

/** `dropColumn(table, column, ifExists?)`; of a column that the script describes also its key and its enum type. */
export function dropColumn(call: Call, table: Value, column: Value, ifExists?: Value): void {
  const isDescribed = column.kind === 'object';
  if (isDescribed && surely(option(column, 'isPrimary'))) {
    const columns = primaryColumns(table);
    const name = primaryKeyName(table, columns.length > 0 ? columns : [column], option(column, 'primaryKeyConstraintName'));
    send(call, call.sql`ALTER TABLE ${path(table)} DROP CONSTRAINT ${name}`);
  }
  send(call, call.sql`ALTER TABLE ${path(table)} DROP COLUMN ${surely(ifExists) && 'IF EXISTS '}${identifier(nameOf(column))}`); // prettier-ignore
  if (isDescribed && isEnum(column)) send(call, call.sql`DROP TYPE ${enumName(call, table, column)}`);
} // prettier-ignore

/** `changeColumn(table, old, new)`: TypeORM drops the column and adds another when its type, length or expression is not the same. */
export function changeColumn(call: Call, table: Value, old: Value, column: Value): void {
  if (column.kind === 'unknown' || column.kind === 'choice' || isMadeAnew(old, column)) {
    dropColumn(call, table, old);
    addColumn(call, table, column);
    return;
  }
  for (const sql of changeTo(call, table, old, column)) send(call, sql);
}

/** `renameColumn(table, old, new)`: a new name alone keeps the column as it is. */
export function renameColumn(call: Call, table: Value, old: Value, column: Value): void {
  if (column.kind === 'object' || column.kind === 'test') changeColumn(call, table, old, column);
  else
    send(call, call.sql`ALTER TABLE ${path(table)} RENAME COLUMN ${identifier(nameOf(old))} TO ${identifier(column)}`);
}
