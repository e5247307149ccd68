import type { Call } from '../call.ts';
import { identifier, isMissing, joined } from '../sql.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { columnSql, commentText, createEnum, enumName, isEnum } from './column.ts';
import { type Constraint, constraintSql, indexSql, primaryKeySql, uniqueOf } from './constraints.ts';
import { listOf, maybe, nameOf, option, path, surely } from './options.ts';
import { tableIsMissing } from './questions.ts';
import { send } from './send.ts';

/** What of a table's options holds constraints, in the order in which TypeORM writes them. */
const constraintLists: readonly (readonly [string, Constraint])[] = [
  ['uniques', 'unique'], ['checks', 'check'], ['exclusions', 'exclusion'], ['foreignKeys', 'foreign key'],
]; // prettier-ignore

/** `createTable(table, ifNotExists?, createForeignKeys?, createIndices?)`: the table with its enum types, indexes and comments. */
export function createTable(call: Call): Value {
  const [table, ifNotExists, foreignKeys, indices] = [0, 1, 2, 3].map((index) => call.argument(index)) as [Value, Value, Value, Value]; // prettier-ignore
  const sending = surely(ifNotExists) ? { when: tableIsMissing(table, call.range) } : {};
  for (const sql of enumTypes(call, table)) send(call, sql, sending);
  send(call, tableSql(call, table, isMissing(foreignKeys) || maybe(foreignKeys)), sending);
  for (const column of listOf(option(table, 'columns'))) {
    const comment = option(column, 'comment');
    if (comment && maybe(comment)) send(call, call.sql`COMMENT ON COLUMN ${path(table)}.${identifier(nameOf(column))} IS ${commentText(comment)}`, sending); // prettier-ignore
  }
  if (isMissing(indices) || maybe(indices))
    for (const index of listOf(option(table, 'indices'))) send(call, indexSql(call, table, index), sending);
  const comment = option(table, 'comment');
  if (comment && maybe(comment)) send(call, call.sql`COMMENT ON TABLE ${path(table)} IS ${commentText(comment)}`, sending); // prettier-ignore
  return call.unknown();
}

/** Each enum type once, although several columns may have it. */
function enumTypes(call: Call, table: Value): readonly Text[] {
  const columns = listOf(option(table, 'columns')).filter((column) => isEnum(column));
  const byName = new Map(columns.map((column) => [enumName(call, table, column).map(({ text }) => text).join(''), column])); // prettier-ignore
  return [...byName.values()].map((column) => createEnum(call, table, column));
}

function tableSql(call: Call, table: Value, foreignKeys: boolean): Text {
  const columns = listOf(option(table, 'columns'));
  const primary = columns.filter((column) => surely(option(column, 'isPrimary')));
  const parts = [
    ...columns.map((column) => columnSql(call, table, column)),
    ...constraintLists.flatMap(([name, kind]) => (kind === 'foreign key' && !foreignKeys ? [] : constraints(call, table, name, kind))),
    ...(primary.length > 0 ? [primaryKeySql(call, table, primary)] : []),
  ]; // prettier-ignore
  return call.sql`CREATE TABLE ${path(table)} (${joined(parts, ', ')})`;
}

function constraints(call: Call, table: Value, name: string, kind: Constraint): readonly Text[] {
  const own = listOf(option(table, name)).filter((each) => each.kind === 'object' || each.kind === 'test');
  const all = kind === 'unique' ? [...own, ...uniqueColumns(table, own)] : own;
  return all.map((each) => constraintSql(call, kind, table, each));
}

/** Unique columns that no constraint of the table speaks of. */
function uniqueColumns(table: Value, uniques: readonly Value[]): readonly Value[] {
  const named = uniques.map((unique) => listOf(option(unique, 'columnNames')).map((each) => wordOf(each)).join(',')); // prettier-ignore
  return listOf(option(table, 'columns'))
    .filter((column) => surely(option(column, 'isUnique')) && !named.includes(wordOf(nameOf(column))))
    .map((column) => uniqueOf(column));
}

const wordOf = (value: Value): string => identifier(value).map(({ text }) => text).join(''); // prettier-ignore
