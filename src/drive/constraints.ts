import { readMessages } from './protocol.ts';
import { hasFailed, query, type Execute } from './replies.ts';

const anyDeferrable = 'SELECT FROM pg_catalog.pg_constraint WHERE condeferrable LIMIT 1';

/** `SET CONSTRAINTS ALL` holds for the rest of the transaction: what it was before must be said of each by name. */
const asDeclared = `DO $$ DECLARE names text; BEGIN
  SET CONSTRAINTS ALL DEFERRED;
  SELECT string_agg(pg_catalog.format('%I.%I', nspname, conname), ', ') INTO names
    FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_namespace ON pg_namespace.oid = connamespace
    WHERE condeferrable AND NOT condeferred;
  IF names IS NOT NULL THEN EXECUTE 'SET CONSTRAINTS ' || names || ' IMMEDIATE'; END IF;
END $$`;

/** Checks what was deferred to the end of the transaction; what PostgreSQL said when it is refused. */
export async function settle(execute: Execute): Promise<Uint8Array | null> {
  const found = await execute(query(anyDeferrable));
  if (!readMessages(found).messages.some(({ type }) => type === 'D')) return null;
  const reply = await execute(query('SET CONSTRAINTS ALL IMMEDIATE'));
  if (hasFailed(reply)) return reply;
  await execute(query(asDeclared));
  return null;
}
