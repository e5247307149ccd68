/** `SET CONSTRAINTS ALL` holds for the rest of the transaction: what it was before must be said of each by name. */
export const asDeclared = `DO $$ DECLARE names text; BEGIN
  SET CONSTRAINTS ALL DEFERRED;
  SELECT string_agg(pg_catalog.format('%I.%I', nspname, conname), ', ') INTO names
    FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_namespace ON pg_namespace.oid = connamespace
    WHERE condeferrable AND NOT condeferred;
  IF names IS NOT NULL THEN EXECUTE 'SET CONSTRAINTS ' || names || ' IMMEDIATE'; END IF;
END $$`;
