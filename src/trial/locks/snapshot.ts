import type { Database } from '../../engine/database.ts';
import { isStronger, type LockMode, parseMode } from './mode.ts';

/** A table, view or index that others can see. */
export interface Relation {
  readonly oid: number;
  /** Qualified, quoted where SQL needs it. */
  readonly name: string;
  /** Of an index. */
  readonly table: number | null;
  /** Its file's number; another one after it was written anew. */
  readonly file: number | null;
  /** Read in this transaction by going through the whole of it, each time counted. */
  readonly rows: number;
}

/** What PostgreSQL says of a session's transaction at one moment. */
export interface Snapshot {
  readonly transaction: string;
  readonly relations: ReadonlyMap<number, Relation>;
  /** The strongest held, by the relation's OID. */
  readonly held: ReadonlyMap<number, LockMode>;
}

interface Row {
  readonly transaction: string;
  readonly locks: readonly (readonly [oid: number, mode: string])[] | null;
  readonly relations: readonly (readonly [number, string, number | null, number | null, number])[] | null;
}

const firstOwn = 16384;

/** Names and counters come from the catalogs alone: to ask takes no lock on what is asked about. */
const select = `
WITH mine AS MATERIALIZED (
  SELECT relation::bigint AS oid, mode, virtualtransaction, locktype = 'relation' AND granted AND relation >= ${firstOwn} AS counts
  FROM pg_locks WHERE pid = pg_backend_pid()
)
SELECT
  (SELECT max(virtualtransaction) FROM mine) AS transaction,
  (SELECT json_agg(json_build_array(oid, mode)) FROM mine WHERE counts) AS locks,
  (SELECT json_agg(json_build_array(c.oid::bigint, c.oid::regclass::text, x.indrelid::bigint,
      nullif(pg_relation_filenode(c.oid), 0)::bigint,
      CASE WHEN c.relkind IN ('r', 'm') THEN pg_stat_get_xact_tuples_returned(c.oid) ELSE 0 END))
    FROM pg_class AS c LEFT JOIN pg_index AS x ON x.indexrelid = c.oid
    WHERE c.oid >= ${firstOwn} AND c.relkind IN ('r', 'p', 'm', 'v', 'f', 'i', 'I') AND c.relpersistence <> 't'
      AND c.relnamespace <> 'pg_toast'::regnamespace) AS relations`;

/** Asks for it, in one round. */
export async function takeSnapshot(database: Database): Promise<Snapshot> {
  const [row] = await database.rows<Row>(select);
  const relations = (row?.relations ?? []).map(([oid, name, table, file, rows]) => ({ oid, name, table, file, rows }));
  return {
    transaction: row?.transaction ?? '',
    relations: new Map(relations.map((relation) => [relation.oid, relation])),
    held: strongest(row?.locks ?? []),
  };
}

function strongest(locks: NonNullable<Row['locks']>): ReadonlyMap<number, LockMode> {
  const held = new Map<number, LockMode>();
  for (const [oid, name] of locks) {
    const mode = parseMode(name);
    if (mode && isStronger(mode, held.get(oid) ?? null)) held.set(oid, mode);
  }
  return held;
}
