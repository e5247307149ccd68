/** Where items of some kinds come from: expressions and the rest of a SELECT, in SQL. */
export interface Source {
  readonly kind: string;
  readonly id: string;
  readonly parents?: readonly string[];
  /** By the property's name; NULL is the default. */
  readonly props: Readonly<Record<string, string>>;
  /** From `FROM` on. */
  readonly from: string;
  /** The first major version of PostgreSQL that has these catalogs. */
  readonly since?: number;
}

/** Which source, kind, id, then its parents and its properties' values in their order. One array: JSON of a record takes twice as long. */
export interface Row {
  readonly item: readonly [source: string, kind: string, id: string, ...rest: readonly (string | null)[]];
}

/** What PostgreSQL's `initdb` makes has lower OIDs. */
const firstOwn = 16384;

/** The sources' catalogs share these. `space` are the schemas, `note` the comments, `relation` what has columns. */
const common = `
  member AS MATERIALIZED (
    SELECT classid, objid FROM pg_depend
    WHERE deptype = 'e' OR (deptype = 'i' AND classid IN ('pg_proc'::regclass, 'pg_cast'::regclass))
  ),
  space AS MATERIALIZED (
    SELECT oid, quote_ident(nspname) AS name, 'schema ' || quote_ident(nspname) AS key
    FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'
  ),
  note AS MATERIALIZED (
    SELECT classoid, objoid, objsubid, description FROM pg_description WHERE objoid >= ${firstOwn}
  ),
  relation AS MATERIALIZED (
    SELECT c.*, s.key AS space_key, s.name || '.' || quote_ident(c.relname) AS id, k.kind,
      k.kind || ' ' || s.name || '.' || quote_ident(c.relname) AS key
    FROM pg_class AS c
    JOIN space AS s ON s.oid = c.relnamespace
    JOIN (VALUES ('r', 'table'), ('p', 'table'), ('v', 'view'), ('m', 'materialized view'), ('S', 'sequence'),
      ('f', 'foreign table'), ('c', 'type')) AS k (relkind, kind) ON k.relkind::"char" = c.relkind
    WHERE ${own('pg_class', 'c.oid')}
  ),
  condition AS MATERIALIZED (
    SELECT k.oid, k.conrelid, k.conparentid, k.conindid, k.contype, k.conname, r.key AS relation_key,
      r.id || '.' || quote_ident(k.conname) AS id
    FROM pg_constraint AS k JOIN relation AS r ON r.oid = k.conrelid
  )`;

/** That an object is neither PostgreSQL's own nor part of an extension or of another object. */
export function own(catalog: string, oid: string): string {
  const member = `SELECT FROM member WHERE classid = '${catalog}'::regclass AND objid = ${oid}`;
  return `${oid} >= ${firstOwn} AND NOT EXISTS (${member})`;
}

/** A list of texts in a fixed order; `which` of them, if not all. */
export function sorted(array: string, which = 'IS NOT NULL'): string {
  const items = `SELECT item::text FROM unnest(${array}) AS item WHERE item::text ${which} ORDER BY item::text COLLATE "C"`;
  return `CASE WHEN ${array} IS NOT NULL THEN array_to_string(ARRAY(${items}), ', ') END`;
}

/** Privileges; NULL also where they were given and taken back. `type` is that of `acldefault`. */
export function privileges(acl: string, type: string, owner: string): string {
  return `CASE WHEN ${acl} IS NOT NULL THEN nullif(${sorted(acl)}, ${sorted(`acldefault('${type}', ${owner})`)}) END`;
}

/** The name of a role. */
export const role = (oid: string): string => `CASE ${oid} WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(${oid}) END`;

/** Its comment, for kinds of which there are few. */
export const comment = (catalog: string, oid: string): string => `obj_description(${oid}, '${catalog}')`;

/** `yes` or nothing. */
export const flag = (condition: string): string => `CASE WHEN ${condition} THEN 'yes' END`;

/** An object's OID as a name; nothing for none. */
export const named = (oid: string, type: string): string => `nullif(${oid}, 0)::${type}`;

/** The one SELECT that asks for all rows of all sources. */
export function selectAll(sources: readonly Source[], version: number): string {
  const selects = sources.flatMap(({ kind, id, parents = [], props, from, since = 0 }, source) => {
    if (version < since) return [];
    const values = [`'${source}'`, kind, id, ...parents, ...Object.values(props)];
    return [`SELECT ARRAY[${values.map((value) => `(${value})::text`).join(', ')}] AS item ${from}`];
  });
  return `WITH ${common}\n${selects.join('\nUNION ALL ')}`;
}
