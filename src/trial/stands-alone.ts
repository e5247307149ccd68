import type { Operation } from '../types.ts';

/** What PostgreSQL refuses inside a transaction, and what ends one. */
export function standsAlone(operation: Operation): boolean {
  if (operation.kind === 'transaction') return operation.action !== 'savepoint';
  if (operation.kind === 'create' || operation.kind === 'drop') return operation.concurrently || /^(?:database|tablespace|subscription)$/.test(operation.object);
  return operation.kind === 'other' && /^(?:VACUUM|REINDEX|CLUSTER|CALL|DISCARD|ALTER SYSTEM)/.test(operation.tag);
} // prettier-ignore
