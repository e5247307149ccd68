import type { Catalog } from './catalog.ts';
import { tuple, type Plan } from './insert.ts';
import type { Key, Shape, Table } from './shape.ts';
import { rows, type ValueOf } from './values.ts';

/** Writes down what is to be put in. */
export function planOf(catalog: Catalog, shape: Shape, { valueOf }: { readonly valueOf: ValueOf }): Plan {
  const tables = [...shape.tables.values()].filter(({ partitioned }) => !partitioned);
  return {
    tables: tables.map((table) => insertOf(table, valueOf)),
    keys: tables.flatMap((table) => table.keys.flatMap((key) => mendOf(shape, table, key))),
    sequences: catalog.sequences.flatMap(({ name, table, column }) => {
      const found = shape.tables.get(table);
      const quoted = found?.columns.find(({ number }) => number === column)?.quoted;
      return found && quoted !== undefined ? [sequel(name, found.name, quoted)] : [];
    }),
  };
}

function insertOf(table: Table, valueOf: ValueOf): Plan['tables'][number] {
  const { name, root, holds, columns, deferrable } = table;
  const end = table.rules || deferrable ? '' : ' ON CONFLICT DO NOTHING';
  if (columns.length === 0)
    return {
      name,
      root,
      holds,
      once: deferrable,
      into: `INSERT INTO ${name} DEFAULT VALUES`,
      rows: rows.map(() => ''),
      end,
    };
  const list = columns.map(({ quoted }) => quoted).join(',');
  return {
    name,
    root,
    holds,
    once: deferrable,
    into: `INSERT INTO ${name} (${list}) OVERRIDING SYSTEM VALUE VALUES `,
    rows: rows.map((row) => tuple(columns.map((column) => valueOf(table, column, row)))),
    end,
  };
}

/** Rows that were there before are none of ours: they may break a key that was not validated. */
function mendOf(shape: Shape, table: Table, { to, pairs, valid }: Key): Plan['keys'] {
  const target = shape.tables.get(to);
  if (!target || (!valid && table.holds)) return [];
  const quoted = (of: Table, name: string) => of.columns.find((column) => column.name === name)?.quoted;
  const sides = pairs.flatMap(({ column, reference }) => {
    const [own, other] = [quoted(table, column), quoted(target, reference)];
    return own !== undefined && other !== undefined
      ? [{ own, other, nullable: table.columns.find(({ name }) => name === column)?.nullable }]
      : [];
  });
  if (sides.length < pairs.length) return [];
  const dangling = `${sides.map(({ own }) => `c.${own} IS NOT NULL`).join(' AND ')} AND NOT EXISTS (SELECT FROM ${target.name} AS p WHERE ${sides
    .map(({ own, other }) => `p.${other} = c.${own}`)
    .join(' AND ')})`;
  const loose = sides.filter(({ nullable }) => nullable).map(({ own }) => `${own} = NULL`);
  return [
    {
      from: table.root,
      to,
      mend: loose.length > 0 ? `UPDATE ONLY ${table.name} AS c SET ${loose.join(', ')} WHERE ${dangling}` : null,
      remove: `DELETE FROM ONLY ${table.name} AS c WHERE ${dangling}`,
    },
  ];
}

/** Moves a sequence past the ids, and never back. */
function sequel(sequence: string, table: string, column: string): string {
  const name = `'${sequence.replaceAll("'", "''")}'::regclass`;
  return `SELECT setval(${name}, last) FROM (SELECT max(${column})::int8 AS last FROM ${table}) AS t, ${sequence} AS s WHERE last > s.last_value`;
}
