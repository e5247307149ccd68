import type { Operation } from '../types.ts';
import type { Step } from './steps.ts';

/** SQLSTATE codes by their condition names. PostgreSQL's manual, appendix "PostgreSQL Error Codes". */
const codes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    duplicate_column: '42701',
    duplicate_database: '42P04',
    duplicate_function: '42723',
    duplicate_object: '42710',
    duplicate_schema: '42P06',
    duplicate_table: '42P07',
    invalid_catalog_name: '3D000',
    invalid_parameter_value: '22023',
    invalid_schema_name: '3F000',
    invalid_table_definition: '42P16',
    object_not_in_prerequisite_state: '55000',
    undefined_column: '42703',
    undefined_function: '42883',
    undefined_object: '42704',
    undefined_table: '42P01',
    unique_violation: '23505',
    wrong_object_type: '42809',
  }),
);

/** Names of whole classes; a handler for one catches every code that begins like it. */
const classes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    data_exception: '22',
    integrity_constraint_violation: '23',
    syntax_error_or_access_rule_violation: '42',
  }),
);

const relations: ReadonlySet<string> = new Set([
  'table',
  'view',
  'materialized view',
  'sequence',
  'index',
  'foreign table',
]);

/** What PostgreSQL raises when such a thing is already there. Verified on PostgreSQL 15. */
export function raisedWhenPresent(kind: string): string {
  if (relations.has(kind)) return 'duplicate_table';
  switch (kind) {
    case 'schema':
      return 'duplicate_schema';
    case 'database':
      return 'duplicate_database';
    case 'function':
    case 'procedure':
    case 'aggregate':
    case 'routine':
    case 'signature':
    case 'operator':
      return 'duplicate_function';
    case 'column':
    case 'attribute':
      return 'duplicate_column';
    case 'identity':
      return 'object_not_in_prerequisite_state';
    case 'partition':
      return 'wrong_object_type';
    case 'parent':
      return 'duplicate_table';
    case 'text search configuration':
    case 'text search dictionary':
    case 'text search parser':
    case 'text search template':
      return 'unique_violation';
    default:
      return 'duplicate_object';
  }
}

/** What PostgreSQL raises when such a thing is not there. Verified on PostgreSQL 15. */
export function raisedWhenAbsent(kind: string, isDropped: boolean): string {
  // DROP INDEX and DROP FOREIGN TABLE call it an object, ALTER a table.
  if (isDropped && (kind === 'index' || kind === 'foreign table')) return 'undefined_object';
  if (relations.has(kind)) return 'undefined_table';
  switch (kind) {
    case 'schema':
      return 'invalid_schema_name';
    case 'database':
      return 'invalid_catalog_name';
    case 'function':
    case 'procedure':
    case 'aggregate':
    case 'routine':
    case 'signature':
    case 'operator':
      return 'undefined_function';
    case 'column':
    case 'attribute':
      return 'undefined_column';
    case 'identity':
    case 'expression':
      return 'object_not_in_prerequisite_state';
    case 'partition':
    case 'parent':
      return 'undefined_table';
    case 'enum value':
      return 'invalid_parameter_value';
    default:
      return 'undefined_object';
  }
}

/** What adding a constraint raises when it is already there: that of its index, if it has one. */
export function raisedByConstraint(operation: Operation & { kind: 'add-constraint' }, step: Step): readonly string[] {
  const { type, usingIndex } = operation.constraint;
  if (usingIndex !== null) {
    const isRenamed = step.place.parts[0]?.[1] !== usingIndex;
    return isRenamed ? ['undefined_object', 'duplicate_table'] : ['object_not_in_prerequisite_state'];
  }
  if (type === 'primary key') return ['invalid_table_definition'];
  return [type === 'unique' || type === 'exclude' ? 'duplicate_table' : 'duplicate_object'];
}

/** Whether exception handlers, as conditions or codes, catch one of these conditions. */
export function isCaught(raised: readonly string[], handlers: readonly string[]): boolean {
  return handlers.some((handler) => {
    if (handler === 'others') return true;
    const code = codes.get(handler) ?? handler.toUpperCase();
    const start = classes.get(handler);
    return raised.some((name) => {
      const own = codes.get(name) ?? name;
      return own === code || (start !== undefined && own.startsWith(start));
    });
  });
}
