import type { Call } from '../call.ts';
import { knownString } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { stringValue, type Value } from '../values.ts';
import { moved, name } from './words.ts';

/** The schema that a chain of schema calls works in; `withSchema` may come later in the chain. */
export interface Place {
  schema: Value | null;
}

/** What the callback of `createTable` or `alterTable` has said so far. */
export interface Table {
  readonly mode: 'alter' | 'create' | 'like';
  readonly name: Value;
  readonly place: Place;
  readonly columns: Column[];
  /** The table's primary key in CREATE TABLE, which is written there. */
  primary: (() => Text) | null;
  /** CHECK constraints of CREATE TABLE. */
  readonly checks: Text[];
  inherits: Value | null;
  /** Numbers for constraints without a name. */
  checkCount: number;
}

/** What a column's calls have said so far. */
export interface Column {
  readonly table: Table;
  readonly call: Call;
  readonly name: Value;
  /** The type; statements that must run before stand in `before`. */
  readonly type: () => Text;
  readonly before: () => Text | null;
  readonly kind: 'enum' | 'increments' | 'other';
  isNotNull: boolean | null;
  fallback: { readonly value: Value; readonly call: Call } | null;
  readonly checks: { readonly text: Text; readonly name: Value | null }[];
  /** Set by `alter()`: the column is there already. */
  alters: { readonly nullable: boolean; readonly type: boolean } | null;
  foreign: Foreign | null;
  checkCount: number;
}

/** A foreign key, whose calls may come in any order. */
export interface Foreign {
  readonly call: Call;
  readonly columns: Value;
  key: Value | null;
  references: Value | null;
  inTable: Value | null;
  onDelete: Value | null;
  onUpdate: Value | null;
  deferrable: Value | null;
}

/** The table's name where it stands. */
export const tableName = ({ name: table, place }: Table): Text => name(table, place.schema);

/** The table's name for a statement of a call inside the callback. */
export const tableAt = (table: Table, call: Call): Text => moved(tableName(table), call.head);

/** `alter table "users" `, for a call inside the callback. */
export const alterAt = (table: Table, call: Call): Text => call.sql`alter table ${tableAt(table, call)} `;

/** The name that Knex gives an index or constraint: `users_email_unique`. */
export function defaultName(table: Table, columns: Value, suffix: string): Value {
  const items = columns.kind === 'array' ? columns.items : [columns];
  const words = [table.name, ...items].map((each) => knownString(each));
  const { range } = columns;
  if (words.some((word) => word === null) || (columns.kind === 'array' && columns.isOpen))
    return { kind: 'unknown', expression: `${suffix} of ${words.map((word) => word ?? '?').join(' ')}`, range };
  const [first = '', ...rest] = words.map((word) => word ?? '');
  const made = [first.replaceAll(/[.-]/g, '_'), rest.join('_'), suffix].join('_').toLowerCase();
  return stringValue([constant(made, range)], range);
}

/** `users_pkey`. */
export function primaryName({ name: table }: Table, call: Call): Value {
  const words = knownString(table);
  const { head } = call;
  if (words === null) return { kind: 'unknown', expression: 'primary key', range: head };
  return stringValue([constant(`${words}_pkey`, head)], head);
}
