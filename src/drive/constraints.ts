import { asDeclared } from '../engine/as-declared.ts';
import { readMessages } from './protocol.ts';
import { hasFailed, query, type Execute } from './replies.ts';

const anyDeferrable = 'SELECT FROM pg_catalog.pg_constraint WHERE condeferrable LIMIT 1';

/** Checks what was deferred to the end of the transaction; what PostgreSQL said when it is refused. */
export async function settle(execute: Execute): Promise<Uint8Array | null> {
  const found = await execute(query(anyDeferrable));
  if (!readMessages(found).messages.some(({ type }) => type === 'D')) return null;
  const reply = await execute(query('SET CONSTRAINTS ALL IMMEDIATE'));
  if (hasFailed(reply)) return reply;
  await execute(query(asDeclared));
  return null;
}
