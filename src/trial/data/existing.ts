import type { Database } from '../../engine/database.ts';
import type { Shape, Table } from './shape.ts';
import { rows, type Known } from './values.ts';

const mostTables = 100;

/** The rows that referenced tables hold already: of the columns that are referenced, where none of them is NULL. */
export async function readExisting(database: Database, shape: Shape): Promise<Known['existing']> {
  const tables = [...shape.tables.values()];
  const targets = new Map<number, Set<string>>();
  for (const { keys } of tables)
    for (const { to, pairs } of keys)
      targets.set(to, new Set([...(targets.get(to) ?? []), ...pairs.map(({ reference }) => reference)]));
  const selects = [...targets].flatMap(([id, names]) => {
    const table = shape.tables.get(id);
    if (!table?.leaves.some((leaf) => shape.tables.get(leaf)?.holds)) return [];
    return [selectOf(table, names)];
  });
  const found = new Map<number, readonly Readonly<Record<string, string>>[]>();
  for (let at = 0; at < selects.length; at += mostTables) {
    const answers = await database.rows<{ id: number; rows: Readonly<Record<string, string>>[] | null }>(
      selects.slice(at, at + mostTables).join('\nUNION ALL '),
    );
    for (const { id, rows } of answers) if (rows) found.set(id, rows);
  }
  return found;
}

function selectOf(table: Table, names: ReadonlySet<string>): string {
  const columns = table.columns.filter(({ name }) => names.has(name)).map(({ quoted }) => quoted);
  const list = columns.map((quoted) => `${quoted}::text AS ${quoted}`).join(', ');
  const full = columns.map((quoted) => `${quoted} IS NOT NULL`).join(' AND ') || 'true';
  return `SELECT ${table.id} AS id,
    (SELECT json_agg(r) FROM (SELECT ${list} FROM ${table.name} WHERE ${full} LIMIT ${rows.length}) AS r) AS rows`;
}
