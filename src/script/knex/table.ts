import type { Call } from '../call.ts';
import { isTrue, joined, knownString } from '../sql.ts';
import { type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import { withBindings } from './bindings.ts';
import { client } from './client.ts';
import { foreignKey, timestamps, typeMethods } from './column.ts';
import { takeParts } from './fragment.ts';
import { addIndex, dropIndex } from './indexes.ts';
import { alterAt, type Table, tableAt } from './table-state.ts';
import { moved, name, quoteLiteral, verbatimOf, wordsAt } from './words.ts';

type TableMethod = Method<Table>;

/** `alter table "users" drop column "a", drop column "b"`. */
function dropColumns(call: Call, table: Table, columns: readonly Value[]): void {
  takeParts(columns);
  const all = columns.flatMap((column): readonly Value[] => (column.kind === 'array' ? (column.isOpen ? [...column.items, call.unknown()] : column.items) : [column])); // prettier-ignore
  if (all.length === 0) return;
  const drops = joined(all.map((column) => call.sql`drop column ${moved(name(column), call.head)}`), ', '); // prettier-ignore
  call.send(() => call.sql`${alterAt(table, call)}${drops}`);
}

/** An array holds all of them: what follows it is not read. */
const drop: TableMethod = (call, { state }) => dropColumns(call, state, call.args.slice(0, call.args[0]?.kind === 'array' ? 1 : undefined)); // prettier-ignore

const nullable = (words: string): TableMethod => (call, { state }) =>
  call.send(() => call.sql`${alterAt(state, call)}alter column ${moved(name(call.argument(0)), call.head)} ${words}`); // prettier-ignore

const check: TableMethod = (call, { state }) => {
  takeParts(call.args);
  const key = call.args[2] && verbatimOf(call.args[2]);
  if (state.mode === 'create') {
    const condition = withBindings(verbatimOf(call.argument(0)), call.argument(1));
    state.checks.push(call.sql`${key && call.sql`constraint ${key} `}check (${condition})`);
    return;
  }
  state.checkCount++;
  const own = key ?? call.sql`${knownString(state.name) ?? 'table'}_${String(state.checkCount)}`;
  call.send(() => call.sql`${alterAt(state, call)}add constraint ${own} check(${verbatimOf(call.argument(0))})`, { raw: true }); // prettier-ignore
};

/** The names of constraints are written as they stand. */
const dropChecks: TableMethod = (call, { state }) => {
  const given = call.argument(0);
  const all = given.kind === 'array' ? given.items : call.args.slice(0, 1);
  if (all.length === 0) return;
  const drops = joined(
    all.map((each) => call.sql`drop constraint ${moved(verbatimOf(each), call.head)}`),
    ', ',
  );
  call.send(() => call.sql`${alterAt(state, call)}${drops}`);
};

const indexes: TableMethod = (call, { state }) => addIndex(call, state);
const drops: TableMethod = (call, { state }) => dropIndex(call, state);

const tableType: ReceiverType<Table> = {
  name: 'Knex.TableBuilder',
  methods: {
    ...typeMethods,
    timestamps: (call, { state }) => timestamps(call, state),
    index: indexes,
    unique: indexes,
    primary: indexes,
    foreign: (call, { state }) => {
      const { type, state: key, range } = foreignKey(call, state, call.argument(0), call.args[1] ?? null);
      return receiver(type, key, range);
    },
    dropPrimary: drops,
    dropPrimaryIfExists: drops,
    dropUnique: drops,
    dropUniqueIfExists: drops,
    dropForeign: drops,
    dropForeignIfExists: drops,
    dropIndex: drops,
    dropColumn: drop,
    dropColumns: drop,
    dropTimestamps: (call, { state }) =>
      dropColumns(call, state, (isTrue(call.argument(0)) ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']).map((each) => wordsAt(each, call.head))), // prettier-ignore
    renameColumn: (call, { state }) =>
      call.send(() => call.sql`${alterAt(state, call)}rename ${name(call.argument(0))} to ${name(call.argument(1))}`), // prettier-ignore
    setNullable: nullable('drop not null'),
    dropNullable: nullable('set not null'),
    check,
    dropChecks,
    comment: (call, { state }) =>
      call.send(() => call.sql`comment on table ${tableAt(state, call)} is ${quoteLiteral(knownString(call.argument(0)) ?? '')}`), // prettier-ignore
    inherits: (call, { state }) => void (state.inherits = call.argument(0)),
    engine: ignored,
    charset: ignored,
    collate: ignored,
    queryContext: ignored,
    setSchema: (call, { state }) => void (state.place.schema = call.argument(0)),
  },
  get: (_, key) => (key === 'client' ? client : undefined),
};

/** Says something about other databases, or nothing. */
function ignored(): void {
  return undefined;
}

/** Runs the callback of `createTable` or `alterTable`. */
export function runTable(call: Call, callback: Value, about: Pick<Table, 'mode' | 'name' | 'place'>): Receiver<Table> {
  const state: Table = { ...about, columns: [], primary: null, checks: [], inherits: null, checkCount: 0 };
  const self: Receiver<Table> = { kind: 'receiver', type: tableType, state, range: call.range };
  const given = receiver(tableType as ReceiverType, state, call.range);
  call.run(callback, [given], given);
  return self;
}
