import { listNames } from '../name-list.ts';
import type { Name, Operation } from '../types.ts';
import type { Place } from './steps.ts';
import type { Debt } from './undo.ts';

const quoted = (name: Name): string => listNames([name]);

/** A place for a sentence: `table "users"`, `column "email" of "users"`. */
export function placeInWords({ object, name, parts }: Place): string {
  const part = parts.at(-1);
  if (!part || part[0] === 'signature') return `${object} ${quoted(name)}`;
  const [kind, own] = part;
  if (own === '') return `${kind} of column ${listNames([parts[0]?.[1] ?? ''])} of ${quoted(name)}`;
  return `${kind} ${listNames([own])} of ${quoted(name)}`;
}

/** What a change has left, for a sentence: `the new column "email" of "users"`, `the dropped table "old"`. */
export function debtInWords({ operation, kind, property }: Debt): string {
  const subject = subjectInWords(operation);
  switch (kind) {
    case 'created':
      return subject.startsWith('another ') ? subject.replace('another', 'the new') : `the new ${subject}`;
    case 'dropped':
      return `the dropped ${subject}`;
    case 'replaced':
      return `the new definition of ${subject}`;
    case 'renamed':
    case 'data':
      return subject;
    default:
      return `the ${property === 'not null' ? 'NOT NULL' : property.trim()} of ${subject}`;
  }
}

/** What an operation is about, for a sentence: `table "users"`, `an index on "users"`. */
export function subjectInWords(operation: Operation): string {
  switch (operation.kind) {
    case 'create':
      if (operation.name === null) return `another ${operation.object} on ${operation.table ? quoted(operation.table) : 'a table'}`;
      return `${operation.object} ${quoted(operation.name)}${onTable(/^(?:index|statistics)$/.test(operation.object) ? null : operation.table)}`;
    case 'drop':
      return `${operation.object} ${listNames(operation.names)}${onTable(operation.table)}`;
    case 'rename':
      return `the new name of ${operation.object} ${listNames([operation.to])}`;
    case 'move':
      return `the new schema of ${operation.object} ${quoted(operation.name)}`;
    case 'add-column':
      return `column ${listNames([operation.column.name])} of ${quoted(operation.table)}`;
    case 'drop-column':
    case 'alter-column-type':
    case 'alter-column':
      return `column ${listNames([operation.column])} of ${quoted(operation.table)}`;
    case 'add-constraint': {
      const { name, type } = operation.constraint;
      return `${name === null ? `another ${type} constraint` : `constraint ${listNames([name])}`} of ${quoted(operation.table)}`;
    }
    case 'drop-constraint':
      return `constraint ${listNames([operation.name])} of ${quoted(operation.table)}`;
    case 'alter-table':
      return `${operation.object} ${quoted(operation.table)}`;
    case 'alter':
      return `${operation.object} ${quoted(operation.name)}`;
    case 'add-enum-value':
      return `enum value ${listNames([operation.value])} of ${quoted(operation.type)}`;
    case 'rename-enum-value':
      return `the new name of enum value ${listNames([operation.to])} of ${quoted(operation.type)}`;
    case 'insert':
    case 'update':
    case 'delete':
      return `the rows of ${quoted(operation.table)}`;
    case 'truncate':
      return `the rows of ${listNames(operation.tables)}`;
    case 'call':
      return 'the position of a sequence';
    default:
      return 'the statement';
  }
} // prettier-ignore

function onTable(table: Name | null): string {
  return table ? ` on ${quoted(table)}` : '';
}
