import type { Column, Key, Shape, Table } from './shape.ts';

/**
 * The columns in which the row that repeats another must differ from it: one of each unique index, and with it the columns that
 * reference the same row of another table.
 */
export function distinctColumns(shape: Shape, table: Table): ReadonlySet<string> {
  const found = new Set<string>();
  const byColumn = new Map(table.columns.map((column) => [column.name, column]));
  for (const unique of [...table.uniques].sort((a, b) => a.columns.length - b.columns.length)) {
    if (!unique.expression && unique.columns.some((name) => found.has(name))) continue;
    const candidates = unique.columns.flatMap((name) => byColumn.get(name) ?? []);
    const best = candidates
      .sort((a, b) => rank(shape, table, a) - rank(shape, table, b))
      .slice(0, unique.expression ? candidates.length : 1);
    for (const { name } of best) for (const other of together(table.keys, name)) found.add(other);
  }
  return found;
}

/** The lower the better: many values, its own, and not the one that others lean on. */
function rank(shape: Shape, table: Table, column: Column): number {
  const type = shape.types.get(column.type);
  const few = type?.category === 'B' || type?.kind === 'e' ? 1000 : 0;
  const foreign = table.keys.some(({ pairs }) => pairs.some((pair) => pair.column === column.name)) ? 100 : 0;
  const checked = table.checks.some(({ columns }) => columns.includes(column.name)) ? 10 : 0;
  return few + foreign + checked - column.number / 1600;
}

function together(keys: readonly Key[], name: string): readonly string[] {
  const shared = keys.filter(({ pairs }) => pairs.length > 1 && pairs.some(({ column }) => column === name));
  return [name, ...shared.flatMap(({ pairs }) => pairs.map(({ column }) => column))];
}
