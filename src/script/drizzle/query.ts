import type { Call } from '../call.ts';
import { identifier, isMissing, joined, knownString, property } from '../sql.ts';
import { bound, composed, inParentheses } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, type ObjectValue, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import { adds, again, begin, clause, common, condition, type Query, rowsOf, sets } from './builder.ts';
import { columnIn, columnName, type Table, tableOf } from './table.ts';
import { part } from './tag.ts';

const where = sets('where', (call) => condition(call, ' WHERE ', call.argument(0)));

/** Columns and expressions of `returning(…)` and `select(…)`. */
function fields(call: Call, index = 0): Text {
  const given = call.argument(index);
  if (given.kind !== 'object') return call.sql`*`;
  const items = [...given.properties.values()].map((value) => (value.kind === 'object' ? call.sql`NULL` : part(value)));
  return items.length > 0 ? joined(items, ', ') : call.sql`*`;
}

const returning = sets('returning', (call) => call.sql` RETURNING ${fields(call)}`);

const joins = Object.fromEntries(
  ['inner', 'left', 'right', 'full', 'cross'].map((word) => [`${word}Join`, adds('join', (call) => {
    const on = condition(call, ' ON ', call.argument(1));
    return call.sql` ${word.toUpperCase()} JOIN ${part(call.argument(0))}${on}`;
  })]),
); // prettier-ignore

const deletes: ReceiverType<Query> = {
  name: 'PgDelete',
  methods: { ...common, where, returning },
  get: rowsOf,
};

/** `db.delete(users)`. */
export function deleteFrom(call: Call, before: Text): Receiver {
  const table = part(call.argument(0));
  return begin(call, deletes, (clauses) => [...before, ...call.sql`DELETE FROM ${table}`, ...clause(clauses, 'where'), ...clause(clauses, 'returning')]); // prettier-ignore
}

/** `"name" = …` for what an object sets; what the table has no column for is left out. */
function assignments(call: Call, table: Table | null, given: Value): Text {
  const known = given.kind === 'object' ? [...given.properties] : [];
  const used = known.filter(([key, value]) => !isMissing(value) && (!table?.columns || table.columns.has(key)));
  const texts = used.map(([key, value]): Text => [...columnName(table, key, value.range), constant(' = ', value.range), ...part(value)]); // prettier-ignore
  return texts.length > 0 ? joined(texts, ', ') : call.sql`"?" = ${bound(given)}`;
}

const updates: ReceiverType<Query> = {
  name: 'PgUpdate',
  methods: { ...common, ...joins, where, returning, from: sets('from', (call) => call.sql` FROM ${part(call.argument(0))}`) }, // prettier-ignore
  get: rowsOf,
};

/** A table that waits for `set`, `values` or `from`. */
interface Waiting {
  readonly table: Value;
  readonly call: Call;
  readonly before: Text;
}

const updating: ReceiverType<Waiting> = {
  name: 'PgUpdateBuilder',
  methods: {
    set: (call, { state }) => {
      const set = assignments(call, tableOf(state.table), call.argument(0));
      const head = state.call.sql`UPDATE ${part(state.table)} SET ${set}`;
      return begin(call, updates, (clauses) => [...state.before, ...head, ...['from', 'join', 'where', 'returning'].flatMap((each) => clause(clauses, each))]); // prettier-ignore
    },
  },
};

/** `db.update(users)`. */
export const update = (call: Call, before: Text): Receiver =>
  receiver(updating, { table: call.argument(0), call, before }, call.range);

const inserts: ReceiverType<Query> = {
  name: 'PgInsert',
  methods: { ...common, returning, onConflictDoNothing: onConflict, onConflictDoUpdate: onConflict },
  get: rowsOf,
};

/** `onConflictDoUpdate({ target, set, targetWhere, setWhere })`, and its counterpart that does nothing. */
function onConflict(call: Call, self: Receiver<Query>): Value {
  const options = call.argument(0);
  const target = property(options, 'target');
  const columns = target?.kind === 'array' ? target.items : target ? [target] : [];
  const names = columns.map((each) => columnIn(each)?.name ?? part(each));
  const list = names.length > 0 ? inParentheses(joined(names, ', ')) : [];
  const isUpdate = call.name === 'onConflictDoUpdate';
  const filter = (name: string) => condition(call, ' WHERE ', property(options, name) ?? call.argument(9)) ?? [];
  const before = isUpdate ? filter('targetWhere') : filter('where');
  const set = assignments(call, self.state.clauses.has('table') ? tables.get(self.state) ?? null : null, property(options, 'set') ?? options); // prettier-ignore
  const end = isUpdate ? call.sql` DO UPDATE SET ${set}${filter('setWhere')}${filter('where')}` : call.sql` DO NOTHING`;
  self.state.clauses.set('conflict', call.sql` ON CONFLICT ${list}${before}${end}`);
  return again(call, self);
}

/** The tables of insertions, for what their conflicts set. */
const tables = new WeakMap<Query, Table>();

const inserting: ReceiverType<Waiting> = {
  name: 'PgInsertBuilder',
  methods: {
    values: (call, { state }) => insertion(call, state, rowsText(call, tableOf(state.table), call.argument(0))),
    select: (call, { state }) => {
      const given = call.argument(0);
      const query = given.kind === 'function' ? call.run(given, []) : given;
      return insertion(call, state, call.sql`${targets(tableOf(state.table), call)}${composed(query) ?? call.sql`SELECT ${bound(query)}`}`); // prettier-ignore
    },
    overridingSystemValue: () => undefined,
  },
};

function insertion(call: Call, { table, call: start, before }: Waiting, rest: Text): Receiver {
  const head = start.sql`INSERT INTO ${part(table)} `;
  const made = begin(call, inserts, (clauses) => [...before, ...head, ...rest, ...clause(clauses, 'conflict'), ...clause(clauses, 'returning')]); // prettier-ignore
  const known = tableOf(table);
  const state = made.state as Query;
  if (known) tables.set(state, known);
  if (known) state.clauses.set('table', []);
  return made;
}

const writable = (table: Table | null) => [...(table?.columns ?? [])].filter(([, each]) => columnIn(each)?.isComputed !== true); // prettier-ignore

const targets = (table: Table | null, call: Call): Text => {
  const names = writable(table).map(([key]) => columnName(table, key, call.range));
  return names.length > 0 ? call.sql`(${joined(names, ', ')}) ` : [];
};

/** `("a", "b") VALUES (…)`: of all columns of a table that is known, else of those that are given. */
function rowsText(call: Call, table: Table | null, given: Value): Text {
  const rows = (given.kind === 'array' ? given.items : [given]).filter((row): row is ObjectValue => row.kind === 'object');
  const own = writable(table).map(([key]) => key);
  const keys = own.length > 0 ? own : [...new Set(rows.flatMap(({ properties }) => [...properties.keys()]))];
  if (keys.length === 0) return call.sql`VALUES (${bound(given)})`;
  const names = keys.map((key) => columnName(table, key, given.range));
  const values = rows.map((row) => inParentheses(joined(keys.map((key) => valueOf(call, row, key)), ', ')));
  return call.sql`(${joined(names, ', ')}) VALUES ${values.length > 0 ? joined(values, ', ') : call.sql`(${bound(given)})`}`;
} // prettier-ignore

function valueOf(call: Call, row: ObjectValue, key: string): Text {
  const value = row.properties.get(key);
  return value && !isMissing(value) ? part(value) : call.sql`DEFAULT`;
}

/** `db.insert(users)`. */
export const insert = (call: Call, before: Text): Receiver =>
  receiver(inserting, { table: call.argument(0), call, before }, call.range);

const refreshes: ReceiverType<Query> = {
  name: 'PgRefreshMaterializedView',
  methods: {
    ...common,
    concurrently: sets('concurrently', (call) => call.sql`CONCURRENTLY `),
    withNoData: sets('data', (call) => call.sql` WITH NO DATA`),
  },
};

/** `db.refreshMaterializedView(view)`. */
export function refresh(call: Call): Receiver {
  const view = part(call.argument(0));
  return begin(call, refreshes, (clauses) => call.sql`REFRESH MATERIALIZED VIEW ${clause(clauses, 'concurrently')}${view}${clause(clauses, 'data')}`); // prettier-ignore
}

const list = (words: string): ((call: Call) => Text) => (call) => {
  const items = call.args.flatMap((arg) => (arg.kind === 'array' ? arg.items : [arg]));
  return call.sql`${words}${joined(items.map((item) => part(item)), ', ')}`;
}; // prettier-ignore

const setOperations = ['union', 'intersect', 'except'].flatMap((word) =>
  [word, `${word}All`].map((name): readonly [string, Method<Query>] => [name, adds('set', (call) => {
    const words = name.endsWith('All') ? `${word.toUpperCase()} ALL` : word.toUpperCase();
    return call.sql` ${words} ${part(call.argument(0))}`;
  })]),
); // prettier-ignore

const selects: ReceiverType<Query> = {
  name: 'PgSelect',
  isHarmless: true,
  methods: {
    ...common,
    ...joins,
    ...Object.fromEntries(setOperations),
    where,
    from: sets('from', (call) => call.sql` FROM ${part(call.argument(0))}`),
    groupBy: sets('group', list(' GROUP BY ')),
    having: sets('having', (call) => condition(call, ' HAVING ', call.argument(0))),
    orderBy: sets('order', list(' ORDER BY ')),
    limit: sets('limit', (call) => call.sql` LIMIT ${bound(call.argument(0))}`),
    offset: sets('offset', (call) => call.sql` OFFSET ${bound(call.argument(0))}`),
    for: sets('for', (call) => call.sql` FOR ${knownString(call.argument(0)) ?? 'UPDATE'}`),
    as: (call, { state }) => {
      state.life.isUsed = true;
      return derived(call, state.toSql(), identifier(call.argument(0)));
    },
  },
  others: 'chain',
  get: rowsOf,
};

const order = ['from', 'join', 'where', 'group', 'having', 'set', 'order', 'limit', 'offset', 'for'];

/** `db.select(fields)`. */
export function select(call: Call, before: Text): Receiver {
  const words = call.name === 'selectDistinct' ? 'DISTINCT ' : call.name === 'selectDistinctOn' ? call.sql`DISTINCT ON (${joined(items(call.argument(0)), ', ')}) ` : ''; // prettier-ignore
  const what = fields(call, call.name === 'selectDistinctOn' ? 1 : 0);
  return begin(call, selects, (clauses) => clauses.has('from') ? [...before, ...call.sql`SELECT ${words}${what}`, ...order.flatMap((each) => clause(clauses, each))] : null); // prettier-ignore
}

const items = (value: Value) => (value.kind === 'array' ? value.items : [value]).map((each) => part(each));

/** A query with a name: `"x"` where it is named in `with`, `(…) "x"` after FROM. */
export function derived(call: Call, query: Text | null, name: Text): Receiver {
  const text = query ? call.sql`${inParentheses(query)} ${name}` : name;
  const column = (key: string, range: Value['range']): Text => [...name, constant(`."${key.replaceAll('"', '""')}"`, range)];
  const type: ReceiverType = { name: 'Subquery', isHarmless: true, methods: {}, get: (self, key) => receiver(named, composable(column(key, self.range), self.range), self.range) }; // prettier-ignore
  return receiver(type, composable(text, call.range), call.range);
} // prettier-ignore

const composable = (text: Text, made: Value['range']): unknown => ({ toSql: () => text, shape: 'fragment', life: { isUsed: true }, made }); // prettier-ignore
const named: ReceiverType = { name: 'PgColumn', isHarmless: true, methods: {}, others: 'chain' };
