import type { Call } from '../call.ts';
import { isMissing } from '../sql.ts';
import type { Value } from '../values.ts';
import {
  conflictOf,
  counting,
  deletion,
  found,
  insertion,
  marking,
  saving,
  scopeOf,
  truncation,
  update,
} from './data.ts';
import { tableOf } from './entity.ts';
import { send } from './send.ts';

/** What a method does to an entity's rows; `args` come behind the entity. */
export type EntityCall = (call: Call, entity: Value, args: readonly Value[]) => Value;

type Rows = (call: Call, table: ReturnType<typeof tableOf>, args: readonly Value[]) => ReturnType<typeof tableOf>;

const sends = (sql: Rows): EntityCall => (call, entity, args) => {
  send(call, sql(call, tableOf(entity), args));
  return call.unknown();
}; // prettier-ignore

const at = (args: readonly Value[], index: number, call: Call): Value => args[index] ?? call.argument(99);

const asks: EntityCall = (call, entity, args) => found(call, entity, args);
const gives: EntityCall = (call, _, args) => args.findLast((each) => !isMissing(each)) ?? call.unknown();
const byId = (call: Call) => call.sql`"id" = $1`;

/** Methods that entity managers, repositories and entities themselves share. */
export const entityCalls: Readonly<Record<string, EntityCall>> = {
  clear: sends((call, table, args) => truncation(call, table, at(args, 0, call))),
  delete: sends((call, table, args) => deletion(call, table, scopeOf(call, at(args, 0, call)))),
  deleteAll: sends((call, table) => deletion(call, table, null)),
  remove: sends((call, table) => deletion(call, table, byId(call))),
  softDelete: sends((call, table, args) => marking(call, table, scopeOf(call, at(args, 0, call)))),
  softRemove: sends((call, table) => marking(call, table, byId(call))),
  restore: sends((call, table, args) => marking(call, table, scopeOf(call, at(args, 0, call)), true)),
  recover: sends((call, table) => marking(call, table, byId(call), true)),
  update: sends((call, table, args) => update(call, table, at(args, 1, call), scopeOf(call, at(args, 0, call)))),
  updateAll: sends((call, table, args) => update(call, table, at(args, 0, call), null)),
  increment: sends(counting),
  decrement: sends(counting),
  insert: sends((call, table, args) => insertion(call, table, at(args, 0, call))),
  upsert: sends((call, table, args) => insertion(call, table, at(args, 0, call), conflictOf(call, at(args, 0, call), args[1]))), // prettier-ignore
  save(call, entity, args) {
    send(call, saving(call, tableOf(entity), at(args, 0, call)));
    return at(args, 0, call);
  },
  ...Object.fromEntries(['create', 'merge', 'preload'].map((name) => [name, gives])),
  ...Object.fromEntries(
    ['find', 'findBy', 'findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'findAndCount', 'findAndCountBy', 'findByIds', 'findOneById', 'findByIdsOrFail', 'findTrees', 'findRoots', 'count', 'countBy', 'exist', 'exists', 'existsBy', 'sum', 'average', 'minimum', 'maximum'].map((name) => [name, asks]),
  ),
}; // prettier-ignore

/** Methods whose first argument may be the entity's rows themselves: `manager.save(user)`. */
export const takesRows = new Set(['save', 'remove', 'softRemove', 'recover', 'merge', 'preload']);

/** Methods that only look at an entity. */
export const looks = ['hasId', 'getId', 'getMetadata', 'hasMetadata'] as const;
