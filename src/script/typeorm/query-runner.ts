import type { Call } from '../call.ts';
import { identifier, qualified } from '../sql.ts';
import { asText } from '../sql.ts';
import { type Method, type Receiver, receiver, type ReceiverType, type Value } from '../values.ts';
import { clearDatabase } from './clear-database.ts';
import { commentText } from './column.ts';
import { addColumn, changeColumn, dropColumn, renameColumn } from './columns.ts';
import { constraintMethods } from './constraint-calls.ts';
import { createTable } from './create-table.ts';
import { truncation } from './data.ts';
import { dataSource } from './data-source.ts';
import { entityManager } from './manager.ts';
import { lastPart, listOf, maybe, nameOf, option, path, surely } from './options.ts';
import { asks, loadedTable, tableIsThere } from './questions.ts';
import { runRaw, sqlTag } from './raw.ts';
import { send } from './send.ts';

/** How many transactions stand around each other; savepoints stand for those inside. */
interface Runner {
  depth: number;
}

/** A query runner that is in no transaction, or in the one that TypeORM opens around a migration. */
export const newRunner = (depth: 0 | 1): Receiver => receiver(queryRunner, { depth });

type Run = (call: Call, ...args: readonly Value[]) => void;

/** A method that gives nothing back; `args` are as many as it may have. */
const does = (run: (call: Call, first: Value, second: Value, third: Value) => void): Method<Runner> => (call) => {
  run(call, call.argument(0), call.argument(1), call.argument(2));
  return call.unknown();
}; // prettier-ignore

const each = (run: Run): Method<Runner> => (call) => {
  for (const item of listOf(call.argument(1))) run(call, call.argument(0), item, call.argument(2));
  return call.unknown();
}; // prettier-ignore

const nothing: Method<Runner> = (call) => call.unknown();

const objects: Readonly<Record<string, Method<Runner>>> = {
  createDatabase: does((call, name, ifNotExists) => {
    const when = { ...asks('database', [name], call.range), tests: 'absent' as const };
    send(call, call.sql`CREATE DATABASE ${identifier(name)}`, surely(ifNotExists) ? { when } : {});
  }),
  dropDatabase: does((call, name, ifExists) => send(call, call.sql`DROP DATABASE ${surely(ifExists) && 'IF EXISTS '}${identifier(name)}`)), // prettier-ignore
  createSchema: does((call, name, ifNotExists) => send(call, call.sql`CREATE SCHEMA ${surely(ifNotExists) && 'IF NOT EXISTS '}${identifier(lastPart(name))}`)), // prettier-ignore
  dropSchema: does((call, name, ifExists, cascade) => send(call, call.sql`DROP SCHEMA ${surely(ifExists) && 'IF EXISTS '}${identifier(lastPart(name))}${maybe(cascade) && ' CASCADE'}`)), // prettier-ignore
  createView: does((call, view) => {
    const expression = option(view, 'expression');
    const isKnown = expression?.kind === 'text' || expression?.kind === 'unknown';
    send(call, call.sql`CREATE ${maybe(option(view, 'materialized')) && 'MATERIALIZED '}VIEW ${path(view)} AS ${isKnown ? asText(expression) : 'SELECT'}`); // prettier-ignore
  }),
  dropView: does((call, view, ifExists) => send(call, call.sql`DROP ${surely(option(view, 'materialized')) && 'MATERIALIZED '}VIEW ${surely(ifExists) && 'IF EXISTS '}${path(view)}`)), // prettier-ignore
};

const tables: Readonly<Record<string, Method<Runner>>> = {
  createTable,
  dropTable: does((call, table, ifExists) => send(call, call.sql`DROP TABLE ${path(table)}`, surely(ifExists) ? { when: tableIsThere(table, call.range) } : {})), // prettier-ignore
  renameTable: does((call, table, name) => send(call, call.sql`ALTER TABLE ${path(table)} RENAME TO ${identifier(name)}`)), // prettier-ignore
  changeTableComment: does((call, table, comment) => send(call, call.sql`COMMENT ON TABLE ${path(table)} IS ${commentText(comment)}`)), // prettier-ignore
  clearTable: does((call, table, options) => send(call, truncation(call, qualified(nameOf(table)), options))),
  clearDatabase: (call) => clearDatabase(call),
  addColumn: does(addColumn),
  addColumns: each(addColumn),
  dropColumn: does(dropColumn),
  dropColumns: each(dropColumn),
  renameColumn: does(renameColumn),
  changeColumn: does(changeColumn),
  changeColumns: does((call, table, changed) => {
    for (const pair of listOf(changed)) changeColumn(call, table, option(pair, 'oldColumn') ?? pair, option(pair, 'newColumn') ?? pair); // prettier-ignore
  }),
};

/** Transactions that a migration opens and closes by itself. */
const transactions: Readonly<Record<string, Method<Runner>>> = {
  startTransaction(call, { state }) {
    send(call, state.depth === 0 ? call.sql`START TRANSACTION` : call.sql`SAVEPOINT ${`typeorm_${state.depth}`}`);
    state.depth += 1;
    return call.unknown();
  },
  commitTransaction: (call, self) => finish(call, self.state, 'COMMIT', 'RELEASE SAVEPOINT'),
  rollbackTransaction: (call, self) => finish(call, self.state, 'ROLLBACK', 'ROLLBACK TO SAVEPOINT'),
};

/** The `catch` that follows a commit rolls the same transaction back. */
function finish(call: Call, state: Runner, whole: string, inner: string): Value {
  send(call, state.depth > 1 ? call.sql`${inner} ${`typeorm_${state.depth - 1}`}` : call.sql`${whole}`);
  if (whole === 'COMMIT') state.depth = Math.max(0, state.depth - 1);
  return call.unknown();
}

const questions: Readonly<Record<string, Method<Runner>>> = {
  hasTable: (call) => asks('table', [call.argument(0)], call.range, call.written),
  hasColumn: (call) => asks('column', [call.argument(0), call.argument(1)], call.range, call.written),
  hasSchema: (call) => asks('schema', [call.argument(0)], call.range, call.written),
  hasDatabase: (call) => asks('database', [call.argument(0)], call.range, call.written),
  getTable: (call) => loadedTable(call),
  getView: (call) => loadedTable(call, 'view'),
  getTables: (call) => asks('table', listOf(call.args[0]), call.range, call.written),
  getViews: (call) => asks('view', listOf(call.args[0]), call.range, call.written),
};

const idle = ['connect', 'release', 'beforeMigration', 'afterMigration', 'getDatabases', 'getSchemas', 'getCurrentDatabase', 'getCurrentSchema', 'getReplicationMode', 'enableSqlMemory', 'disableSqlMemory', 'clearSqlMemory', 'getMemorySql']; // prettier-ignore

/** What TypeORM gives to `up` and `down`. */
const queryRunner: ReceiverType<Runner> = {
  name: 'QueryRunner',
  methods: {
    query: (call) => runRaw(call),
    stream: (call) => runRaw(call),
    ...objects,
    ...tables,
    ...constraintMethods,
    ...transactions,
    ...questions,
    ...Object.fromEntries(idle.map((name) => [name, nothing])),
  },
  get(_, name) {
    if (name === 'sql') return sqlTag;
    if (name === 'manager') return receiver(entityManager, null);
    return name === 'connection' || name === 'dataSource' ? receiver(dataSource, null) : undefined;
  },
};
