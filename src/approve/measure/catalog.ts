import type { Session } from '../../engine/postgres/client.ts';
import { literal } from '../../effect/block-sql.ts';
import type { Name } from '../../types.ts';

/** What asks a database. */
export type Reader = Pick<Session, 'rows'>;

/** A relation with rows, as the catalog has it. */
export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `pg_class.relkind`: `r`, `p` for partitioned, `m` for a materialized view, `f` for a foreign table. */
  readonly kind: string;
}

/** A relation that holds rows of another one: itself, a partition, an inheriting table. */
export interface Member extends Relation {
  readonly partition: boolean;
  /** What statistics say; negative where there are none. */
  readonly rows: number;
  /** With indexes and TOAST. */
  readonly bytes: number;
}

/** Where names without a schema are looked for, and who asks. */
export interface Here {
  readonly path: string;
  readonly user: string;
  readonly database: string;
}

/** Asks where the session is. */
export async function askHere({ rows }: Reader): Promise<Here> {
  const [here] = await rows<Here>(`SELECT current_setting('farout_guard.path') AS path, current_user AS "user", current_database() AS database`);
  return here ?? { path: '', user: '', database: '' };
} // prettier-ignore

const relations = `SELECT c.oid::int8 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;

/** The table of a name, or null. `path`: the schemas where one without a schema is looked for, in their order. */
export async function findTable({ rows }: Reader, { schema, name }: Name, path: readonly string[]): Promise<Relation | null> {
  const schemas = schema === null ? path : [schema];
  const list = `ARRAY[${schemas.map(literal).join(', ')}]::name[]`;
  const [found] = await rows<Relation>(
    `${relations} WHERE c.relname = ${literal(name)} AND c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname = ANY (${list}) ORDER BY array_position(${list}, n.nspname) LIMIT 1`,
  );
  return found ?? null;
} // prettier-ignore

/** The schemas of a setting of `search_path`, as PostgreSQL reads it. */
export function schemasIn({ path, user }: Here): readonly string[] {
  const parts = path.match(/"(?:[^"]|"")*"|[^\s,"]+/g) ?? [];
  const names = parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.replace(/^'|'$/g, '').toLowerCase(),
  );
  return names.map((name) => (name === '$user' ? user : name));
}

/** The tables of a whole: of schemas, of roles, of the database; partitions count as part of their table. */
export async function tablesOf({ rows }: Reader, whole: { readonly schemas: readonly string[] } | { readonly owners: readonly string[] } | 'database'): Promise<readonly Relation[]> {
  const list = (names: readonly string[]) => `ARRAY[${names.map(literal).join(', ')}]::name[]`;
  const where =
    whole === 'database'
      ? `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`
      : 'schemas' in whole
        ? `n.nspname = ANY (${list(whole.schemas)})`
        : `c.relowner IN (SELECT oid FROM pg_roles WHERE rolname = ANY (${list(whole.owners)}))`;
  return rows<Relation>(`${relations} WHERE ${where} AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition ORDER BY 2, 3`);
} // prettier-ignore

/** A list of oids as SQL. */
export const oids = (all: readonly number[]): string => `ARRAY[${all.map(String).join(', ')}]::oid[]`;

/** A relation and all below it: partitions of every depth and inheriting tables. */
export async function membersOf({ rows }: Reader, oid: number): Promise<readonly Member[]> {
  return rows<Member>(`WITH RECURSIVE tree(oid) AS (
      SELECT ${oid}::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
    SELECT c.oid::int8 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
      c.relispartition AS partition, c.reltuples::float8 AS rows, pg_total_relation_size(c.oid) AS bytes
    FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 2, 3`);
} // prettier-ignore

/** The tables that refer to these by foreign keys, and those that refer to them: what TRUNCATE … CASCADE empties as well. */
export async function referringTo({ rows }: Reader, to: readonly number[]): Promise<readonly Relation[]> {
  return rows<Relation>(`WITH RECURSIVE reached(oid) AS (
      SELECT unnest(${oids(to)}) UNION SELECT con.conrelid FROM pg_constraint con JOIN reached ON con.confrelid = reached.oid WHERE con.contype = 'f')
    ${relations} JOIN reached ON reached.oid = c.oid WHERE c.oid <> ALL (${oids(to)}) AND NOT c.relispartition ORDER BY 2, 3`);
} // prettier-ignore

/** What statistics know of a column: how many rows have a value, and how wide it is; null where they know nothing. */
export async function columnStatistics({ rows }: Reader, { schema, name }: Relation, column: string) {
  const [found] = await rows<{ readonly empty: number; readonly width: number }>(
    `SELECT null_frac::float8 AS empty, avg_width::float8 AS width FROM pg_stats WHERE schemaname = ${literal(schema)} AND tablename = ${literal(name)} AND attname = ${literal(column)} ORDER BY inherited DESC LIMIT 1`,
  );
  return found ?? null;
} // prettier-ignore
