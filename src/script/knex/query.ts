import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { isTrue, knownString, property } from '../sql.ts';
import { constantValue, type Method, receiver, type Receiver, type ReceiverType, stringValue, unknown, type Value } from '../values.ts'; // prettier-ignore
import { fragmentOf, takeParts } from './fragment.ts';
import { compiledSql, part } from './raw.ts';
import { partSql, querySql } from './query-sql.ts';
import { cloned, newQuery, type Query } from './query-state.ts';
import { addConflict, count, say, update } from './query-writes.ts';
import { withBindings } from './bindings.ts';
import { clauseText, kindOf, type Nested, whereMethods, whereText } from './where.ts';
import { name, names, parameter, verbatimOf } from './words.ts';

type QueryMethod = Method<Query>;

/** A query builder on a table, such as `knex('users')` gives. */
export function queryOn(call: Call, table: Value | null, isPart = false): Receiver<Query> {
  takeParts(table ? [table] : []);
  const query = newQuery(call, table, isPart, partSql);
  if (!isPart) call.send(() => (query.verb === 'select' && query.isNotable && (query.isAwaited || !query.isPart) ? querySql(query) : null), { raw: true });
  return { kind: 'receiver', type: queryType, state: query, range: call.range };
} // prettier-ignore

const asValue = (query: Receiver<Query>): Value => receiver(query.type, query.state, query.range);

/** The query that a callback builds, or that stands there. */
function built(call: Call, value: Value): Value {
  if (value.kind !== 'function') return value;
  const inner = queryOn(call, null, true);
  call.run(value, [asValue(inner)], asValue(inner));
  return asValue(inner);
}

const nestedIn = (call: Call): Nested => ({
  wheres(callback) {
    const inner = queryOn(call, null, true);
    call.run(callback, [asValue(inner)], asValue(inner));
    return whereText(inner.state.clauses);
  },
  query: (callback) => fragmentOf(built(call, callback))?.fragment() ?? [],
});

/** A call that limits the query, as its name says. */
const where: QueryMethod = (call, { state }) => {
  const kind = kindOf(call.name);
  if (!kind) return;
  const joint = kind.joint === 'or' ? 'or' : state.joint;
  const full = { ...kind, joint, not: kind.not || state.not };
  [state.joint, state.not] = ['and', false];
  const isSure = call.conditions.every((each) => state.conditions.includes(each));
  state.clauses.push({ joint, text: clauseText(call, full, nestedIn(call)), isSure });
  if (call.args.some((arg) => isNotable(arg)) || kind.base === 'raw') state.isNotable = true;
};

/** Whether a value brings SQL of the script's own, or something that changes data, into a query. */
function isNotable(value: Value): boolean {
  if (value.kind === 'array') return value.items.some((item) => isNotable(item));
  const state = fragmentOf(value);
  return state !== null && (!('verb' in state) || state.verb !== 'select' || ('isNotable' in state && state.isNotable === true));
} // prettier-ignore

const remove: QueryMethod = (call, { state }) => say(call, state, 'delete');

const table: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  state.table = built(call, call.argument(0));
  state.isOnly = isTrue(property(call.argument(1), 'only'));
  if (isNotable(state.table)) state.isNotable = true;
};

const insert: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  state.rows = call.args[0] ? built(call, call.args[0]) : null;
  say(call, state, 'insert');
};

const withEntry: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  const last = call.args.length > 2 ? call.argument(2) : call.argument(1);
  const value = built(call, last);
  const columns = call.args.length > 2 ? call.argument(1) : null;
  const body = () => {
    const text = fragmentOf(value)?.fragment() ?? verbatimOf(value);
    return text[0]?.text.startsWith('(') ? text : call.sql`(${text})`;
  };
  state.withs.push({ alias: name(call.argument(0)), columns, body, isRecursive: call.name.startsWith('withRecursive') }); // prettier-ignore
  if (isNotable(value)) state.isNotable = true;
};

/** Callbacks of joins, unions and the like build something of their own. */
const nested: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  const parts = call.args.map((arg) => built(call, arg));
  if (parts.some((each) => isNotable(each))) state.isNotable = true;
};

const join: QueryMethod = (call, { state }) => {
  const [joined, first, second, third] = call.args;
  takeParts(call.args);
  if (!joined) return;
  const [left, right] = third ? [first, third] : [first, second];
  const isPlain = left && right && left.kind !== 'function';
  const on = isPlain ? call.sql`${name(left)} = ${name(right)}` : null;
  state.joins.push({ table: name(built(call, joined), joined.kind === 'text' ? state.schema : null), on });
  if (first?.kind === 'function') built(call, first);
};

/** What else makes a query that reads give less, or other rows. */
const rest =
  (words: string, place: 'groups' | 'ends'): QueryMethod =>
  (call, { state }) => {
    takeParts(call.args);
    const parts = call.args.map((arg) => built(call, arg));
    if (parts.some((each) => isNotable(each))) state.isNotable = true;
    const [first, second] = parts;
    const isRaw = call.name.endsWith('Raw');
    if (isRaw) state.isNotable = true;
    const text = isRaw ? withBindings(verbatimOf(call.argument(0)), call.argument(1)) : first && fragmentOf(first) ? fragmentOf(first)?.fragment() : words === 'group by' ? first && names(first) : parameter(call.range); // prettier-ignore
    if (text && !(second && words === 'limit')) state[place].push({ words, text });
  };

const select: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  const given = call.args.flatMap((arg) => (arg.kind === 'array' ? arg.items : [built(call, arg)]));
  state.columns.push(...given);
  if (given.some((each) => isNotable(each))) state.isNotable = true;
};

const text: QueryMethod = (call, { state }) => {
  state.isPart = true;
  return stringValue(querySql(state) ?? [], call.range);
};

const compiled: QueryMethod = (call, self) => compiledSql(call, text(call, self) ?? call.unknown());

const clear: QueryMethod = (call, { state }) => {
  const what = call.name === 'clear' ? knownString(call.argument(0)) : call.name.slice('clear'.length).toLowerCase();
  if (what === 'where' || what === null) state.clauses = [];
  if (what === 'with') state.withs = [];
  if (what === 'join') state.joins = [];
};

/** `modify(callback, …)`: the callback goes on with the query. */
const modify: QueryMethod = (call, self) => {
  const [callback, ...rest] = call.args;
  if (callback?.kind === 'function') call.run(callback, [asValue(self), ...rest], asValue(self));
};

/** `fromJS({ where: …, del: … })`: a call for each property. */
const fromObject: QueryMethod = (call, self) => {
  const given = call.argument(0);
  if (given.kind !== 'object') {
    call.unverifiable();
    return;
  }
  for (const [key, value] of given.properties) {
    const args = value.kind === 'array' ? value.items : [value];
    const argument = (index: number) => args[index] ?? constantValue(undefined, call.range);
    if (Object.hasOwn(queryMethods, key)) queryMethods[key]?.({ ...call, name: key, args, argument }, self);
  }
};

const fromRaw: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  state.table = part(withBindings(verbatimOf(call.argument(0)), call.argument(1)), call.range);
  state.isNotable = true;
};

/** A raw JOIN. */
const joinRaw: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  state.isNotable = true;
  state.joins.push({ table: withBindings(verbatimOf(call.argument(0)), call.argument(1)), on: null });
};

const joins = ['join', 'innerJoin', 'leftJoin', 'leftOuterJoin', 'rightJoin', 'rightOuterJoin', 'outerJoin', 'fullOuterJoin', 'crossJoin']; // prettier-ignore
const parts = ['orderBy', 'orderByRaw', 'rank', 'denseRank', 'rowNumber'];
const havings = ['having', 'andHaving', 'orHaving', 'havingWrapped', 'havingRaw', 'orHavingRaw', 'havingIn', 'havingNull', 'havingNotNull', 'havingBetween', 'havingExists']; // prettier-ignore
const selects = ['select', 'column', 'columns', 'distinct', 'distinctOn', 'first', 'pluck'];
const named = (list: readonly string[], method: QueryMethod) => list.map((each) => [each, method] as const);

/** What every query builder of Knex can do. Any other method only refines the query. */
export const queryMethods: Readonly<Record<string, QueryMethod>> = {
  ...Object.fromEntries([
    ...named(whereMethods, where),
    ...named(joins, join),
    ...named(parts, nested),
    ...named(selects, select),
    ...named(havings, rest('having', 'groups')),
    ...named(['groupBy', 'groupByRaw'], rest('group by', 'groups')),
    ...['union', 'unionAll', 'intersect', 'except'].map((each) => [each, rest(each.replace('All', ' all'), 'ends')] as const), // prettier-ignore
    ...named(['limit', 'offset'], rest('limit', 'ends')),
    ...named(['with', 'withRecursive', 'withMaterialized', 'withNotMaterialized', 'withWrapped', 'withRecursiveWrapped'], withEntry), // prettier-ignore
    ...named(['table', 'from', 'into'], table),
    ...named(['clear', 'clearWhere', 'clearSelect', 'clearGroup', 'clearOrder', 'clearHaving'], clear),
    ...named(['insert', 'upsert'], insert),
  ]),
  del: remove,
  delete: remove,
  truncate(call, { state }) {
    if (call.args[0]) [state.table] = call.args;
    say(call, state, 'truncate');
  },
  update,
  increment: count('+'),
  decrement: count('-'),
  updateFrom: (call, { state }) => void (state.from = call.argument(0)),
  using: (call, { state }) => void (state.using = call.argument(0)),
  onConflict: (call, { state }) => {
    takeParts(call.args);
    state.conflict = { columns: call.argument(0), merge: null };
  },
  merge: addConflict(true),
  ignore: addConflict(false),
  withSchema: (call, { state }) => void (state.schema = call.argument(0)),
  fromRaw,
  joinRaw,
  fromJS: fromObject,
  modify,
  clone: (call, { state }) => {
    const copy = cloned(state, call, partSql);
    return asValue({ kind: 'receiver', type: queryType, state: copy, range: call.range });
  },
  ...{ toString: text, toQuery: text },
  toSQL: compiled,
  columnInfo: (call, { state }) => {
    const words = [state.table, call.args[0]].map((each) => (each ? knownString(each) : null));
    const literals = call.args[0] ? words.filter((word) => word !== null) : [];
    return { kind: 'test', tests: 'present', reads: ['columns'], literals, expression: call.written, range: call.range }; // prettier-ignore
  },
};

/** `knex('t').where(…).or.where(…)`. */
function joint(self: Receiver<Query>, word: string): Value | undefined {
  if (word === 'or') self.state.joint = 'or';
  if (word === 'not') self.state.not = true;
  return word === 'or' || word === 'and' || word === 'not' ? asValue(self) : undefined;
}

/** The query builder of Knex. */
export const queryType: ReceiverType<Query> = {
  name: 'Knex.QueryBuilder',
  methods: queryMethods,
  get: joint,
  others: 'chain',
  awaited: ({ state, range }) => {
    state.isAwaited = true;
    return state.verb === 'select' ? testOfText(querySql(state) ?? [], range) : unknown(state.at.written, range);
  },
};
