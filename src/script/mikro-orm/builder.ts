import type { Call } from '../call.ts';
import { placedIn } from '../place.ts';
import type { Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, unknown, type Value } from '../values.ts';
import { change, deletion, tableOf, whereOf } from './query.ts';

/** What a query builder has been told. */
interface State {
  entity: Value;
  /** Conditions; each counts. */
  readonly conditions: Text[];
}

const condition = (call: Call, { state }: Receiver<State>): void => {
  const found = whereOf(call, call.argument(0));
  if (found) state.conditions.push(found);
};

/** The statement is known at the end: conditions come later. */
function sends(write: (call: Call, table: Text, where: Text | null) => Text): Method<State> {
  return (call, { state }) => {
    call.send(() => {
      const [first = null] = state.conditions;
      return write(call, placedIn(call, tableOf(state.entity)), first && placedIn(call, first));
    });
  };
}

const remove: Method<State> = (call, self) => {
  condition(call, self);
  return sends(deletion)(call, self);
};

const from: Method<State> = (call, { state }) => void (state.entity = call.argument(0));

const type: ReceiverType<State> = {
  name: 'MikroORM.QueryBuilder',
  methods: {
    delete: remove,
    truncate: sends((call, table) => call.sql`TRUNCATE TABLE ${table}`),
    update: (call, self) => sends((at, table, where) => change(at, table, call.argument(0), where))(call, self),
    insert: sends((call, table) => call.sql`INSERT INTO ${table} SELECT`),
    where: condition,
    andWhere: condition,
    orWhere: condition,
    from,
    into: from,
    getKnexQuery: (call) => call.unknown(),
    getQuery: (call) => call.unknown(),
  },
  others: 'chain',
};

/** A query builder for an entity or a table. */
export const builderFor = (entity: Value | undefined, call: Call): Value =>
  receiver<State>(type, { entity: entity ?? unknown('table', call.range), conditions: [] }, call.range);
