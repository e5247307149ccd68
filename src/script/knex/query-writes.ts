import type { Call } from '../call.ts';
import { isMissing, keysOf, knownString } from '../sql.ts';
import { constantValue, type Method, unknown, type Value } from '../values.ts';
import { takeParts } from './fragment.ts';
import { querySql } from './query-sql.ts';
import type { Query, Verb } from './query-state.ts';

type QueryMethod = Method<Query>;

/** Says what the query does, and sends it, whatever is said before and after. */
export function say(call: Call, query: Query, verb: Verb): void {
  query.verb = verb;
  query.at = call;
  if (query.sent.has(verb)) return;
  query.sent.add(verb);
  call.send(() => (query.isPart && !query.isAwaited ? null : querySql(query, verb)), { raw: true });
}

/** `update({ column: value })` or `update(column, value)`. */
export const update: QueryMethod = (call, { state }) => {
  takeParts(call.args);
  const [first, second] = [call.argument(0), call.argument(1)];
  if (first.kind === 'object') addValues(state, first, null);
  else if (first.kind === 'text') setValue(state, first, second, null);
  if (first.kind !== 'text' && (first.kind !== 'object' || first.isOpen)) setValue(state, unknown(call.written, call.range), first, null); // prettier-ignore
  say(call, state, 'update');
};

type Sign = '+' | '-' | null;

function addValues(state: Query, values: Value, sign: Sign): void {
  if (values.kind !== 'object') return;
  for (const key of keysOf(values)) setValue(state, key, values.properties.get(knownString(key) ?? '') ?? key, sign);
}

function setValue({ values }: Query, column: Value, value: Value, sign: Sign): void {
  if (!isMissing(value) || sign) values.set(knownString(column) ?? 'unknown', { column, value, sign });
}

/** `increment` and `decrement`. */
export const count =
  (sign: Sign): QueryMethod =>
  (call, { state }) => {
    const [column, amount] = [call.argument(0), call.argument(1)];
    if (column.kind === 'object') addValues(state, column, sign);
    else setValue(state, column, isMissing(amount) ? constantValue(1, call.range) : amount, sign);
    say(call, state, 'update');
  };

/** `merge` and `ignore` end what `onConflict` begins. */
export const addConflict =
  (merges: boolean): QueryMethod =>
  (call, { state }) => {
    takeParts(call.args);
    state.conflict = { columns: state.conflict?.columns ?? unknown('columns', call.range), merge: merges ? call.argument(0) : null }; // prettier-ignore
  };
