import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { asText, identifier, joined } from '../sql.ts';
import { composed, eachWay, sendText } from '../sql-tag/composable.ts';
import type { Text } from '../string-text.ts';
import { builtin, type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import { deleteFrom, derived, insert, refresh, select, update } from './query.ts';

/** A database, with the queries that `with` has named. */
interface State {
  readonly before: Text;
}

const starts = (make: (call: Call, before: Text) => Receiver): Method<State> => (call, { state }) => make(call, state.before); // prettier-ignore

/** `db.execute(query)`: a text, a piece of SQL or a query. */
function execute(call: Call): Value {
  return eachWay([call.argument(0)], call.range, ([value]) => {
    const text = value && (composed(value) ?? (value.kind === 'text' || value.kind === 'unknown' ? asText(value) : null));
    if (text) sendText(call, text);
    else call.unverifiable();
    return text ? { ...testOfText(text, call.range), expression: call.written } : call.unknown();
  });
} // prettier-ignore

/** The texts of queries that were named by `$with`. */
const named = new WeakMap<object, Text>();

/** `db.$with('x').as(query)`. */
const withName: Method<State> = (call) => {
  const name = identifier(call.argument(0));
  const as = builtin('as', (inner) => {
    const given = inner.argument(0);
    const query = composed(given.kind === 'function' ? inner.run(given, [database]) : given);
    if (!query) inner.unverifiable();
    const made = derived(inner, null, name);
    if (typeof made.state === 'object' && made.state) named.set(made.state, inner.sql`${name} AS (${query ?? []})`);
    return made;
  });
  return { kind: 'object', properties: new Map([['as', as]]), isOpen: false, base: null, range: call.range };
};

/** `db.with(x, y)`. */
const withQueries: Method<State> = (call) => {
  const texts = call.args.map((arg) => (arg.kind === 'receiver' && typeof arg.state === 'object' && arg.state ? (named.get(arg.state) ?? null) : null)); // prettier-ignore
  if (texts.some((text) => text === null)) call.unverifiable();
  const list = joined(texts.flatMap((text) => (text ? [text] : [])), ', ');
  return receiver(databaseType, { before: call.sql`WITH ${list} ` }, call.range);
}; // prettier-ignore

const nothing: Method<State> = (call) => call.unknown();

/** `batch([…])`: each of them is sent where it is made. */
const batch: Method<State> = (call) => call.argument(0);

const databaseType: ReceiverType<State> = {
  name: 'Database',
  methods: {
    delete: starts(deleteFrom),
    update: starts(update),
    insert: starts(insert),
    select: starts(select),
    selectDistinct: starts(select),
    selectDistinctOn: starts(select),
    refreshMaterializedView: refresh,
    execute,
    batch,
    $with: withName,
    with: withQueries,
    $count: nothing,
    transaction: (call) => call.run(call.argument(0), [database]),
    rollback: nothing,
    setTransaction: nothing,
  },
  get: (_, name) => (name === 'query' || name === '_' ? relations : undefined),
};

/** `db.query.users.findMany(…)` only reads. */
const relations: Receiver = receiver({ name: 'query', isHarmless: true, methods: {}, get: () => finder }, null);
const finder: Receiver = receiver({ name: 'RelationalQueryBuilder', isHarmless: true, methods: {}, others: 'nothing' }, null); // prettier-ignore

/** A database of Drizzle. */
export const database: Receiver = receiver(databaseType, { before: [] });

/** Runs the migrations of a folder: they are files of their own, but not here. */
export const migrate = builtin('migrate', (call) => {
  call.unverifiable();
  return call.unknown();
});
