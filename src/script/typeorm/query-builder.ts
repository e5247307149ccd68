import type { Call } from '../call.ts';
import { isMissing, knownString } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, type Receiver, receiver, type ReceiverType, type Value } from '../values.ts';
import { conflictOf, deletion, found, insertion, marking, scopeOf, update } from './data.ts';
import { tableOf } from './entity.ts';

/** A query that is being built; TypeORM's builders change themselves. */
interface Query {
  action: 'select' | 'delete' | 'update' | 'insert' | 'softDelete' | 'restore';
  /** The call that says what it does, such as `delete()`. */
  verb: Call | null;
  entity: Value | null;
  values: Value | null;
  wheres: readonly Where[];
  /** What `orUpdate` or `orIgnore` says. */
  conflict: 'nothing' | Value | null;
}

interface Where {
  readonly word: ' AND ' | ' OR ';
  readonly text: Text;
  /** Under what it is added. */
  readonly conditions: Call['conditions'];
}

/** A query builder at its beginning. */
export function newQuery(call: Call, entity: Value | null): Receiver {
  const query: Query = { action: 'select', verb: null, entity, values: null, wheres: [], conflict: null };
  return receiver(queryBuilder, query, call.range);
}

type Change = (query: Query, call: Call) => void;

/** The builder stays what the call gives. */
const changes = (change: Change): Method<Query> => (call, self) => {
  change(self.state, call);
}; // prettier-ignore

const acts = (action: Query['action']): Method<Query> =>
  changes((query, call) => Object.assign(query, { action, verb: call }));

const isGiven = (value: Value): boolean => !isMissing(value);

/** `update()`, `update(values)`, `update(Entity, values?)`. */
const startUpdate: Change = (query, call) => {
  const [first, second] = [call.argument(0), call.argument(1)];
  query.action = 'update';
  query.verb = call;
  if (first.kind === 'object' && !isGiven(second)) query.values = first;
  else if (isGiven(first)) query.entity = first;
  if (isGiven(second)) query.values = second;
};

const setEntity: Change = (query, call) => {
  if (isGiven(call.argument(0))) query.entity = call.argument(0);
};

const setValues: Change = (query, call) => (query.values = call.argument(0));

const adds = (word: Where['word'], isFirst = false): Method<Query> => changes((query, call) => {
  const text = conditionText(call);
  if (isFirst) query.wheres = [];
  if (text) query.wheres = [...query.wheres, { word, text, conditions: call.conditions }];
}); // prettier-ignore

/** What stands in `where(…)`: SQL, an object of values, a function that gives one of these. */
function conditionText(call: Call): Text | null {
  const given = call.argument(0);
  const value = given.kind === 'function' ? call.run(given, [newQuery(call, null)]) : given;
  if (call.name.endsWith('InIds') || value.kind === 'object' || value.kind === 'array') return scopeOf(call, value);
  if (value.kind === 'constant') return scopeOf(call, value);
  if (value.kind !== 'text') return call.sql`"id" = $1`;
  const known = knownString(value) ?? value.text.map(({ text }) => text).join('');
  if (known.trim() === '') return null;
  // `IN (:...ids)` takes a list.
  return known.includes(':...') ? [constant(known.replaceAll(':...', ':'), value.range)] : value.text;
}

/** A condition that is added under one of the script's own is there only where that holds for the whole query. */
function scopeIn(call: Call, query: Query, { conditions }: Call): Text | null {
  const wheres = query.wheres.filter((each) => each.conditions.every((one) => conditions.includes(one)));
  if (wheres.length === 0) return null;
  return wheres.flatMap(({ word, text }, index) => (index === 0 ? call.sql`(${text})` : call.sql`${word}(${text})`));
}

/** The SQL of a query that changes something. */
function sqlOf(executing: Call, query: Query): Text | null {
  const { action, entity, values, verb } = query;
  const call = verb ?? executing;
  const table = tableOf(entity ?? call.unknown());
  const scope = scopeIn(call, query, executing);
  switch (action) {
    case 'select':
      return null;
    case 'delete':
      return deletion(call, table, scope);
    case 'update':
      return update(call, table, values ?? call.unknown(), scope);
    case 'insert':
      return insertion(call, table, values ?? call.unknown(), conflictText(call, query));
    default:
      return marking(call, table, scope, action === 'restore');
  }
}

function conflictText(call: Call, { conflict, values }: Query): Text | null {
  if (conflict === null) return null;
  return conflict === 'nothing' ? call.sql` ON CONFLICT DO NOTHING` : conflictOf(call, values ?? call.unknown(), conflict);
} // prettier-ignore

const execute: Method<Query> = (call, { state }) => {
  const sql = sqlOf(call, state);
  if (sql) call.send(sql);
  return sql ? call.unknown() : rows(call, { state });
};

/** What a SELECT finds. */
const rows = (call: Call, { state }: { readonly state: Query }): Value =>
  found(
    call,
    state.entity ?? call.unknown(),
    state.wheres.map(({ text }) => ({ kind: 'text', text, range: call.range })),
  );

const reads = [
  'getMany',
  'getOne',
  'getOneOrFail',
  'getRawMany',
  'getRawOne',
  'getRawAndEntities',
  'getManyAndCount',
  'getCount',
  'getExists',
  'stream',
  'loadMany',
  'loadOne',
];
const texts = ['getQuery', 'getSql', 'getQueryAndParameters', 'getParameters', 'hasParameter', 'escape'];

/** Links of an entity: the rows of a join table, or its own column, of the entities that `of` names. */
const relates = (write: (call: Call, table: Text) => Text): Method<Query> => (call, { state }) => {
  call.send(write(call, tableOf(state.entity ?? call.unknown())));
  return call.unknown();
}; // prettier-ignore

const unlink = relates((call, table) => deletion(call, table, call.sql`"id" = $1`));
const link = relates((call, table) => update(call, table, call.unknown(), call.sql`"id" = $1`));

const relationBuilder: ReceiverType<Query> = {
  name: 'RelationQueryBuilder',
  others: 'chain',
  methods: { remove: unlink, add: link, set: link, addAndRemove: unlink, loadMany: rows, loadOne: rows },
};

/** Every method that is not here refines the query. */
const queryBuilder: ReceiverType<Query> = {
  name: 'QueryBuilder',
  others: 'chain',
  methods: {
    delete: acts('delete'),
    softDelete: acts('softDelete'),
    restore: acts('restore'),
    insert: acts('insert'),
    update: changes(startUpdate),
    from: changes(setEntity),
    into: changes(setEntity),
    set: changes(setValues),
    values: changes(setValues),
    valuesFromSelect: changes((query, call) => (query.values = call.unknown())),
    orIgnore: changes((query) => (query.conflict = 'nothing')),
    orUpdate: changes((query, call) => (query.conflict = isGiven(call.argument(1)) ? call.argument(1) : call.unknown())),
    where: adds(' AND ', true),
    andWhere: adds(' AND '),
    orWhere: adds(' OR '),
    whereInIds: adds(' AND ', true),
    andWhereInIds: adds(' AND '),
    orWhereInIds: adds(' OR '),
    whereEntity: changes((query, call) => (query.wheres = [{ word: ' AND ', text: call.sql`"id" = $1`, conditions: call.conditions }])),
    whereExists: changes((query, call) => (query.wheres = [{ word: ' AND ', text: call.sql`"id" = $1`, conditions: call.conditions }])),
    execute,
    relation: (call, { state }) => receiver(relationBuilder, { ...state, entity: isGiven(call.argument(1)) ? call.argument(0) : state.entity }, call.range),
    ...Object.fromEntries(reads.map((name) => [name, rows])),
    ...Object.fromEntries(texts.map((name) => [name, (call: Call) => call.unknown()])),
  },
}; // prettier-ignore
