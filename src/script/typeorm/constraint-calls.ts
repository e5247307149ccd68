import type { Call } from '../call.ts';
import { identifier, isMissing, property } from '../sql.ts';
import type { Value } from '../values.ts';
import {
  type Constraint,
  constraintName,
  constraintSql,
  dropIndexSql,
  indexSql,
  primaryColumns,
  primaryKeyName,
  primaryKeySql,
} from './constraints.ts';
import { listOf, nameOf, option, path, surely } from './options.ts';
import type { Plain } from './raw.ts';
import { send } from './send.ts';

/** A method that is called with a table and one thing, and one with a table and several. */
type Each = (call: Call, table: Value, each: Value, ifExists: Value) => void;

const one = (run: Each): Plain => (call) => {
  run(call, call.argument(0), call.argument(1), call.argument(2));
  return call.unknown();
}; // prettier-ignore

const several = (run: Each): Plain => (call) => {
  for (const each of listOf(call.argument(1))) run(call, call.argument(0), each, call.argument(2));
  return call.unknown();
}; // prettier-ignore

const add = (kind: Constraint): Each => (call, table, each) => {
  send(call, call.sql`ALTER TABLE ${path(table)} ADD ${constraintSql(call, kind, table, each)}`);
}; // prettier-ignore

const drop = (kind: Constraint): Each => (call, table, each, ifExists) => {
  const name = each.kind === 'object' ? constraintName(kind, table, each) : identifier(nameOf(each));
  send(call, call.sql`ALTER TABLE ${path(table)} DROP CONSTRAINT ${surely(ifExists) && 'IF EXISTS '}${name}`);
}; // prettier-ignore

const addIndex: Each = (call, table, index) => send(call, indexSql(call, table, index));
const addViewIndex: Each = (call, view, index) => send(call, indexSql(call, view, index, true));
const dropIndex: Each = (call, table, index, ifExists) => send(call, dropIndexSql(call, table, index, ifExists));

/** The query runner's methods for keys, constraints and indexes. */
export const constraintMethods: Readonly<Record<string, Plain>> = {
  createUniqueConstraint: one(add('unique')),
  createUniqueConstraints: several(add('unique')),
  createCheckConstraint: one(add('check')),
  createCheckConstraints: several(add('check')),
  createExclusionConstraint: one(add('exclusion')),
  createExclusionConstraints: several(add('exclusion')),
  createForeignKey: one(add('foreign key')),
  createForeignKeys: several(add('foreign key')),
  dropUniqueConstraint: one(drop('unique')),
  dropUniqueConstraints: several(drop('unique')),
  dropCheckConstraint: one(drop('check')),
  dropCheckConstraints: several(drop('check')),
  dropExclusionConstraint: one(drop('exclusion')),
  dropExclusionConstraints: several(drop('exclusion')),
  dropForeignKey: one(drop('foreign key')),
  dropForeignKeys: several(drop('foreign key')),
  createIndex: one(addIndex),
  createIndices: several(addIndex),
  createViewIndex: one(addViewIndex),
  createViewIndices: several(addViewIndex),
  dropIndex: one(dropIndex),
  dropIndices: several(dropIndex),
  dropViewIndex: one(dropIndex),
  createPrimaryKey(call) {
    const [table, columns, name] = [call.argument(0), listOf(call.argument(1)), call.argument(2)];
    send(call, call.sql`ALTER TABLE ${path(table)} ADD ${primaryKeySql(call, table, columns, isMissing(name) ? undefined : name)}`); // prettier-ignore
    return call.unknown();
  },
  updatePrimaryKeys(call) {
    const [table, columns] = [call.argument(0), listOf(call.argument(1))];
    const before = primaryColumns(table);
    const isNew = before.length === 0 && property(table, 'columns') !== undefined;
    if (!isNew) send(call, call.sql`ALTER TABLE ${path(table)} DROP CONSTRAINT ${primaryKeyName(table, before)}`);
    const own = before[0] && option(before[0], 'primaryKeyConstraintName');
    send(call, call.sql`ALTER TABLE ${path(table)} ADD ${primaryKeySql(call, table, columns.map((each) => nameOf(each)), own)}`);
    return call.unknown();
  }, // prettier-ignore
  /** The name that is given is the one under which it comes back; it is mostly the one that it has. */
  dropPrimaryKey(call) {
    const [table, name, ifExists] = [call.argument(0), call.argument(1), call.argument(2)];
    const key = primaryKeyName(table, primaryColumns(table), isMissing(name) ? undefined : name);
    send(call, call.sql`ALTER TABLE ${path(table)} DROP CONSTRAINT ${surely(ifExists) && 'IF EXISTS '}${key}`);
    return call.unknown();
  },
};
