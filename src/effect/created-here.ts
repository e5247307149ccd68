import type { Column, Context, Create, DataType, Name, ObjectType, Operation, Section } from '../types.ts';
import { isOpen } from './open-name.ts';
import { createSchemas, type Schemas, withoutSchema } from './schemas.ts';

/**
 * What the statements before this one created themselves, so that it holds no production data.
 * It is the state just before the operation that it comes with, and changes when the next one is asked for.
 * It says nothing of what a CASCADE reaches beyond the named object.
 * Names as in operations; a name without schema is looked for as PostgreSQL would with the `search_path` of that moment.
 */
export interface CreatedHere {
  /** A table that a plain CREATE TABLE, CREATE TEMP TABLE, CREATE TABLE AS or SELECT INTO made. */
  hasTable(name: Name): boolean;
  /** A column of such a table, or one that ADD COLUMN put into any table. */
  hasColumn(table: Name, column: string): boolean;
  /** Any object but columns, constraints, triggers, policies and rules; nothing that was here before depends on it. */
  hasObject(object: ObjectType, name: Name): boolean;
  /** The type that the column has now, when this migration created it or gave it that type; else null. */
  columnType(table: Name, column: string): DataType | null;
}

interface Entry {
  readonly created: boolean;
  readonly object: ObjectType;
  readonly columns: Map<string, { readonly created: boolean; readonly type: DataType | null }>;
}

/**
 * The operations of a section in order, each with what the section created before it.
 * Nothing counts that may have been there before: IF NOT EXISTS, OR REPLACE, under a condition or an exception handler, rolled back.
 * Renames and SET SCHEMA are followed, so after `ALTER TABLE users RENAME TO users_old; CREATE TABLE users …` `users_old` is not created here.
 */
export function* withCreatedHere(section: Section): Generator<readonly [operation: Operation, known: CreatedHere]> {
  const all = operationsOf(section);
  const entries = createSchemas<Entry>();
  let [at, followed] = [0, 0];
  // Most operations are never asked about, so what went before is followed when one is.
  const before = () => {
    for (; followed < at; followed++) {
      const operation = all[followed];
      if (operation) follow(entries, operation);
    }
    return entries;
  };
  const known: CreatedHere = {
    hasTable: (name) => isCreated(before(), 'table', name),
    hasColumn(table, column) {
      const entry = before().get('table', table);
      return entry !== undefined && holdsCreated(entry, column);
    },
    hasObject: (object, name) => isCreated(before(), object, name),
    columnType: (table, column) => before().get('table', table)?.columns.get(column)?.type ?? null,
  };
  for (const operation of all) {
    yield [operation, known];
    at++;
  }
}

const flat = new WeakMap<Section, readonly Operation[]>();

/** The operations of a section, in order; many rules ask for them. */
function operationsOf(section: Section): readonly Operation[] {
  const known = flat.get(section) ?? section.statements.flatMap(({ operations }) => operations);
  flat.set(section, known);
  return known;
}

function isCreated(entries: Schemas<Entry>, object: ObjectType, name: Name): boolean {
  const entry = entries.get(object, name);
  return entry !== undefined && entry.created && entry.object === object;
}

function holdsCreated(entry: Entry, column: string): boolean {
  return entry.created || (entry.columns.get(column)?.created ?? false);
}

/** Whether the operation surely runs and its failure surely ends the migration. */
function isCertain(context: Context): boolean {
  return context.conditions.length === 0 && context.handlers.length === 0;
}

function follow(entries: Schemas<Entry>, operation: Operation): void {
  entries.follow(operation);
  switch (operation.kind) {
    case 'create':
      return followCreate(entries, operation);
    case 'drop':
      for (const name of operation.names) {
        entries.delete(operation.object, name);
        if (operation.object === 'schema') entries.deleteSchema(name.name);
      }
      return;
    case 'rename':
      return followRename(entries, operation);
    case 'move':
      return followMove(entries, operation);
    case 'add-column':
      if (!operation.ifNotExists && isCertain(operation.context)) addColumn(entries, operation.table, operation.column);
      return;
    case 'drop-column':
      entries.get('table', operation.table)?.columns.delete(operation.column);
      return;
    case 'alter-column-type':
      return followType(entries, operation);
    case 'alter-table':
      return followInheritance(entries, operation);
    case 'alter':
      // ALTER EXTENSION … ADD TABLE: the table would go with the extension.
      return operation.object === 'extension' ? entries.delete('extension', operation.name) : undefined;
    case 'transaction':
      // `other` holds ROLLBACK TO.
      return operation.action === 'rollback' || operation.action === 'other' ? entries.clear() : undefined;
    case 'other':
      return operation.tag.startsWith('DISCARD') ? entries.deleteSchema('pg_temp') : undefined;
  }
}

function followCreate(entries: Schemas<Entry>, operation: Create): void {
  const { object, name, temporary, clause, columns } = operation;
  if (name === null || isOpen(name) || operation.table !== null || !isCertain(operation.context)) return;
  const isTemporary = temporary || name.schema === 'pg_temp';
  if (clause !== null && !isTemporary) return;
  const types = columns.map((column) => [column.name, { created: true, type: column.type }] as const);
  const place = isTemporary ? { schema: 'pg_temp', name: name.name } : name;
  entries.set(object, place, { created: true, object, columns: new Map(types) });
}

function addColumn(entries: Schemas<Entry>, table: Name, column: Column): void {
  if (isOpen(table) || isOpen(column.name)) return;
  const entry = entries.get('table', table) ?? { created: false, object: 'table', columns: new Map() };
  entry.columns.set(column.name, { created: true, type: column.type });
  entries.set('table', table, entry);
}

function followRename(entries: Schemas<Entry>, operation: Operation & { kind: 'rename' }): void {
  const { object, of, from, to, context } = operation;
  if (object === 'attribute' || object === 'constraint') return;
  // It may be any object that now has another name, or now has the name of one that was created here.
  if (isOpen(of) || isOpen(from) || isOpen(to)) return entries.clear();
  if (object === 'column') {
    const columns = entries.get('table', of)?.columns;
    const column = columns?.get(from);
    columns?.delete(from);
    columns?.delete(to);
    if (column && isCertain(context)) columns?.set(to, column);
    return;
  }
  if (object === 'schema') {
    entries.renameSchema(from, to);
    if (!isCertain(context)) entries.deleteSchema(to);
  }
  const old = { schema: of.schema, name: from };
  entries.rename(object, old, to, isCertain(context) ? entries.get(object, old) : undefined);
}

function followMove(entries: Schemas<Entry>, operation: Operation & { kind: 'move' }): void {
  const { object, name, to, context } = operation;
  if (isOpen(name) || isOpen(to)) return entries.clear();
  // What was here before now lives in that schema, so dropping the schema is no longer harmless.
  if (!isCreated(entries, object, name)) entries.delete('schema', { schema: null, name: to });
  const entry = entries.get(object, name);
  const place = { schema: to, name: name.name };
  entries.delete(object, name);
  entries.delete(object, place);
  if (entry && isCertain(context)) entries.set(object, place, entry);
}

function followType(entries: Schemas<Entry>, operation: Operation & { kind: 'alter-column-type' }): void {
  const { table, column, type, context } = operation;
  const entry = entries.get('table', table) ?? { created: false, object: 'table', columns: new Map() };
  const created = holdsCreated(entry, column);
  entry.columns.set(column, { created, type: isCertain(context) ? type : null });
  entries.set('table', table, entry);
  if (created) return;
  // An old column now has this type: dropping the type, its schema or its extension with CASCADE would drop the column.
  entries.delete('type', { schema: type.schema, name: type.name });
  entries.deleteSchema(withoutSchema);
}

/** An old table below a new one is dropped and emptied with it. */
function followInheritance(entries: Schemas<Entry>, operation: Operation & { kind: 'alter-table' }): void {
  const { action, table, subject } = operation;
  if (subject === null) return;
  if (action === 'attach partition' && !isCreated(entries, 'table', subject)) entries.delete('table', table);
  if (action === 'inherit' && !isCreated(entries, 'table', table)) entries.delete('table', subject);
}
