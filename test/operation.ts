import type { Column, Context, Create, DataType, Name, Operation, Section } from '../src/types.ts';

export const plain: Context = { place: 'plain', dynamic: false, conditions: [], handlers: [] };
const base = { range: [0, 1], guard: 'absent', context: plain } as const;

/** `app.users` as a name. */
export function name(text: string): Name {
  const [first = '', second] = text.split('.');
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
}

export function type(of: string, ...modifiers: readonly number[]): DataType {
  const array = of.endsWith('[]');
  const size = modifiers.length > 0 ? `(${modifiers.join(', ')})` : '';
  return { schema: null, name: of.replace('[]', ''), modifiers, array, text: `${of}${size}` };
}

export function column(of: string, dataType: DataType | null = null): Column {
  return { name: of, type: dataType, notNull: false, hasDefault: false, generated: null, constraints: [] };
}

export function create(object: Create['object'], of: string, details: Partial<Create> = {}): Operation {
  return {
    kind: 'create', ...base, object, name: name(of), table: null, clause: null, temporary: false, concurrently: false, unique: false,
    source: 'definition', partitionOf: null, columns: [], constraints: [], signature: null, body: [], ...details,
  }; // prettier-ignore
}

export function drop(object: Create['object'], ...names: readonly string[]): Operation {
  return { kind: 'drop', ...base, object, names: names.map(name), table: null, ifExists: false, cascade: false, concurrently: false }; // prettier-ignore
}

export function rename(object: Create['object'] | 'column', of: string, to: string, from = name(of).name): Operation {
  return { kind: 'rename', ...base, object, of: name(of), from, to, ifExists: false };
}

export function move(object: Create['object'], of: string, to: string): Operation {
  return { kind: 'move', ...base, object, name: name(of), to, ifExists: false };
}

export function addColumn(table: string, added: Column, ifNotExists = false): Operation {
  return { kind: 'add-column', ...base, table: name(table), column: added, ifNotExists };
}

export function dropColumn(table: string, of: string): Operation {
  return { kind: 'drop-column', ...base, object: 'table', table: name(table), column: of, ifExists: false, cascade: false }; // prettier-ignore
}

export function retype(table: string, of: string, to: DataType): Operation {
  return { kind: 'alter-column-type', ...base, table: name(table), column: of, type: to, using: null };
}

export function alterTable(table: string, action: string, subject: string): Operation {
  return { kind: 'alter-table', ...base, object: 'table', table: name(table), action, subject: name(subject) };
}

export function transaction(action: 'begin' | 'commit' | 'rollback' | 'other'): Operation {
  return { kind: 'transaction', ...base, action };
}

export function searchPath(value: string | null, local = false): Operation {
  return { kind: 'set', ...base, setting: 'search_path', value, local };
}

export function section(...operations: readonly Operation[]): Section {
  return {
    direction: 'up',
    range: [0, operations.length],
    transaction: true,
    statements: operations.map((operation) => ({ range: [0, 1], operations: [operation] })),
  };
}
