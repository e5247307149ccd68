import type { Call } from '../call.ts';
import { knownString } from '../sql.ts';
import { type Method, receiver, type ReceiverType, type Test, type Value } from '../values.ts';
import { tableOf } from './names.ts';

/** A question to the catalogs about things of these names. */
const test = (call: Call, reads: readonly string[], names: readonly Value[]): Test => ({
  kind: 'test',
  tests: 'present',
  reads,
  literals: names.flatMap((name) => knownString(name) ?? []),
  range: call.range,
});

/** What `describeTable` gives: whether a column is there is asked by its name. */
const description: ReceiverType<Test> = {
  name: 'table description',
  methods: {
    hasOwnProperty: (call: Call, { state }: { state: Test }) => ({ ...state, literals: [...state.literals, knownString(call.argument(0)) ?? ''], range: call.range }), // prettier-ignore
  },
  get: ({ state }, name) => (inherited.has(name) ? undefined : { ...state, literals: [...state.literals, name] }),
  others: 'nothing',
  isHarmless: true,
};

const inherited = new Set(['then', 'catch', 'finally', 'hasOwnProperty', 'toString', 'constructor']);

const nameOf = (call: Call) => tableOf(call.argument(0)).name;

/** Methods that only ask, and change nothing. */
export const askMethods: Readonly<Record<string, Method>> = {
  tableExists: (call) => test(call, ['tables'], [nameOf(call)]),
  showAllTables: (call) => test(call, ['tables'], []),
  listTables: (call) => test(call, ['tables'], []),
  showAllSchemas: (call) => test(call, ['schemata'], []),
  listSchemas: (call) => test(call, ['schemata'], []),
  listDatabases: (call) => test(call, ['pg_database'], []),
  describeTable: (call) => receiver(description, test(call, ['columns'], [nameOf(call)]), call.range),
  assertTableHasColumn: (call) => call.unknown(),
  showIndex: (call) => test(call, ['pg_indexes'], [nameOf(call)]),
  showConstraint: (call) => test(call, ['table_constraints'], [nameOf(call), call.argument(1)]),
  showConstraints: (call) => test(call, ['table_constraints'], [nameOf(call)]),
  getForeignKeysForTables: (call) => test(call, ['table_constraints'], []),
  getForeignKeyReferencesForTable: (call) => test(call, ['table_constraints'], [nameOf(call)]),
  pgListEnums: (call) => test(call, ['pg_enum'], []),
  rawSelect: (call) => call.unknown(),
  select: (call) => call.unknown(),
  databaseVersion: (call) => call.unknown(),
  fetchDatabaseVersion: (call) => call.unknown(),
  normalizeAttribute: (call) => call.argument(0),
  ensureEnums: (call) => call.unknown(),
  ensureSequences: (call) => call.unknown(),
  getNextPrimaryKeyValue: (call) => call.unknown(),
  setAutocommit: (call) => call.unknown(),
  setIsolationLevel: (call) => call.unknown(),
  startTransaction: (call) => call.unknown(),
  commitTransaction: (call) => call.unknown(),
  rollbackTransaction: (call) => call.unknown(),
  deferConstraints: (call) => call.unknown(),
  unsafeToggleForeignKeyChecks: (call) => call.unknown(),
};
