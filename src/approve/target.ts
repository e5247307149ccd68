import { printName } from '../name-list.ts';
import type { Name, Operation } from '../types.ts';

/** One thing that a statement destroys, or whose rows it does. */
export interface Target {
  /** `owned`: all that roles own; `other`: nothing that has rows of its own. */
  readonly kind: 'table' | 'column' | 'schema' | 'database' | 'owned' | 'other';
  /** Of a column its table. */
  readonly name: Name;
  readonly column: string | null;
  /** What becomes of it, for people: `table orders`, `every row of orders`. */
  readonly words: string;
  /** What must be typed before it is destroyed; null where the word `yes` will do. */
  readonly typed: string | null;
  /** Whether the tables that refer to it go as well. */
  readonly spreads: boolean;
}

/** What an operation destroys; nothing for one that destroys nothing. */
export function targetsOf(operation: Operation): readonly Target[] {
  switch (operation.kind) {
    case 'drop':
      return operation.names.map((name) => dropped(operation.object, name));
    case 'drop-column':
      return [column(operation.table, operation.column, 'column')];
    case 'alter-column-type':
      return [column(operation.table, operation.column, 'values of column')];
    case 'truncate':
      return operation.tables.map((name) => ({ ...rows(name), spreads: operation.cascade }));
    case 'delete':
      return [rows(operation.table)];
    case 'update':
      return [{ ...rows(operation.table), words: `old values of ${operation.columns.join(', ') || 'columns'} in every row of ${printName(operation.table)}` }];
    case 'alter-table':
      return [{ ...rows(operation.table), words: `${printName(operation.table)} (${operation.action}): every row after a crash` }];
    case 'destroy':
      return [destroyed(operation.what, operation.name)];
    case 'alter':
      return [other(`${operation.subject ?? operation.action} of ${operation.object} ${printName(operation.name)}`)];
    case 'drop-constraint':
      return [other(`constraint ${operation.name} of ${printName(operation.table)}${operation.cascade ? ', and what depends on it' : ''}`)];
    default:
      return [];
  }
} // prettier-ignore

const base = { column: null, typed: null, spreads: false } as const;

const other = (words: string): Target => ({ ...base, kind: 'other', name: { schema: null, name: '' }, words });

const rows = (name: Name): Target => ({ ...base, kind: 'table', name, words: `every row of ${printName(name)}` });

const column = (name: Name, of: string, what: string): Target => ({
  ...base,
  kind: 'column',
  name,
  column: of,
  words: `${what} ${of} of ${printName(name)}`,
});

function destroyed(what: string, name: string): Target {
  if (what !== 'owned objects') return other(`${what} ${name}`.trim());
  return { ...other(`all that ${name} owns in this database`), kind: 'owned', name: { schema: null, name } };
}

function dropped(object: string, name: Name): Target {
  const [words, typed] = [`${object} ${printName(name)}`, printName(name)];
  if (object === 'schema') return { ...base, kind: 'schema', name, words: `${words} with all that is in it`, typed };
  if (object === 'database') return { ...base, kind: 'database', name, words: `${words} with all that is in it`, typed };
  if (object === 'table' || object === 'foreign table' || object === 'materialized view') return { ...base, kind: 'table', name, words, typed };
  return other(words);
} // prettier-ignore
