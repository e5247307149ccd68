import { distinctColumns } from './distinct.ts';
import { sample, type DomainValues } from './sample.ts';
import type { Column, Key, Shape, Table } from './shape.ts';

/** Rows 1 and 2 are full and distinct; row 3 is NULL where it may be; row 4 is row 1 again, but for what must be unique. */
export const rows = [1, 2, 3, 4] as const;

/** What is known of the values besides the shape. */
export interface Known {
  readonly domains: DomainValues;
  /** By table and column, a value for each row: what the solver found. */
  readonly solved: ReadonlyMap<number, ReadonlyMap<string, readonly (string | null)[]>>;
  /** By table, the rows that it holds, without NULL: the columns that are referenced. */
  readonly existing: ReadonlyMap<number, readonly Readonly<Record<string, string>>[]>;
}

/** The value of a column in a row, as text: a pure function of the place. */
export type ValueOf = (table: Table, column: Column, row: number) => string | null;

interface Step {
  readonly table: Table;
  readonly column: Column;
  readonly row: number;
}

/** Makes the function that knows every value. */
export function valuesOf(
  shape: Shape,
  known: Known,
): { readonly valueOf: ValueOf; readonly distinct: (table: Table) => ReadonlySet<string> } {
  const distinctOf = new Map<number, ReadonlySet<string>>();
  const distinct = (table: Table) => {
    const found = distinctOf.get(table.id) ?? distinctColumns(shape, table);
    distinctOf.set(table.id, found);
    return found;
  };

  const own = ({ table, column, row }: Step) =>
    sample(shape.types, known.domains, column.type, column.modifier, {
      column: column.name,
      number: column.number,
      row,
    }) ?? (column.nullable || table.partitioned ? null : '1');

  const value = (step: Step, trail: readonly Step[]): string | null => {
    const { table, column, row } = step;
    const solved = known.solved.get(table.id)?.get(column.name)?.[row - 1];
    if (solved !== undefined) return solved;
    if (row === 3 && column.nullable) return null;
    if (row === 4 && !distinct(table).has(column.name)) return value({ ...step, row: 1 }, trail);
    const key = keyOf(table, column);
    if (!key) return own(step);
    const turn = trail.findIndex((past) => past.table.id === table.id && past.column.name === column.name);
    if (turn >= 0) return own({ ...leader(trail.slice(turn)), row });
    return referenced(key, step, [...trail, step]);
  };

  const referenced = (key: Key, step: Step, trail: readonly Step[]): string | null => {
    const { table, column } = step;
    const reference = key.pairs.find((pair) => pair.column === column.name)?.reference ?? '';
    const row = key.to === table.root && key.pairs.length === 1 ? ancestor(step) : step.row;
    if (row === null) return null;
    const existing = known.existing.get(key.to) ?? [];
    const there = existing[distinct(table).has(column.name) ? row - 1 : (row - 1) % existing.length]?.[reference];
    if (there !== undefined) return there;
    const target = shape.tables.get(shape.tables.get(key.to)?.leaves[0] ?? 0);
    const other = target?.columns.find(({ name }) => name === reference);
    if (!target || !other) return column.nullable ? null : own(step);
    const found = value({ table: target, column: other, row }, trail);
    return found ?? (column.nullable ? null : value({ table: target, column: other, row: 1 }, trail));
  };

  return { valueOf: (table, column, row) => value({ table, column, row }, []), distinct };
}

/** A row of the same table that was before: no row is its own parent, where it can be helped. */
function ancestor({ column, row }: Step): number | null {
  if (row === 1) return column.nullable ? null : 1;
  return row === 4 ? 2 : 1;
}

/** Columns that reference each other in a circle agree on the value of one of them. */
function leader(circle: readonly Step[]): Step {
  return circle.reduce((a, b) =>
    b.table.id < a.table.id || (b.table.id === a.table.id && b.column.number < a.column.number) ? b : a,
  );
}

/** The foreign key that a column follows: the widest, unless the column stands for itself in it. */
export function keyOf(table: Table, column: Column): Key | undefined {
  return table.keys.find(({ to, pairs }) =>
    pairs.some((pair) => pair.column === column.name && !(to === table.root && pair.reference === column.name)),
  );
}
