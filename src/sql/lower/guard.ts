import type { Create, Guard, ObjectType } from '../../operation.ts';

/** Objects whose CREATE has IF NOT EXISTS or OR REPLACE. PostgreSQL 18, SQL commands, one page each. */
const guardable: ReadonlySet<ObjectType> = new Set([
  'table', 'index', 'sequence', 'schema', 'materialized view', 'extension', 'statistics', 'collation', 'foreign table', 'server',
  'user mapping', 'view', 'function', 'procedure', 'trigger', 'rule', 'aggregate', 'language', 'transform',
]); // prettier-ignore

/** How CREATE of an object stands against a second run. A temporary object is gone when the session ends. */
export function creationGuard(object: ObjectType, clause: Create['clause'], temporary: boolean): Guard {
  if (temporary) return 'unneeded';
  if (clause) return 'present';
  return guardable.has(object) ? 'absent' : 'impossible';
}

/** For statements with an IF EXISTS or IF NOT EXISTS clause: whether it stands there. */
export function clauseGuard(present: boolean | undefined): Guard {
  return present ? 'present' : 'absent';
}
