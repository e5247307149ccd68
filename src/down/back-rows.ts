import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import { tokenize, type Token } from '../sql/tokens.ts';
import type { Insert, Name, Update } from '../types.ts';
import { closingOf, pieceOf, splitTop, wordOf, type Piece } from './pieces.ts';
import { type Ground } from './ground.ts';
import { irreversible, type Line, sql } from './line.ts';
import { isSameName, type Past, tableBefore } from './past.ts';
import { wordsOf } from './restore.ts';

/** Undoes INSERT … VALUES: the rows that have these keys are deleted. */
export function insertedBack(operation: Insert, { past, told }: Ground): readonly Line[] {
  const { table, source, conflict } = operation;
  const why = (reason: string) => [irreversible(`the rows put into "${table.name}": ${reason}`)];
  if (source !== 'values' || told.statement.operations.length > 1 || operation.context.place !== 'plain')
    return why('no literal values tell which they are');
  if (conflict === 'update') return why('ON CONFLICT may have changed rows that were there, and nobody knows what they were');
  const columns = operation.columns.length > 0 ? operation.columns : columnsOf(past, table);
  const rows = rowsIn(wordsOf(told));
  const keys = [operation.conflictTarget, ...keysOf(past, table)];
  const key = keys.find((each) => each.length > 0 && each.every((column) => columns.includes(column) && rows.every((row) => isLiteral(row[columns.indexOf(column)]))));
  if (rows.length === 0 || !key) return why('no key of the table is among the literal values');
  return [sql(deletion(table, key, rows.map((row) => key.map((column) => row[columns.indexOf(column)]?.text ?? ''))))];
} // prettier-ignore

function deletion(table: Name, key: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = key.map(quoteIdentifier).join(', ');
  const values = rows.map((row) => (row.length > 1 ? `(${row.join(', ')})` : (row[0] ?? '')));
  const left = key.length > 1 ? `(${names})` : names;
  const condition = values.length > 1 ? `${left} IN (${values.join(', ')})` : `${left} = ${values[0]}`;
  return `DELETE FROM ${quoteName(table)} WHERE ${condition}`;
}

/** The values of each row behind VALUES. */
function rowsIn(statement: string): readonly (readonly Piece[])[] {
  const tokens = tokenize(statement);
  let at = tokens.findIndex((token) => wordOf(statement, token) === 'values') + 1;
  const rows: (readonly Piece[])[] = [];
  while (at > 0 && wordOf(statement, tokens[at]) === '(') {
    const end = closingOf(statement, tokens, at);
    rows.push(splitTop(statement, tokens.slice(at + 1, end)));
    if (wordOf(statement, tokens[end + 1]) !== ',') break;
    at = end + 2;
  }
  return rows;
}

/** A string or a number, with a sign or a cast; never NULL, which equals nothing. */
function isLiteral(piece: Piece | undefined): boolean {
  if (!piece) return false;
  const { source, tokens } = piece;
  const isSigned = ['-', '+'].includes(wordOf(source, tokens[0]));
  const [value, ...rest] = isSigned ? tokens.slice(1) : tokens;
  const isValue = value?.kind === 'string' || value?.kind === 'number' || /^(?:true|false)$/.test(wordOf(source, value));
  return isValue && (rest.length === 0 || isCast(pieceOf(source, rest).text, rest));
} // prettier-ignore

const isCast = (text: string, tokens: readonly Token[]) => text.startsWith('::') && tokens.length <= 8 && !/[+\-*/|]/.test(text); // prettier-ignore

/** The columns of a table in their order, as far as the past tells; empty where it does not. */
function columnsOf(past: Past, table: Name): readonly string[] {
  const at = past.findLastIndex(({ operation }) => operation.kind === 'create' && operation.name !== null && operation.object === 'table' && isSameName(operation.name, table)); // prettier-ignore
  const columns: string[] = [];
  for (const { operation } of at < 0 ? [] : past.slice(at)) {
    if (operation.kind === 'create' && operation.object === 'table' && operation.name && isSameName(operation.name, table)) columns.push(...operation.columns.map(({ name }) => name)); // prettier-ignore
    if (!('table' in operation) || !operation.table || !isSameName(operation.table, table)) continue;
    if (operation.kind === 'add-column' && !columns.includes(operation.column.name))
      columns.push(operation.column.name);
    if (operation.kind === 'drop-column' && columns.includes(operation.column)) columns.splice(columns.indexOf(operation.column), 1); // prettier-ignore
  }
  return columns;
}

/** The keys of a table: its primary key first. */
function keysOf(past: Past, table: Name): readonly (readonly string[])[] {
  const found: { readonly isPrimary: boolean; readonly columns: readonly string[] }[] = [];
  let of = table;
  for (const { operation } of past.toReversed()) {
    const constraints =
      operation.kind === 'create' && operation.object === 'table' && operation.name && isSameName(operation.name, of)
        ? [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)]
        : operation.kind === 'add-constraint' && isSameName(operation.table, of)
          ? [operation.constraint]
          : operation.kind === 'add-column' && isSameName(operation.table, of)
            ? operation.column.constraints
            : [];
    for (const { type, columns } of constraints)
      if (type === 'primary key' || type === 'unique') found.push({ isPrimary: type === 'primary key', columns });
    of = tableBefore(operation, of);
  }
  return found.toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary)).map(({ columns }) => columns);
}

/** Undoes UPDATE where only columns were filled that this migration adds, which go again. */
export function updatedBack({ table, columns }: Update, { past, rest, told }: Ground): readonly Line[] {
  const isNew = (column: string) =>
    [...past, ...rest].some(
      ({ operation, migration }) =>
        migration === told.migration && operation.kind === 'add-column' && isSameName(operation.table, table) && operation.column.name === column,
    ); // prettier-ignore
  if (columns.length > 0 && columns.every(isNew)) return [];
  return [irreversible(`the rows of "${table.name}" were changed: nobody knows what they were`)];
}
