import type { Call } from '../call.ts';
import { isTrue, joined, knownString, property } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import { columnSql, foreignSql } from './column-sql.ts';
import { takeParts } from './fragment.ts';
import { addIndex } from './indexes.ts';
import { type Column, type Foreign, type Table, tableAt } from './table-state.ts';
import { foreignTypes, madeTypes, plainTypes, typeBefore } from './types.ts';
import { bound, moved, name, quoteLiteral, verbatimOf, wordsAt } from './words.ts';

type ColumnMethod = Method<Column>;
type ForeignMethod = Method<Foreign>;

const foreignMethods: Readonly<Record<string, ForeignMethod>> = {
  references(call, { state }) {
    const value = call.argument(0);
    const [table, column, ...rest] = knownString(value)?.split('.') ?? [];
    state.references = column === undefined || rest.length > 0 ? value : wordsAt(column, value.range);
    if (column !== undefined) state.inTable = wordsAt(rest.length > 0 ? [table, column].join('.') : (table ?? ''), value.range); // prettier-ignore
  },
  on: (call, { state }) => void (state.inTable = call.argument(0)),
  inTable: (call, { state }) => void (state.inTable = call.argument(0)),
  onDelete: (call, { state }) => void (state.onDelete = call.argument(0)),
  onUpdate: (call, { state }) => void (state.onUpdate = call.argument(0)),
  withKeyName: (call, { state }) => void (state.key = call.argument(0)),
  deferrable: (call, { state }) => void (state.deferrable = call.argument(0)),
};

const foreignType: ReceiverType<Foreign> = { name: 'Knex.ForeignConstraintBuilder', methods: foreignMethods, others: 'chain', isHarmless: true }; // prettier-ignore

/** A foreign key on columns of a table; it is sent when it is whole. */
export function foreignKey(call: Call, table: Table, columns: Value, key: Value | null): Receiver<Foreign> {
  const state: Foreign = { call, columns, key, references: null, inTable: null, onDelete: null, onUpdate: null, deferrable: null }; // prettier-ignore
  call.send(() => foreignSql(state, table));
  return { kind: 'receiver', type: foreignType, state, range: call.range };
}

/** `references` makes the column a foreign key; what follows goes on with it. */
const foreign: ColumnMethod = (call, { state }) => {
  if (call.name === 'references') state.foreign = foreignKey(call, state.table, state.name, null).state;
  if (!state.foreign) return;
  foreignMethods[call.name]?.(call, { kind: 'receiver', type: foreignType, state: state.foreign, range: call.range });
};

const index: ColumnMethod = (call, { state }) => {
  if (state.kind === 'increments') return;
  const args = [state.name, ...call.args];
  addIndex({ ...call, args, argument: (at) => args[at] ?? call.argument(at) }, state.table);
};

const check = (text: (call: Call, column: Text) => Text, key: number): ColumnMethod => (call, { state }) => {
  takeParts(call.args);
  state.checks.push({ text: moved(text(call, name(state.name)), state.call.head), name: call.args[key] ?? null });
}; // prettier-ignore

const list = (call: Call) => {
  const values = call.argument(0);
  return joined((values.kind === 'array' ? values.items : [values]).map((each) => bound(each)), ','); // prettier-ignore
};

const fallback: ColumnMethod = (call, { state }) => {
  takeParts(call.args);
  state.fallback = { value: call.argument(0), call };
};

const nullable =
  (isNotNull: boolean): ColumnMethod =>
  (call, { state }) => {
    const given = call.argument(0);
    state.isNotNull = isNotNull || (given.kind === 'constant' && given.value === false);
  };

const columnMethods: Readonly<Record<string, ColumnMethod>> = {
  ...Object.fromEntries(Object.keys(foreignMethods).map((each) => [each, foreign])),
  default: fallback,
  defaultTo: fallback,
  defaultsTo: fallback,
  nullable: nullable(false),
  notNull: nullable(true),
  notNullable: nullable(true),
  index,
  primary: index,
  unique: index,
  alter(call, { state }) {
    const options = call.argument(0);
    const isOn = (key: string) => { const value = property(options, key); return !(value?.kind === 'constant' && value.value === false); }; // prettier-ignore
    state.alters = { nullable: isOn('alterNullable'), type: isOn('alterType') };
  },
  comment(call, { state }) {
    const words = knownString(call.argument(0)) ?? '';
    call.send(() => call.sql`comment on column ${tableAt(state.table, call)}.${moved(name(state.name), call.head)} is ${quoteLiteral(words)}`); // prettier-ignore
  },
  check: check((call) => verbatimOf(call.argument(0)), 2),
  checkPositive: check((call, column) => call.sql`${column} > 0`, 0),
  checkNegative: check((call, column) => call.sql`${column} < 0`, 0),
  checkIn: check((call, column) => call.sql`${column} in (${list(call)})`, 1),
  checkNotIn: check((call, column) => call.sql`${column} not in (${list(call)})`, 1),
  checkBetween: check((call, column) => call.sql`${column} between ${between(call, 0)} and ${between(call, 1)}`, 1),
  checkLength: check((call, column) => call.sql`length(${column}) ${knownString(call.argument(0)) ?? '='} ${bound(call.argument(1))}`, 2), // prettier-ignore
  checkRegex: check((call, column) => call.sql`${column} ~ ${bound(call.argument(0))}`, 1),
};

function between(call: Call, at: number): Text {
  const values = call.argument(0);
  const flat = values.kind === 'array' && values.items[0]?.kind === 'array' ? values.items[0] : values;
  return bound(flat.kind === 'array' ? (flat.items[at] ?? flat) : flat);
}

const columnType: ReceiverType<Column> = { name: 'Knex.ColumnBuilder', methods: columnMethods, others: 'chain', isHarmless: true }; // prettier-ignore

/** Begins a column: a part of CREATE TABLE, or a statement of its own. */
function column(call: Call, table: Table, named: Value, type: () => Text): Receiver {
  takeParts(call.args);
  const kind = /increments$/i.test(call.name) ? 'increments' : /^enum?$/.test(call.name) ? 'enum' : 'other';
  const before = () => typeBefore(call, table);
  const state: Column = { table, call, name: named, type, before, kind, isNotNull: null, fallback: null, checks: [], alters: null, foreign: null, checkCount: 0 }; // prettier-ignore
  if (table.mode === 'alter') call.send(() => columnSql(state), { raw: true });
  else table.columns.push(state);
  return receiver(columnType as ReceiverType, state, call.range);
}

/** The methods that make a column of their name's type. */
export const typeMethods: Readonly<Record<string, Method<Table>>> = Object.fromEntries(
  [...Object.keys(plainTypes), ...foreignTypes, ...Object.keys(madeTypes)].map((each) => [
    each,
    (call: Call, { state }: Receiver<Table>) => {
      const given = call.args[0] ?? (/increments$/i.test(each) ? wordsAt('id', call.head) : call.argument(0));
      const made = madeTypes[each];
      return column(call, state, given, () => (made ? made(call, state) : call.sql`${plainTypes[each] ?? 'undefined'}`)); // prettier-ignore
    },
  ]),
);

/** `timestamps(useTimestamps, defaultToNow, useCamelCase)`: two columns. */
export function timestamps(call: Call, table: Table): void {
  const [first] = call.args;
  const options = first?.kind === 'object' ? first : null;
  const isSet = (key: string, at: number) => isTrue(options ? property(options, key) : call.argument(at));
  const names = isSet('useCamelCase', 2) ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at'];
  const start = isSet('defaultToNow', 1) ? 'timestamptz not null default CURRENT_TIMESTAMP' : 'timestamptz';
  const plain = { ...call, args: [] };
  for (const each of names) column(plain, table, wordsAt(each, call.head), () => call.sql`${start}`);
}
