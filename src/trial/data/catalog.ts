import type { Database } from '../../engine/database.ts';
import { userTables } from './user-tables.ts';

/** What rows must fit, as the catalog has it. Objects are known by their OID, columns by their number. */
export interface Catalog {
  readonly tables: readonly CatalogTable[];
  readonly columns: readonly CatalogColumn[];
  readonly types: readonly CatalogType[];
  readonly checks: readonly CatalogCheck[];
  readonly keys: readonly CatalogKey[];
  readonly uniques: readonly CatalogUnique[];
  readonly sequences: readonly { readonly name: string; readonly table: number; readonly column: number }[];
}

export interface CatalogTable {
  readonly id: number;
  /** Schema and name, quoted. */
  readonly name: string;
  readonly partitioned: boolean;
  /** The partitioned table at the top; the table itself where it is no partition. */
  readonly root: number;
  /** What a row of the partition must fulfil. */
  readonly bound: string | null;
  /** It may hold rows: it takes space. */
  readonly holds: boolean;
  /** Rules stand in the way of `ON CONFLICT`. */
  readonly rules: boolean;
  /** A deferrable key does, and it is not kept either where no trigger fires. */
  readonly deferrable: boolean;
}

export interface CatalogColumn {
  readonly table: number;
  readonly number: number;
  readonly name: string;
  readonly quoted: string;
  readonly type: number;
  /** The type's modifier (a length, a precision), or -1. */
  readonly modifier: number;
  readonly notNull: boolean;
  readonly generated: boolean;
}

export interface CatalogType {
  readonly id: number;
  readonly name: string;
  /** As SQL has it, with its schema. */
  readonly written: string;
  /** `pg_type.typtype` and `pg_type.typcategory`. */
  readonly kind: string;
  readonly category: string;
  readonly element: number;
  readonly base: number;
  readonly modifier: number;
  readonly notNull: boolean;
  readonly subtype: number | null;
  readonly labels: readonly string[] | null;
  readonly fields: readonly { readonly name: string; readonly type: number; readonly modifier: number }[] | null;
  readonly checks: readonly string[] | null;
}

interface CatalogUnique {
  readonly table: number;
  readonly columns: readonly number[];
  /** It is over an expression: nobody knows which of the columns make the difference. */
  readonly expression: boolean;
}

interface CatalogCheck {
  readonly table: number;
  readonly columns: readonly number[];
  readonly text: string;
}

interface CatalogKey {
  readonly from: number;
  readonly columns: readonly number[];
  readonly to: number;
  readonly references: readonly number[];
  /** `MATCH FULL`: all columns are NULL, or none. */
  readonly full: boolean;
  readonly valid: boolean;
}

/** Reads what a row of each user's table must fit. */
export async function readCatalog(database: Database): Promise<Catalog> {
  const [found] = await database.rows<{ readonly [Part in keyof Catalog]: Catalog[Part] | null }>(query);
  return {
    tables: found?.tables ?? [],
    columns: found?.columns ?? [],
    types: found?.types ?? [],
    checks: found?.checks ?? [],
    keys: found?.keys ?? [],
    uniques: found?.uniques ?? [],
    sequences: found?.sequences ?? [],
  };
}

const objects = (select: string) => `(SELECT json_agg(found) FROM (${select}) AS found)`;

const tables = `SELECT oid::int8 AS id, name, relkind = 'p' AS partitioned, relhasrules AS rules,
    EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = relation.oid AND k.contype IN ('p', 'u', 'x') AND k.condeferrable) AS deferrable,
    CASE WHEN relispartition THEN pg_partition_root(oid)::oid::int8 ELSE oid::int8 END AS root,
    CASE WHEN relispartition THEN pg_get_partition_constraintdef(oid) END AS bound,
    relkind = 'r' AND pg_relation_size(oid) > 0 AS holds
  FROM relation ORDER BY name`;

const columns = `SELECT table_id AS "table", attnum AS number, attname AS name, quote_ident(attname) AS quoted,
    atttypid::int8 AS type, atttypmod AS modifier, attnotnull AS "notNull", attgenerated <> '' AS generated
  FROM attribute ORDER BY table_id, attnum`;

const types = `SELECT t.oid::int8 AS id, t.typname AS name, format_type(t.oid, -1) AS written, t.typtype AS kind,
    t.typcategory AS category, t.typelem::int8 AS element, t.typbasetype::int8 AS base, t.typtypmod AS modifier,
    t.typnotnull AS "notNull",
    (SELECT r.rngsubtype::int8 FROM pg_range r
      WHERE t.typtype IN ('r', 'm') AND t.oid IN (r.rngtypid, (to_jsonb(r) ->> 'rngmultitypid')::oid)) AS subtype,
    (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', a.atttypid::int8, 'modifier', a.atttypmod) ORDER BY a.attnum)
      FROM pg_attribute a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS fields,
    (SELECT json_agg(pg_get_expr(k.conbin, 0)) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks
  FROM unnest(ARRAY(SELECT id FROM needed)) AS used(id) JOIN pg_type t ON t.oid = used.id`;

const checks = `SELECT k.conrelid::int8 AS "table", k.conkey AS columns, pg_get_expr(k.conbin, k.conrelid) AS text
  FROM pg_constraint k JOIN relation ON relation.oid = k.conrelid
  WHERE k.contype = 'c' AND k.conkey IS NOT NULL`;

/** A key into a partitioned table stands once more for each of its partitions. */
const keys = `SELECT k.conrelid::int8 AS "from", k.conkey AS columns, k.confrelid::int8 AS "to", k.confkey AS "references",
    k.confmatchtype = 'f' AS full, k.convalidated AS valid
  FROM pg_constraint k JOIN relation ON relation.oid = k.conrelid
  WHERE k.contype = 'f' AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
  ORDER BY cardinality(k.conkey) DESC, k.conname`;

/** An index over an expression depends on the columns in it. */
const uniques = `SELECT i.indrelid::int8 AS "table", array(
      SELECT number FROM unnest((string_to_array(i.indkey::text, ' ')::int[])[1:i.indnkeyatts]) AS number WHERE number > 0
      UNION SELECT d.refobjsubid FROM pg_depend d WHERE i.indexprs IS NOT NULL AND d.classid = 'pg_class'::regclass
        AND d.objid = i.indexrelid AND d.refobjid = i.indrelid AND d.refobjsubid > 0) AS columns,
    i.indexprs IS NOT NULL AS expression
  FROM pg_index i JOIN relation ON relation.oid = i.indrelid WHERE i.indisunique OR i.indisexclusion`;

const sequences = `SELECT format('%I.%I', n.nspname, s.relname) AS name, u.table_id::int8 AS "table", u.number AS "column"
  FROM (SELECT d.objid AS id, d.refobjid AS table_id, d.refobjsubid AS number FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    UNION SELECT d.refobjid, f.adrelid, f.adnum FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
      WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass) AS u
  JOIN pg_class s ON s.oid = u.id AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
  JOIN relation ON relation.oid = u.table_id`;

/** Arrays keep the planner's guesses small: of a recursive query it expects so much that it compiles it first, for seconds. */
const query = `WITH RECURSIVE relation AS MATERIALIZED (
  SELECT c.oid, c.relkind, c.relispartition, c.relhasrules, format('%I.%I', n.nspname, c.relname) AS name FROM ${userTables}
), attribute AS MATERIALIZED (
  SELECT a.attrelid::int8 AS table_id, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated
  FROM relation JOIN pg_attribute a ON a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped
), needed(id) AS (
  SELECT unnest(ARRAY(SELECT DISTINCT atttypid FROM attribute))
  UNION SELECT part.id FROM needed JOIN pg_type t ON t.oid = needed.id CROSS JOIN LATERAL (
    SELECT t.typelem AS id WHERE t.typcategory = 'A' AND t.typelem <> 0
    UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
    UNION ALL SELECT r.rngsubtype FROM pg_range r
      WHERE t.typtype IN ('r', 'm') AND t.oid IN (r.rngtypid, (to_jsonb(r) ->> 'rngmultitypid')::oid)
    UNION ALL SELECT a.atttypid FROM pg_attribute a
      WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  ) AS part
) SELECT ${objects(tables)} AS tables, ${objects(columns)} AS columns, ${objects(types)} AS types, ${objects(checks)} AS checks,
  ${objects(keys)} AS keys, ${objects(uniques)} AS uniques, ${objects(sequences)} AS sequences`;
