import type { DataType } from '../types.ts';

const plainTypes: ReadonlySet<string> = new Set([
  'bool', 'bpchar', 'bytea', 'date', 'float4', 'float8', 'inet', 'int2', 'int4', 'int8', 'interval', 'json', 'jsonb', 'numeric', 'text',
  'time', 'timestamp', 'timestamptz', 'uuid', 'varchar',
]); // prettier-ignore

const everything = [
  'table', 'foreign table', 'view', 'materialized view', 'sequence', 'index', 'type', 'domain', 'function', 'procedure', 'aggregate',
  'column', 'constraint', 'trigger', 'policy', 'rule', 'signature', 'cast', 'operator', 'event trigger', 'server', 'user mapping',
]; // prettier-ignore

/** What kinds of things DROP … CASCADE of such a thing may take along. */
export function takenByCascade(kind: string): readonly string[] {
  switch (kind) {
    case 'schema':
    case 'extension':
      return everything.filter((other) => !/table|sequence|index|type|domain|server|user mapping/.test(other));
    case 'type':
    case 'domain':
      return everything.filter((other) => other !== 'table');
    case 'function':
    case 'procedure':
    case 'aggregate':
      return everything.filter((other) => other !== 'table' && other !== 'type' && other !== 'domain');
    case 'foreign data wrapper':
    case 'server':
      return ['server', 'user mapping', 'foreign table'];
    default:
      return ['view', 'materialized view', 'constraint', 'rule'];
  }
}

/** Whether PostgreSQL itself has the type, so that no CASCADE takes columns of it along. */
export function isBuiltInType(type: DataType | null): boolean {
  return type !== null && type.schema === null && plainTypes.has(type.name);
}
