import type { Call } from '../call.ts';
import { constant } from '../string-text.ts';
import { builtin, constantValue, type FunctionValue, type Method, objectValue, receiver, type Receiver, type ReceiverType, stringValue, type Value } from '../values.ts'; // prettier-ignore
import { knex } from './knex.ts';
import { queryMethods, queryOn, queryType } from './query.ts';
import type { Query } from './query-state.ts';
import { functions, part, raw } from './raw.ts';
import { rangeOf } from '../tree.ts';
import { name } from './words.ts';

type QueryMethod = Method<Query>;

const as = (call: Call, method: string, args: readonly Value[]): Call => ({
  ...call,
  name: method,
  args,
  argument: (index) => args[index] ?? constantValue(undefined, call.range),
});

/** Calls that are several of Knex's. */
const run = (call: Call, self: Receiver<Query>, ...steps: readonly (readonly [string, readonly Value[]])[]): void => {
  for (const [method, args] of steps) queryMethods[method]?.(as(call, method, args), self);
};

const id = (call: Call): Value => stringValue([constant('id', call.head)], call.head);
const byId = (call: Call) => ['where', [id(call), call.argument(0)]] as const;

/** What Objection adds to the query builder of Knex (objection/lib/queryBuilder/QueryBuilder.js). */
const methods: Readonly<Record<string, QueryMethod>> = {
  ...queryMethods,
  patch: (call, self) => run(call, self, ['update', call.args]),
  findById: (call, self) => run(call, self, byId(call)),
  findByIds: (call, self) => run(call, self, ['whereIn', [id(call), call.argument(0)]]),
  findOne: (call, self) => run(call, self, ['where', call.args]),
  deleteById: (call, self) => run(call, self, byId(call), ['delete', []]),
  patchAndFetchById: (call, self) => run(call, self, byId(call), ['update', [call.argument(1)]]),
  updateAndFetchById: (call, self) => run(call, self, byId(call), ['update', [call.argument(1)]]),
  insertAndFetch: (call, self) => run(call, self, ['insert', [call.argument(0)]]),
  insertGraph: (call, self) => run(call, self, ['insert', [call.argument(0)]]),
  insertGraphAndFetch: (call, self) => run(call, self, ['insert', [call.argument(0)]]),
  upsertGraph: hidden,
  upsertGraphAndFetch: hidden,
  unrelate: hidden,
};

/** Which rows of which tables it removes stands in the models. */
function hidden(call: Call): void {
  call.unverifiable();
}

const type: ReceiverType<Query> = { ...queryType, name: 'QueryBuilder', methods };

/** The table of a model: its static `tableName`. */
function tableOf(heir: FunctionValue, range: Value['range']): Value {
  const { node, scope } = heir;
  const source = scope.source.slice(...rangeOf(node));
  const found = /\bstatic\s+(?:readonly\s+)?(?:get\s+)?tableName\b[^'"`]*(['"`])([^'"`$]+)\1/.exec(source);
  const words = found?.[2];
  const own = 'id' in node && node.id && 'name' in node.id ? node.id.name : 'Model';
  return words === undefined ? { kind: 'unknown', expression: `table of ${own}`, range } : stringValue([constant(words, range)], range); // prettier-ignore
}

/** What the classes of a script inherit from `Model`. */
function inherited(heir: FunctionValue, key: string): Value | undefined {
  switch (key) {
    case 'query':
      return builtin(key, (call) => {
        const { state } = queryOn(call, tableOf(heir, call.head));
        return receiver(type as ReceiverType, state, call.range);
      });
    case 'knex':
    case 'transactionKnex':
    case 'startTransaction':
      return builtin(key, () => knex);
    case 'knexQuery':
      return builtin(key, (call) => receiver(queryType as ReceiverType, queryOn(call, tableOf(heir, call.head)).state, call.range)); // prettier-ignore
    case 'transaction':
      return builtin(key, (call) => runTransaction(call));
    case 'bindKnex':
    case 'bindTransaction':
      return builtin(key, () => ({ ...heir }));
    case 'raw':
      return builtin(key, raw);
    case 'fn':
      return functions;
    case 'ref':
      return builtin(key, (call) => part(name(call.argument(0)), call.range));
    default:
      return undefined;
  }
}

const runTransaction = (call: Call): Value => {
  const callback = call.args.find(({ kind }) => kind === 'function');
  return callback ? call.run(callback, [knex]) : knex;
};

const model = {
  ...builtin('Model', (call) => objectValue([], call.range), { knex: builtin('knex', () => knex) }),
  heirloom: inherited,
};

/** What the package `objection` exports. */
export const objection: Readonly<Record<string, Value>> = {
  Model: model,
  raw: builtin('raw', raw),
  ref: builtin('ref', (call) => part(name(call.argument(0)), call.range)),
  fn: functions,
  transaction: builtin('transaction', runTransaction),
};
