import type { Database } from '../../engine/database.ts';
import { userTables } from './user-tables.ts';

/** What the user's tables hold at a moment. */
export interface DataSnapshot {
  readonly tables: readonly TableData[];
}

/** A table's rows. */
export interface TableData {
  readonly id: number;
  /** Schema and name, quoted. */
  readonly name: string;
  readonly partitioned: boolean;
  /** The partitioned table at the top; the table itself where it is no partition. */
  readonly root: number;
  readonly rows: number;
  readonly columns: readonly ColumnData[];
}

/** A column's values, without their order. */
export interface ColumnData {
  readonly number: number;
  /** Quoted. */
  readonly name: string;
  /** How many are not NULL. */
  readonly values: number;
  /** A hash of each value's text; null where the table is large. */
  readonly hashes: readonly number[] | null;
  /** Of all hashes. */
  readonly sum: number;
}

interface Place {
  readonly id: number;
  readonly name: string;
  readonly partitioned: boolean;
  readonly root: number;
  readonly columns: readonly { readonly number: number; readonly name: string; readonly zoned: boolean }[] | null;
}

/** Above that many rows a column's hashes are only added up. */
const mostRows = 1000;
const mostColumns = 600;

/**
 * Reads what every user's table holds, each in one pass: the number of rows, and of each column the values, by their text. What is
 * computed when it is read (virtual generated columns, views) is no data, nor is where a sequence stands.
 */
export async function dataSnapshot(database: Database): Promise<DataSnapshot> {
  const places = await database.rows<Place>(placesQuery);
  const few = await answers<Few>(database, places, fewOf);
  const large = places.filter(({ id }) => (few.get(id)?.rows?.length ?? 0) > mostRows);
  const many = await answers<Many>(database, large, manyOf);
  return { tables: places.map((place) => tableData(place, few.get(place.id)?.rows ?? [], many.get(place.id))) };
}

/** A hash of each value, row by row. */
interface Few {
  readonly id: number;
  readonly rows: readonly (readonly (number | null)[])[] | null;
}

/** Of each column the number of values, and the sum of their hashes. */
interface Many {
  readonly id: number;
  readonly rows: number;
  readonly values: readonly number[];
  readonly sums: readonly (number | null)[];
}

async function answers<Found extends { readonly id: number }>(
  database: Database,
  places: readonly Place[],
  select: (place: Place) => string,
): Promise<ReadonlyMap<number, Found>> {
  const found = new Map<number, Found>();
  for (const batch of batches(places))
    for (const answer of await database.rows<Found>(batch.map(select).join('\nUNION ALL ')))
      found.set(answer.id, answer);
  return found;
}

/** Partitions of other servers are not read. */
const placesQuery = `SELECT c.oid::int8 AS id, format('%I.%I', n.nspname, c.relname) AS name, c.relkind = 'p' AS partitioned,
    CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid::int8 ELSE c.oid::int8 END AS root,
    (SELECT json_agg(json_build_object('number', a.attnum, 'name', quote_ident(a.attname),
        'zoned', a.atttypid = 'timestamptz'::regtype) ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated <> 'v') AS columns
  FROM ${userTables} AND (c.relkind = 'r' OR NOT c.relispartition AND NOT EXISTS (
    SELECT FROM pg_partition_tree(c.oid) AS part JOIN pg_class f ON f.oid = part.relid WHERE f.relkind = 'f'))
  ORDER BY name`;

function* batches(places: readonly Place[]): Generator<readonly Place[]> {
  let batch: Place[] = [];
  let columns = 0;
  for (const place of places) {
    batch.push(place);
    columns += 5 + (place.columns?.length ?? 0);
    if (columns < mostColumns) continue;
    yield batch;
    batch = [];
    columns = 0;
  }
  if (batch.length > 0) yield batch;
}

const fewOf = (place: Place) => `SELECT ${place.id} AS id, (SELECT json_agg(r) FROM (
  SELECT ARRAY[${hashes(place).join(',')}]::int[] AS r FROM ${source(place)} LIMIT ${mostRows + 1}) AS few) AS rows`;

const manyOf = (place: Place) => `SELECT ${place.id} AS id, count(*) AS rows,
  ARRAY[${hashes(place)
    .map((hash) => `count(${hash})`)
    .join(',')}]::int8[] AS values,
  ARRAY[${hashes(place)
    .map((hash) => `sum(${hash})`)
    .join(',')}]::int8[] AS sums FROM ${source(place)}`;

const source = ({ partitioned, name }: Place) => `${partitioned ? '' : 'ONLY '}${name} AS t`;

/** The session's time zone is not the data's. */
const hashes = ({ columns }: Place) =>
  (columns ?? []).map(({ name, zoned }) => {
    const text = zoned ? `((t.${name} AT TIME ZONE 'UTC')::text || '+00')` : `t.${name}::text`;
    return `hashtext(${text} COLLATE "C")`;
  });

function tableData(place: Place, few: NonNullable<Few['rows']>, many: Many | undefined): TableData {
  const columns = (place.columns ?? []).map(({ number, name }, at): ColumnData => {
    if (many) return { number, name, values: many.values[at] ?? 0, hashes: null, sum: many.sums[at] ?? 0 };
    const found = few.map((row) => row[at] ?? null).filter((hash) => hash !== null);
    return { number, name, values: found.length, hashes: found, sum: found.reduce((a, b) => a + b, 0) };
  });
  const { id, name, partitioned, root } = place;
  return { id, name, partitioned, root, rows: many?.rows ?? few.length, columns };
}
