import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { bound, type Composable, composed, type Life } from '../sql-tag/composable.ts';
import type { Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import type { Range } from '../../types.ts';

/** A query: calls change it, and it runs when it is awaited, unless another takes it in. */
export interface Query extends Composable {
  readonly clauses: Map<string, Text>;
  made: Range;
  readonly written: string;
}

/** Begins a query, which is sent at the end as it is then. */
export function begin(call: Call, type: ReceiverType<Query>, render: (clauses: ReadonlyMap<string, Text>) => Text | null): Receiver {
  const life: Life = { isUsed: false };
  const clauses = new Map<string, Text>();
  const shape = type.name === 'PgSelect' ? 'select' : 'change';
  const state: Query = { clauses, life, shape, made: call.range, written: call.written, toSql: () => render(clauses) ?? [] };
  call.send(() => (life.isUsed ? null : render(clauses)), { raw: true });
  return receiver(type, state, call.range);
} // prettier-ignore

/** Sets a clause; null takes it away. */
export const sets = (name: string, make: (call: Call) => Text | null): Method<Query> => (call, self) => {
  const text = make(call);
  if (text) self.state.clauses.set(name, text);
  else self.state.clauses.delete(name);
  return again(call, self);
}; // prettier-ignore

/** Adds to a clause. */
export const adds = (name: string, make: (call: Call) => Text): Method<Query> => (call, self) => {
  self.state.clauses.set(name, [...(self.state.clauses.get(name) ?? []), ...make(call)]);
  return again(call, self);
}; // prettier-ignore

/** The same query, as this call gives it. */
export function again(call: Call, self: Receiver<Query>): Value {
  self.state.made = call.range;
  return receiver(self.type, self.state, call.range);
}

const rows = (self: Receiver<Query>): Value => ({ ...testOfText(self.state.toSql(), self.range), expression: self.state.written }); // prettier-ignore

/** What all queries have. */
export const common: Readonly<Record<string, Method<Query>>> = {
  execute: (call, self) => ({ ...testOfText(self.state.toSql(), call.range), expression: call.written }),
  prepare: again,
  getSQL: again,
  toSQL: (call) => call.unknown(),
  $dynamic: again,
  $withCache: again,
  then: (call, self) => (call.args.length > 0 ? call.run(call.argument(0), [rows(self)]) : rows(self)),
};

/** Rows of a query that is awaited where it stands. */
export const rowsOf: NonNullable<ReceiverType<Query>['get']> = (self) => rows(self);

/** A clause's text, or nothing. */
export const clause = (clauses: ReadonlyMap<string, Text>, name: string): Text => clauses.get(name) ?? [];

/** A condition, or null where there is none. */
export function condition(call: Call, words: string, value: Value): Text | null {
  const text = composed(value);
  if (text) return text.length === 0 ? null : call.sql`${words}${text}`;
  if (value.kind === 'constant' && (value.value === undefined || value.value === null)) return null;
  return call.sql`${words}${bound(value)}`;
}
