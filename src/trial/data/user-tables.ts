/**
 * A query of `pg_class` rows under the name `c`, with their schema as `n`: the tables that are the user's own. No extension's, none that is temporary.
 * Schemas that begin with `pg_` are PostgreSQL's (https://www.postgresql.org/docs/current/ddl-schemas.html).
 */
export const userTables = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;
