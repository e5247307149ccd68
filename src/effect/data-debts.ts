import type { Name, Operation } from '../types.ts';
import type { Debt } from './undo.ts';

/** The rows' side of a migration. */
export interface Data {
  /** Whether the way up created the table. */
  readonly isNew: (table: Name) => boolean;
  readonly up: readonly Operation[];
  readonly down: readonly Operation[];
}

/** Rows that the way up put in, changed or took out of a table that the way down does not touch the rows of. */
export function dataDebts({ isNew, up, down }: Data): readonly Debt[] {
  const back = new Set(down.flatMap(tablesOf).map(({ name }) => name));
  return up.flatMap((operation): Debt[] => {
    if (operation.kind === 'drop') return [];
    const owed = tablesOf(operation).some((table) => !isNew(table) && !back.has(table.name));
    return owed ? [{ operation, kind: 'data', property: '', original: null }] : [];
  });
}

function tablesOf(operation: Operation): readonly Name[] {
  switch (operation.kind) {
    case 'insert':
    case 'update':
    case 'delete':
      return [operation.table];
    case 'truncate':
      return operation.tables;
    case 'drop':
      return operation.object === 'table' ? operation.names : [];
    default:
      return [];
  }
}
