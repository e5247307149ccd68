import type { Catalog, CatalogColumn, CatalogTable } from './catalog.ts';
import { refusesNull, type Types } from './sample.ts';

/** The tables to fill and what holds them together. */
export interface Shape {
  readonly types: Types;
  /** All tables by OID: those that take rows, and partitioned ones. */
  readonly tables: ReadonlyMap<number, Table>;
}

/** A table with what its rows must fit. */
export interface Table extends CatalogTable {
  readonly columns: readonly Column[];
  readonly keys: readonly Key[];
  readonly checks: readonly Check[];
  readonly uniques: readonly Unique[];
  /** The partitions at the bottom; the table itself where it is not partitioned. */
  readonly leaves: readonly number[];
}

/** A column that takes values. */
export interface Column extends CatalogColumn {
  readonly nullable: boolean;
}

/** Columns of which at least one must differ from row to row; of an expression all. */
interface Unique {
  readonly columns: readonly string[];
  readonly expression: boolean;
}

/** What a row must fulfil, and the columns in it. */
export interface Check {
  readonly columns: readonly string[];
  readonly text: string;
}

/** A foreign key. */
export interface Key {
  readonly to: number;
  readonly pairs: readonly { readonly column: string; readonly reference: string }[];
  readonly full: boolean;
  readonly valid: boolean;
}

/** Joins what the catalog has to tables. */
export function shapeOf(catalog: Catalog): Shape {
  const types: Types = new Map(catalog.types.map((type) => [type.id, type]));
  const columns = groupBy(catalog.columns, ({ table }) => table);
  const names = (table: number, numbers: readonly number[]) =>
    numbers.flatMap((number) => columns.get(table)?.find((column) => column.number === number)?.name ?? []);
  const keys = groupBy(catalog.keys, ({ from }) => from);
  const checks = groupBy(catalog.checks, ({ table }) => table);
  const uniques = groupBy(catalog.uniques, ({ table }) => table);
  const leaves = groupBy(
    catalog.tables.filter(({ partitioned }) => !partitioned),
    ({ root }) => root,
  );

  const keysOf = (table: number): readonly Key[] =>
    (keys.get(table) ?? []).map(({ to, references, full, valid, ...key }) => {
      const targets = names(to, references);
      const pairs = names(table, key.columns).map((column, at) => ({ column, reference: targets[at] ?? '' }));
      return { to, full, valid, pairs };
    });

  const tableOf = (table: CatalogTable): Table => {
    const own = columns.get(table.id) ?? [];
    const ownKeys = keysOf(table.id);
    const bound = table.bound === null ? [] : [{ columns: mentioned(table.bound, own), text: table.bound }];
    return {
      ...table,
      columns: own
        .filter(({ generated }) => !generated)
        .map((column) => ({ ...column, nullable: isNullable(types, own, ownKeys, column) })),
      keys: ownKeys,
      checks: [
        ...(checks.get(table.id) ?? []).map((check) => ({ columns: names(table.id, check.columns), text: check.text })),
        ...bound,
      ],
      uniques: (uniques.get(table.id) ?? []).map(({ expression, ...unique }) => ({
        columns: names(table.id, unique.columns),
        expression,
      })),
      leaves: (leaves.get(table.id) ?? []).map(({ id }) => id),
    };
  };
  return { types, tables: new Map(catalog.tables.map((table) => [table.id, tableOf(table)])) };
}

function isNullable(
  types: Types,
  columns: readonly CatalogColumn[],
  keys: readonly Key[],
  column: CatalogColumn,
): boolean {
  if (column.notNull || refusesNull(types, column.type)) return false;
  const bound = keys.filter(({ full, pairs }) => full && pairs.some((pair) => pair.column === column.name));
  return !bound.some(({ pairs }) => pairs.some((pair) => columns.find(({ name }) => name === pair.column)?.notNull));
}

/** Which of the columns an expression mentions, by its words. */
function mentioned(text: string, columns: readonly CatalogColumn[]): readonly string[] {
  const words = new Set(text.replaceAll(/'(?:[^']|'')*'/g, '').match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu));
  return columns.filter(({ quoted }) => words.has(quoted)).map(({ name }) => name);
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => number): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
