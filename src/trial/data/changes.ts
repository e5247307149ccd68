import type { ColumnData, DataSnapshot, TableData } from './snapshot.ts';

/** What became of data that was there. Table and column are quoted as SQL has them, under the names that they had before. */
export interface DataChange {
  readonly kind: 'table lost' | 'rows lost' | 'rows added' | 'column lost' | 'values lost' | 'values changed';
  readonly table: string;
  readonly column: string | null;
  /** Rows; of a column, the values that are not NULL. */
  readonly before: number;
  readonly after: number;
}

/**
 * Compares two snapshots of one database. What was renamed is the same; what was dropped and made again is known by its name, and a column
 * whose values stand in a new column is not lost. Values are compared by their text, each column for itself.
 */
export function dataChanges(before: DataSnapshot, after: DataSnapshot): readonly DataChange[] {
  const old = new Set(before.tables.map(({ id }) => id));
  const byId = new Map(after.tables.map((table) => [table.id, table]));
  const made = new Map(after.tables.filter(({ id }) => !old.has(id)).map((table) => [table.name, table]));
  const now = ({ id, name }: TableData) => byId.get(id) ?? made.get(name);
  return before.tables
    .filter(({ id, root }) => id === root)
    .flatMap((table) => {
      const leaves = before.tables.filter(({ id, root }) => root === table.id && id !== root);
      return table.partitioned ? partitionedChanges(table, leaves, now) : tableChanges(table, now(table));
    });
}

/** Rows may go from one partition to another, and a partition may become a table of its own. */
function partitionedChanges(
  table: TableData,
  leaves: readonly TableData[],
  now: (table: TableData) => TableData | undefined,
): readonly DataChange[] {
  const whole = now(table);
  if (whole?.rows === table.rows) return tableChanges(table, whole);
  if (!whole && leaves.every((leaf) => !now(leaf))) return tableChanges(table, whole);
  const changes = leaves.flatMap((leaf) => tableChanges(leaf, now(leaf)));
  return changes.length === 0 && whole && whole.rows > table.rows ? tableChanges(table, whole) : changes;
}

function tableChanges(before: TableData, after: TableData | undefined): readonly DataChange[] {
  const { name: table, rows } = before;
  const change = (kind: DataChange['kind'], column: string | null, was: number, is: number): DataChange => ({
    kind,
    table,
    column,
    before: was,
    after: is,
  });
  if (!after) return rows > 0 ? [change('table lost', null, rows, 0)] : [];
  const own =
    after.rows === rows ? [] : [change(after.rows < rows ? 'rows lost' : 'rows added', null, rows, after.rows)];
  const lostRows = Math.max(0, rows - after.rows);
  const columns = before.columns.flatMap((column) => {
    const kept = counterpart(before, after, column);
    if (!kept) return column.values > 0 ? [change('column lost', column.name, column.values, 0)] : [];
    const kind = columnChange(column, kept, lostRows, after.rows === rows);
    return kind ? [change(kind, column.name, column.values, kept.values)] : [];
  });
  return [...own, ...columns];
}

/** What the column is now: itself, one made again under its name, or a new one that holds its values. */
function counterpart(before: TableData, after: TableData, column: ColumnData): ColumnData | undefined {
  const same = before.id === after.id;
  const itself = same ? after.columns.find(({ number }) => number === column.number) : undefined;
  if (itself) return itself;
  const made = after.columns.filter(({ number }) => !same || !before.columns.some((other) => other.number === number));
  const named = made.find(({ name }) => name === column.name);
  const moved = made.find(({ values, sum }) => values === column.values && sum === column.sum && values > 0);
  return named && gone(column, named, true) === 0 ? named : (moved ?? named);
}

function columnChange(
  before: ColumnData,
  after: ColumnData,
  lostRows: number,
  sameRows: boolean,
): DataChange['kind'] | null {
  if (before.values - after.values > lostRows) return 'values lost';
  return gone(before, after, sameRows) > lostRows ? 'values changed' : null;
}

/** How many values are not there any more; of a large table only whether, and only where no rows came or went. */
function gone(before: ColumnData, after: ColumnData, sameRows: boolean): number {
  if (before.sum === after.sum && before.values === after.values) return 0;
  if (!before.hashes || !after.hashes) return sameRows && before.values === after.values ? 1 : 0;
  const left = new Map<number, number>();
  for (const hash of after.hashes) left.set(hash, (left.get(hash) ?? 0) + 1);
  return before.hashes.filter((hash) => {
    const count = left.get(hash) ?? 0;
    left.set(hash, count - 1);
    return count <= 0;
  }).length;
}

/** A change in plain words. */
export function wordsOf({ kind, table, column, before, after }: DataChange): string {
  const place = column === null ? table : `${table}.${column}`;
  switch (kind) {
    case 'table lost':
      return `${table} is gone with ${counted(before, 'row')}`;
    case 'rows lost':
      return `${counted(before - after, 'row')} of ${table} ${before - after === 1 ? 'is' : 'are'} gone`;
    case 'rows added':
      return `${counted(after - before, 'row')} of ${table} ${after - before === 1 ? 'is' : 'are'} new`;
    case 'column lost':
      return `${place} is gone with ${counted(before, 'value')}`;
    case 'values lost':
      return `${counted(before - after, 'value')} of ${place} ${before - after === 1 ? 'is' : 'are'} gone`;
    case 'values changed':
      return `values of ${place} changed`;
  }
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
