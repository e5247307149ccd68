import type { Call } from '../call.ts';
import { identifier, joined, knownString } from '../sql.ts';
import { composed, inParentheses, sendText } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { testOfText } from '../ask.ts';
import { builtin, type Method, objectValue, receiver, type Receiver, type ReceiverType, stringValue, type Value } from '../values.ts'; // prettier-ignore
import { build, type Naming, type Parts } from './builder.ts';
import { fragment } from './fragment.ts';
import { expressionBuilder, functions } from './expression-builder.ts';
import { referenced } from './expression.ts';
import { objectName, reference } from './names.ts';
import { deleteFrom, insertInto, mergeInto, updateTable } from './query.ts';
import { schema } from './schema.ts';
import { selectFrom, selectNoFrom } from './select.ts';

/** A database, or what can only make queries: with the expressions that `with` has named so far. */
interface State {
  readonly naming: Naming;
  readonly parts: Parts;
}

type Make = (call: Call, naming: Naming, before: Parts) => Receiver;

const starts =
  (make: Make): Method<State> =>
  (call, { state }) =>
    make(call, state.naming, state.parts);

/** `with(name, db => query)`; a name may say its columns: `x(a, b)`. */
function withExpression(call: Call, self: Receiver<State>): Value {
  const { naming, parts } = self.state;
  const named = call.argument(0);
  const [, name = '', columns] = /^([^(]*)(?:\((.*)\))?/s.exec(knownString(named) ?? '') ?? [];
  const given = call.run(call.argument(1), [receiver(creator, self.state)]);
  const query = composed(given);
  if (!query) call.unverifiable();
  const part = (text: string) => identifier(stringValue([constant(text.trim(), named.range)], named.range));
  const title: Text = named.kind === 'function' ? (composed(call.run(named, [cte])) ?? []) : name === '' ? identifier(named) : part(name); // prettier-ignore
  const list = columns === undefined ? [] : inParentheses(joined(columns.split(',').map((each) => part(each)), ', ')); // prettier-ignore
  const isFirst = (parts['with']?.length ?? 0) === 0;
  const head = isFirst ? (call.name === 'withRecursive' ? 'WITH RECURSIVE ' : 'WITH ') : '';
  const before = (parts['with'] ?? []).map((each, index, all) => (index === all.length - 1 ? withComma(each) : each));
  const text = call.sql`${head}${title}${list} AS (${query}) `;
  const next: State = {
    naming: { ...naming, expressions: [...naming.expressions, name.trim()] },
    parts: { ...parts, with: [...before, text] },
  };
  return receiver(self.type, next, call.range);
}

const withComma = (text: Text): Text => [...text, constant(',', [text.at(-1)?.source[1] ?? 0, text.at(-1)?.source[1] ?? 0])]; // prettier-ignore

/** The name of an expression that says more of itself: `cte => cte('x').materialized()`. */
const cte = builtin('cte', (call) => fragment(identifier(call.argument(0)), call.range));

const again = (change: (call: Call, state: State) => State): Method<State> => (call, self) =>
  receiver(self.type, change(call, self.state), call.range); // prettier-ignore

const same = again((_, state) => state);

const queries: Readonly<Record<string, Method<State>>> = {
  selectFrom: starts(selectFrom),
  selectNoFrom: starts(selectNoFrom),
  insertInto: starts(insertInto),
  replaceInto: starts(insertInto),
  deleteFrom: starts(deleteFrom),
  updateTable: starts(updateTable),
  mergeInto: starts(mergeInto),
  with: withExpression,
  withRecursive: withExpression,
  withPlugin: same,
  withoutPlugins: same,
  withTables: same,
  $extendTables: same,
  $omitTables: same,
  $pickTables: same,
  withSchema: again((call, { naming, parts }) => ({ naming: { ...naming, schema: call.argument(0) }, parts })),
};

const creator: ReceiverType<State> = { name: 'QueryCreator', methods: queries };

/** Runs a query that was made before. */
function executeQuery(call: Call): Value {
  const text = composed(call.argument(0));
  if (text) sendText(call, text);
  else call.unverifiable();
  return text ? { ...testOfText(text, call.range), expression: call.written } : call.unknown();
}

const databaseType: ReceiverType<State> = {
  name: 'Kysely',
  methods: {
    ...queries,
    executeQuery,
    transaction: (_, { state }) => receiver(scoped, state),
    connection: (_, { state }) => receiver(scoped, state),
    startTransaction: (_, { state }) => receiver(scoped, state),
    getExecutor: (_, { state }) => receiver(executor, state),
    case: (call) => fragment(call.sql`CASE ${call.args[0] && referenced(call.args[0], call, unnamed)}`, call.range),
    destroy: (call) => call.unknown(),
    commit: command,
    rollback: command,
    savepoint: (_, { state }) => receiver(scoped, state),
    rollbackToSavepoint: (_, { state }) => receiver(scoped, state),
    releaseSavepoint: (_, { state }) => receiver(scoped, state),
  },
  get: ({ state }, name) => {
    if (name === 'schema') return schema(state.naming);
    if (name === 'fn') return functions(state.naming);
    if (name === 'dynamic') return dynamic;
    if (name === 'introspection') return receiver(introspector, null);
    return undefined;
  },
};

/** `transaction()` and `connection()`: what `execute` is given works on the same database. */
const scoped: ReceiverType<State> = {
  name: 'TransactionBuilder',
  methods: {
    setIsolationLevel: same,
    setAccessMode: same,
    execute: (call, { state }) => {
      const inside = receiver(databaseType, state, call.range);
      return call.args.length === 0 ? inside : call.run(call.argument(0), [inside]);
    },
  },
};

function command(): Value {
  return objectValue([['execute', builtin('execute', (call) => call.unknown())]]);
}

const executor: ReceiverType<State> = { name: 'QueryExecutor', methods: { executeQuery } };

const dynamic = objectValue([
  ['ref', builtin('ref', (call) => fragment(reference(call.argument(0)), call.range))],
  ['table', builtin('table', (call) => fragment(objectName(call.argument(0), unnamed), call.range))],
]);

const asks = (...reads: readonly string[]): Method<null> => (call) =>
  ({ kind: 'test', tests: 'present', reads, literals: [], expression: call.written, range: call.range }); // prettier-ignore

const introspector: ReceiverType<null> = {
  name: 'DatabaseIntrospector',
  isHarmless: true,
  methods: {
    getSchemas: asks('schemata'),
    getTables: asks('tables', 'columns'),
    getMetadata: asks('tables', 'columns'),
  },
};

const unnamed: Naming = { schema: null, expressions: [] };

/** The database that entry functions are given. */
export const database = receiver(databaseType, { naming: unnamed, parts: {} });

/** A query as text, which `executeQuery` runs. */
export function rawQuery(call: Call, text: Text): Value {
  return build(call, rawType, unnamed, () => text);
}

const rawType = { name: 'CompiledQuery', methods: {}, others: 'nothing' } as const;

/** What callbacks get that are not given one: `expressionBuilder()`. */
export const freeExpressions = (): Value => expressionBuilder(unnamed);
