import { literal } from '../../effect/block-sql.ts';
import { oids, type Reader } from './catalog.ts';

/** What is asked about: relations, and of one of them the column that goes. */
interface Question {
  readonly relations: readonly number[];
  readonly column: string | null;
}

/** What depends on relations, in words: foreign keys of other tables, views, views on those, functions. */
export async function dependentsOf({ rows }: Reader, { relations, column }: Question): Promise<readonly string[]> {
  if (relations.length === 0) return [];
  const all = oids(relations);
  const attribute = column === null ? null : `(SELECT attnum FROM pg_attribute WHERE attrelid = ${relations[0]}::oid AND attname = ${literal(column)})`;
  const keys = `SELECT 'foreign key ' || con.conname || ' of ' || con.conrelid::regclass
      || CASE con.confdeltype WHEN 'c' THEN ' (ON DELETE CASCADE: its rows go with those that they refer to)' WHEN 'n' THEN ' (ON DELETE SET NULL)' ELSE '' END AS words
    FROM pg_constraint con
    WHERE con.contype = 'f' AND con.conparentid = 0 AND con.confrelid = ANY (${all}) AND con.conrelid <> ALL (${all})
      ${attribute === null ? '' : `AND ${attribute} = ANY (con.confkey)`}`;
  const used = `SELECT DISTINCT w.ev_class FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid
    WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND w.ev_class <> d.refobjid`;
  const views = `SELECT CASE c.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || c.oid::regclass AS words
    FROM (WITH RECURSIVE seen(oid) AS (
      ${used} AND d.refobjid = ANY (${all}) ${attribute === null ? '' : `AND d.refobjsubid = ${attribute}`}
      UNION SELECT w.ev_class FROM seen JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = seen.oid
        JOIN pg_rewrite w ON w.oid = d.objid AND d.classid = 'pg_rewrite'::regclass WHERE w.ev_class <> seen.oid)
      SELECT oid FROM seen) AS found JOIN pg_class c ON c.oid = found.oid WHERE c.relkind IN ('v', 'm') AND c.oid <> ALL (${all})`;
  const functions = `SELECT 'function ' || d.objid::regprocedure AS words FROM pg_depend d
    WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (${all})
      ${attribute === null ? '' : `AND d.refobjsubid = ${attribute}`}`;
  const found = await rows<{ readonly words: string }>(`SELECT words FROM (${keys} UNION ${views} UNION ${functions}) AS listed ORDER BY words`);
  return found.map(({ words }) => words);
} // prettier-ignore
