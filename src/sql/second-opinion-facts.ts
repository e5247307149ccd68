import { printName } from '../name-list.ts';
import type { Column, Constraint, DataType, Operation } from '../types.ts';

/** An operation in words that two readers can be compared by: `drop table app.users cascade`. */
export interface Fact {
  readonly kind: Operation['kind'];
  readonly words: string;
}

type Word = string | false | null;

/** A fact of words; empty ones are left out, and blanks around names, which the second reader loses. */
function fact(kind: Operation['kind'], ...words: readonly Word[]): Fact {
  const written = words.flatMap((word) => (typeof word === 'string' && word.trim() !== '' ? [word.trim()] : []));
  return { kind, words: written.join(' ') };
}

/** Several names or definitions as one word. */
const list = (words: readonly string[]): string =>
  words.length === 0 ? '' : `(${words.map((word) => word.trim()).join(', ')})`;

/** What an operation says, as far as the second reader knows such things; null for kinds it does not know. */
export function factOf(operation: Operation): Fact | null {
  return tableFact(operation) ?? columnFact(operation) ?? rowFact(operation) ?? objectFact(operation);
}

function objectFact(operation: Operation): Fact | null {
  switch (operation.kind) {
    case 'create': {
      const { object, name, table, clause, temporary, concurrently, unique, columns, constraints } = operation;
      const flags = [temporary && 'temporary', unique && 'unique', concurrently && 'concurrently', clause];
      const parts = object === 'table' ? [list(columns.map(printColumn)), list(constraints.map(printConstraint))] : [];
      const on = object === 'index' && table ? `on ${printName(table)}` : null;
      return fact('create', 'create', object, name && printName(name), on, ...flags, ...parts);
    }
    case 'drop': {
      const { object, names, ifExists, cascade, concurrently } = operation;
      const flags = [concurrently && 'concurrently', ifExists && 'if exists', cascade && 'cascade'];
      return fact('drop', 'drop', object, list(names.map(printName)), ...flags);
    }
    case 'add-enum-value':
      return fact('add-enum-value', 'add value', operation.value, 'to', printName(operation.type));
    default:
      return null;
  }
}

function rowFact(operation: Operation): Fact | null {
  switch (operation.kind) {
    case 'truncate': {
      const { tables, restartIdentity, cascade } = operation;
      const flags = [restartIdentity && 'restart identity', cascade && 'cascade'];
      return fact('truncate', 'truncate', list(tables.map(printName)), ...flags);
    }
    case 'delete':
      return fact('delete', 'delete from', printName(operation.table), operation.scope.where !== null && 'where');
    case 'update': {
      const { table, columns, scope } = operation;
      return fact('update', 'update', printName(table), list(columns), scope.where !== null && 'where');
    }
    case 'insert': {
      const { table, columns, source, conflict, conflictTarget } = operation;
      const target = conflict && `on conflict ${list(conflictTarget)} do ${conflict}`;
      return fact('insert', 'insert into', printName(table), list(columns), source, target);
    }
    default:
      return null;
  }
}

function tableFact(operation: Operation): Fact | null {
  switch (operation.kind) {
    case 'rename':
      return fact('rename', 'rename', operation.object, printName(operation.of), operation.from, 'to', operation.to);
    case 'add-constraint':
      return fact('add-constraint', 'alter', printName(operation.table), 'add', printConstraint(operation.constraint));
    case 'drop-constraint': {
      const { table, name, ifExists, cascade } = operation;
      const flags = [ifExists && 'if exists', cascade && 'cascade'];
      return fact('drop-constraint', 'alter', printName(table), 'drop constraint', name, ...flags);
    }
    case 'alter-table':
      return fact('alter-table', 'alter', printName(operation.table), operation.action);
    default:
      return null;
  }
}

function columnFact(operation: Operation): Fact | null {
  switch (operation.kind) {
    case 'add-column': {
      const { table, column, ifNotExists } = operation;
      return fact('add-column', 'alter', printName(table), 'add', printColumn(column), ifNotExists && 'if not exists');
    }
    case 'drop-column': {
      const { table, column, ifExists, cascade } = operation;
      return fact(
        'drop-column',
        'alter',
        printName(table),
        'drop',
        column,
        ifExists && 'if exists',
        cascade && 'cascade',
      );
    }
    case 'alter-column-type': {
      const { table, column, type } = operation;
      return fact('alter-column-type', 'alter', printName(table), column, 'type', printType(type));
    }
    case 'alter-column':
      return fact('alter-column', 'alter', printName(operation.table), operation.column, operation.action);
    default:
      return null;
  }
}

/** A column's definition. */
function printColumn({ name, type, notNull, hasDefault, generated, constraints }: Column): string {
  const flags = [notNull && 'not null', hasDefault && 'default', generated];
  return fact('add-column', name, type && printType(type), ...flags, ...constraints.map(printConstraint)).words;
}

/** A constraint's definition. */
function printConstraint({ type, name, columns, references }: Constraint): string {
  return fact(
    'add-constraint',
    name,
    type,
    type === 'check' ? null : list(columns),
    references && `references ${printName(references)}`,
  ).words;
}

/** A data type; the field bits of intervals are left out, since only PostgreSQL knows them. */
function printType({ schema, name, modifiers, array }: DataType): string {
  const numbers = name === 'interval' || modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
  return `${printName({ schema, name })}${numbers}${array ? '[]' : ''}`;
}
