import type { Column, Create, Insert, Migration, Name, Operation, Section } from '../types.ts';

/** What is to be seen of a table's unique keys. */
export interface Keys {
  readonly columns: readonly Column[];
  readonly keys: (readonly string[])[];
}

/** A key for a table's name; a null schema is `public`. */
export function tableKey({ schema, name }: Name): string {
  return `${schema ?? 'public'} ${name}`;
}

/** The tables that the section defines to stay, by `tableKey`, each with all the keys that it gives them. */
export function keysOf(section: Section, words: Migration['words']): ReadonlyMap<string, Keys> {
  const tables = new Map<string, Keys>();
  for (const statement of section.statements)
    for (const operation of statement.operations) {
      const defined = operation.kind === 'create' ? definedTable(operation, words(statement.range)) : null;
      if (defined && operation.kind === 'create' && operation.name) tables.set(tableKey(operation.name), defined);
      const { table, keys } = addedKeys(operation);
      if (table) tables.get(tableKey(table))?.keys.push(...keys);
    }
  for (const { operations } of section.statements)
    for (const operation of operations)
      if (operation.kind === 'drop') for (const name of operation.names) tables.delete(tableKey(name));
  return tables;
}

/** Keys that LIKE, INHERITS or a parent brings along cannot be seen. */
function definedTable(
  { object, source, partitionOf, columns, constraints, temporary }: Create,
  text: string,
): Keys | null {
  if (object !== 'table' || temporary || source === 'query' || partitionOf || columns.length === 0) return null;
  if (/\b(?:LIKE|INHERITS)\b/i.test(text)) return null;
  const all = [...constraints, ...columns.flatMap((column) => column.constraints)];
  return { columns, keys: all.filter(({ type }) => isKey(type)).map((constraint) => constraint.columns) };
}

function isKey(type: string): boolean {
  return type === 'primary key' || type === 'unique' || type === 'exclude';
}

function addedKeys(operation: Operation): { readonly table: Name | null; readonly keys: readonly (readonly string[])[] } {
  if (operation.kind === 'create' && operation.object === 'index' && operation.unique)
    return { table: operation.table, keys: [operation.constraints[0]?.columns ?? []] };
  if (operation.kind === 'add-constraint' && isKey(operation.constraint.type))
    return { table: operation.table, keys: [operation.constraint.columns] };
  if (operation.kind === 'add-column')
    return { table: operation.table, keys: operation.column.constraints.filter(({ type }) => isKey(type)).map(({ columns }) => columns) };
  return { table: null, keys: [] };
} // prettier-ignore

/** Why ON CONFLICT does not keep rows from being put in again: no key, or only one that is made anew for each row. */
export function conflictProblem(
  { conflict, columns }: Insert,
  table: Keys | undefined,
): 'conflict' | 'generated' | null {
  if (conflict === null || !table) return null;
  if (table.keys.length === 0) return 'conflict';
  const isFresh = table.keys.every(([column, ...more]) => {
    if (more.length > 0 || column === undefined || columns.length === 0 || columns.includes(column)) return false;
    return isGenerated(table.columns.find(({ name }) => name === column));
  });
  return isFresh ? 'generated' : null;
}

/** Whether each row gets a value of its own where none is given. */
function isGenerated(column: Column | undefined): boolean {
  if (!column) return false;
  return column.generated === 'identity' || (column.hasDefault && /^(?:int[248]|uuid)$/.test(column.type?.name ?? ''));
}
