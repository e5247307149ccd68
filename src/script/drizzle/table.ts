import type { Call } from '../call.ts';
import { identifier, isMissing } from '../sql.ts';
import type { Composable } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import {
  builtin,
  type Builtin,
  receiver,
  type Receiver,
  type ReceiverType,
  stringValue,
  type Value,
} from '../values.ts';
import type { Range } from '../../types.ts';

/** A column as the schema describes it; without a name it has that of its key. */
interface Described {
  readonly name: Value | null;
  /** PostgreSQL computes it: nothing is written there. */
  isComputed: boolean;
}

/** A column of a table. */
export interface Column extends Composable {
  /** Its name alone. */
  readonly name: Text;
  readonly isComputed: boolean;
}

/** A table or a view. */
export interface Table extends Composable {
  /** By their keys; null where they are not known. */
  readonly columns: ReadonlyMap<string, Receiver> | null;
}

const describedType: ReceiverType<Described> = {
  name: 'ColumnBuilder',
  isHarmless: true,
  methods: Object.fromEntries(
    ['generatedAlwaysAs', 'generatedAlwaysAsIdentity'].map((name) => [name, (_: Call, { state }: Receiver<Described>) => void (state.isComputed = true)]),
  ),
  others: 'chain',
}; // prettier-ignore

/** `text('name')`, `integer()`, `varchar({ length: 5 })`: anything that pg-core exports as a column's type. */
const column: Builtin = builtin('column', (call) => {
  const first = call.argument(0);
  return receiver(describedType, { name: first.kind === 'text' ? first : null, isComputed: false }, call.range);
});

const fragmentOf = (text: Text, made: Range) => ({ toSql: () => text, shape: 'fragment', life: { isUsed: true }, made }) as const; // prettier-ignore

const columnType: ReceiverType<Column> = { name: 'PgColumn', isHarmless: true, methods: {}, others: 'chain' };

function columnOf(table: Text, name: Text, range: Range, isComputed = false): Receiver {
  const text = [...table, constant('.', range), ...name];
  return receiver(columnType, { ...fragmentOf(text, range), name, isComputed }, range);
}

const tableType: ReceiverType<Table> = {
  name: 'PgTable',
  isHarmless: true,
  methods: { enableRLS: () => undefined, as: (call, { state }) => tableNamed(identifier(call.argument(0)), state.columns, call.range), existing: () => undefined },
  get: ({ state, range }, name) => state.columns?.get(name) ?? (state.columns && /^_|^\$/.test(name) ? undefined : columnOf(state.toSql(), [constant(`"${name.replaceAll('"', '""')}"`, range)], range)),
}; // prettier-ignore

function tableNamed(name: Text, columns: Table['columns'], made: Range): Receiver {
  return receiver(tableType, { ...fragmentOf(name, made), columns } satisfies Table, made);
}

/** The columns of a schema's object, or of a function that gives one. */
function columnsOf(call: Call, table: Text, given: Value): Table['columns'] {
  const described = given.kind === 'function' ? call.run(given, [types]) : given;
  if (described.kind !== 'object' || described.isOpen) return null;
  return new Map([...described.properties].map(([key, value]) => {
    const state = value.kind === 'receiver' && value.type.name === 'ColumnBuilder' ? (value.state as Described) : null;
    const name = state?.name ?? stringValue([constant(key, value.range)], value.range);
    return [key, columnOf(table, identifier(name), value.range, state?.isComputed)] as const;
  }));
} // prettier-ignore

/** What functions that describe columns are given: each of its properties is a type. */
const types: Receiver = receiver({ name: 'types', isHarmless: true, methods: {}, get: () => column }, null);

/** `pgTable(name, columns)`; of a schema when one is given. */
function makeTable(call: Call, schema: Value | null): Value {
  const name = call.argument(0);
  const text = [...(schema ? [...identifier(schema), constant('.', call.range)] : []), ...identifier(name)];
  return tableNamed(text, isMissing(call.argument(1)) ? null : columnsOf(call, text, call.argument(1)), call.range);
}

/** A view: `pgView(name, columns)`, or `pgView(name).as(query)`. */
const viewType: ReceiverType<Table> = { ...tableType, name: 'PgView', methods: {}, others: 'chain' };
const makeView = (call: Call, schema: Value | null): Value => {
  const made = makeTable(call, schema);
  return made.kind === 'receiver' ? receiver(viewType as ReceiverType, made.state, made.range) : made;
};

/** `pgSchema('app').table(…)`. */
const schemaType: ReceiverType<Value> = {
  name: 'PgSchema',
  isHarmless: true,
  methods: {
    table: (call, { state }) => makeTable(call, state),
    view: (call, { state }) => makeView(call, state),
    materializedView: (call, { state }) => makeView(call, state),
    enum: () => column,
    sequence: (call) => call.unknown(),
  },
};

/** What `drizzle-orm/pg-core` exports, columns' types excepted. */
export const schemas: Readonly<Record<string, Value>> = {
  pgTable: builtin('pgTable', (call) => makeTable(call, null)),
  pgView: builtin('pgView', (call) => makeView(call, null)),
  pgMaterializedView: builtin('pgMaterializedView', (call) => makeView(call, null)),
  pgSchema: builtin('pgSchema', (call) => receiver(schemaType, call.argument(0), call.range)),
  pgEnum: builtin('pgEnum', () => column),
  alias: builtin('alias', (call) => {
    const table = tableOf(call.argument(0));
    return table ? tableNamed(identifier(call.argument(1)), table.columns, call.range) : call.safe();
  }),
};

const typeNames = ['bigint', 'bigserial', 'boolean', 'bit', 'bytea', 'char', 'cidr', 'date', 'doublePrecision', 'geometry', 'halfvec', 'inet', 'integer', 'interval', 'json', 'jsonb', 'line', 'macaddr', 'macaddr8', 'numeric', 'decimal', 'point', 'real', 'serial', 'smallint', 'smallserial', 'sparsevec', 'text', 'time', 'timestamp', 'uuid', 'varchar', 'vector']; // prettier-ignore

/** The types of columns. */
export const columnTypes: Readonly<Record<string, Value>> = Object.fromEntries([
  ...typeNames.map((name) => [name, column] as const),
  ['customType', builtin('customType', () => column)],
]);

/** The table that a value is, or null. */
export function tableOf(value: Value): Table | null {
  return value.kind === 'receiver' && /^Pg(?:Table|View)$/.test(value.type.name) ? (value.state as Table) : null;
}

/** A column that a value is, or null. */
export function columnIn(value: Value | undefined): Column | null {
  return value?.kind === 'receiver' && value.type === (columnType as ReceiverType) ? (value.state as Column) : null; // prettier-ignore
}

/** The name of the column with a key. */
export function columnName(table: Table | null, key: string, range: Range): Text {
  const known = columnIn(table?.columns?.get(key));
  return known ? known.name.map(({ text }) => constant(text, range)) : [constant(`"${key.replaceAll('"', '""')}"`, range)]; // prettier-ignore
}
