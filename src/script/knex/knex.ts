import type { Call } from '../call.ts';
import { builtin, type Method, receiver, type Receiver, type ReceiverType, stringValue, unknown, type Value } from '../values.ts'; // prettier-ignore
import { client } from './client.ts';
import { queryMethods, queryOn } from './query.ts';
import type { Query } from './query-state.ts';
import { functions, part, raw } from './raw.ts';
import { newSchema } from './schema.ts';
import { name } from './words.ts';

type KnexMethod = Method<null>;

/** `knex.where(…)`, `knex.delete()`: the first call of a query builder. */
function starting(method: string): KnexMethod {
  return (call) => {
    const query = queryOn(call, null);
    const value = queryMethods[method]?.(call, query);
    return value ?? receiver(query.type as ReceiverType, query.state, call.range);
  };
}

const asQuery = (query: Receiver<Query>): Value => receiver(query.type as ReceiverType, query.state, query.range);

/** `knex.transaction(async trx => …, config)`; without a function it gives the transaction. */
const transaction: KnexMethod = (call, self) => {
  const callback = call.args.find(({ kind }) => kind === 'function');
  const trx = receiver(self.type as ReceiverType, null, call.range);
  if (callback) return call.run(callback, [trx]);
  if (call.args.some(({ kind }) => kind === 'unknown')) call.unverifiable();
  return trx;
};

const batchInsert: KnexMethod = (call) => {
  const query = queryOn(call, call.argument(0));
  const [, ...rows] = call.args;
  const args = rows.slice(0, 1);
  queryMethods['insert']?.({ ...call, args, argument: (at) => args[at] ?? call.argument(9) }, query);
  return asQuery(query);
};

function nothing(call: Call): Value {
  return call.unknown();
}

const quiet = ['commit', 'rollback', 'savepoint', 'isCompleted', 'on', 'once', 'off', 'emit', 'removeListener', 'addListener', 'initialize', 'destroy', 'disableProcessing', 'enableProcessing']; // prettier-ignore

/** `knex.migrate` and `knex.seed` run what is not read here. */
const runner: ReceiverType<null> = {
  name: 'Knex.Migrator',
  methods: Object.fromEntries(['list', 'currentVersion', 'status', 'make', 'forceFreeMigrationsLock'].map((each) => [each, nothing])), // prettier-ignore
};

const members: Readonly<Record<string, () => Value>> = {
  schema: newSchema,
  client: () => client,
  fn: () => functions,
  migrate: () => receiver(runner, null),
  seed: () => receiver(runner, null),
  userParams: () => unknown('userParams', [0, 0]),
  executionPromise: () => unknown('executionPromise', [0, 0]),
};

const knexType: ReceiverType<null> = {
  name: 'Knex',
  call: (call) => asQuery(queryOn(call, call.args[0] ?? null)),
  methods: {
    ...Object.fromEntries(Object.keys(queryMethods).map((each) => [each, starting(each)])),
    ...Object.fromEntries(quiet.map((each) => [each, nothing])),
    raw,
    ref: (call) => part(name(call.argument(0)), call.range),
    queryBuilder: (call) => asQuery(queryOn(call, null)),
    batchInsert,
    transaction,
    savepoint: transaction,
    transactionProvider: (call, self) => builtin('transactionProvider', () => receiver(self.type as ReceiverType, null, call.range)), // prettier-ignore
    withUserParams: () => undefined,
    toString: (call: Call) => stringValue([], call.range),
  },
  get: (_, key) => (Object.hasOwn(members, key) ? members[key]?.() : undefined),
};

/** What migrations get as `knex`, and the callbacks of transactions as `trx`. */
export const knex: Receiver = receiver(knexType, null);

/** `require('knex')(config)`: a connection that the script opens by itself. */
export const open = builtin('knex', () => knex, { default: builtin('knex', () => knex) });

/** `config.transaction` of a script. */
export function wantsTransaction(exports: Value): boolean {
  const config = settingsOf(exports, 'config') ?? settingsOf(settingsOf(exports, 'default') ?? exports, 'config');
  const value = config && settingsOf(config, 'transaction');
  return !(value?.kind === 'constant' && value.value === false);
}

const settingsOf = (value: Value, key: string) => (value.kind === 'object' ? value.properties.get(key) : undefined);
