import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { isMissing, knownString } from '../sql.ts';
import type { Text } from '../string-text.ts';
import {
  type Method,
  receiver,
  type Receiver,
  type ReceiverType,
  stringValue,
  type Test,
  unknown,
  type Value,
} from '../values.ts';
import { client } from './client.ts';
import { createSql } from './column-sql.ts';
import { takeParts } from './fragment.ts';
import { runRaw } from './raw.ts';
import { runTable } from './table.ts';
import type { Place, Table } from './table-state.ts';
import { runView, viewSql } from './view.ts';
import { name } from './words.ts';

/** What the calls of a chain on `knex.schema` have said so far. */
interface Schema {
  schema: Value | null;
  /** The calls whose schema a later `withSchema` still tells. */
  readonly places: Place[];
  /** The last raw text, whose rows are what the chain gives. */
  asked: { readonly text: Text; readonly range: Value['range'] } | null;
}

type SchemaMethod = Method<Schema>;

function placeIn(schema: Schema): Place {
  const place = { schema: schema.schema };
  schema.places.push(place);
  return place;
}

/** A statement on one name; `where` says whether `withSchema` counts. */
const on =
  (words: string, hasSchema: boolean, mayCascade = false): SchemaMethod =>
  (call, { state }) => {
    takeParts(call.args);
    const place = hasSchema ? placeIn(state) : null;
    // What is not known may be true.
    const second = call.argument(1);
    const isCascade = mayCascade && !(second.kind === 'constant' && !second.value);
    call.send(() => call.sql`${words} ${name(call.argument(0), place?.schema ?? null)}${isCascade && ' cascade'}`);
  };

const rename = (words: string, hasSchema: boolean): SchemaMethod => (call, { state }) => {
  const place = hasSchema ? placeIn(state) : null;
  call.send(() => call.sql`${words} ${name(call.argument(0), place?.schema ?? null)} rename to ${name(call.argument(1))}`);
}; // prettier-ignore

const create =
  (words: string): SchemaMethod =>
  (call, { state }) => {
    let table: Table | null = null;
    call.send(() => table && createSql(table, call.sql, words, null), { raw: true });
    table = runTable(call, call.argument(1), { mode: 'create', name: call.argument(0), place: placeIn(state) }).state;
  };

const createLike: SchemaMethod = (call, { state }) => {
  let table: Table | null = null;
  call.send(() => table && createSql(table, call.sql, 'create table', call.argument(1)), { raw: true });
  table = runTable(call, call.argument(2), { mode: 'like', name: call.argument(0), place: placeIn(state) }).state;
};

const alter: SchemaMethod = (call, { state }) => {
  const callback = call.argument(1);
  if (callback.kind !== 'function') call.unverifiable();
  else runTable(call, callback, { mode: 'alter', name: call.argument(0), place: placeIn(state) });
};

const view =
  (words: string): SchemaMethod =>
  (call, { state }) => {
    const place = placeIn(state);
    const made = runView(call, place);
    call.send(() => viewSql(call, words, made), { raw: true });
  };

const alterView: SchemaMethod = (call, { state }) => {
  if (call.argument(1).kind === 'function') runView(call, placeIn(state));
  else call.unverifiable();
};

/** A question to the database, answered when it is awaited. */
const asks = (reads: readonly string[]): SchemaMethod => (call): Test => ({
  kind: 'test',
  tests: 'present',
  reads,
  literals: call.args.flatMap((arg) => knownString(arg) ?? []),
  expression: call.written,
  range: call.range,
}); // prettier-ignore

const type: ReceiverType<Schema> = {
  name: 'Knex.SchemaBuilder',
  methods: {
    createTable: create('create table'),
    createTableIfNotExists: create('create table if not exists'),
    createTableLike: createLike,
    table: alter,
    alterTable: alter,
    dropTable: on('drop table', true),
    dropTableIfExists: on('drop table if exists', true),
    renameTable: rename('alter table', true),
    createView: view('create view'),
    createViewOrReplace: view('create or replace view'),
    createMaterializedView: view('create materialized view'),
    view: alterView,
    alterView,
    dropView: on('drop view', true),
    dropViewIfExists: on('drop view if exists', true),
    dropMaterializedView: on('drop materialized view', true),
    dropMaterializedViewIfExists: on('drop materialized view if exists', true),
    refreshMaterializedView: (call) =>
      call.send(call.sql`refresh materialized view ${isTold(call.argument(1)) && 'concurrently '}${name(call.argument(0))}`), // prettier-ignore
    renameView: rename('alter view', false),
    createSchema: on('create schema', false),
    createSchemaIfNotExists: on('create schema if not exists', false),
    dropSchema: on('drop schema', false, true),
    dropSchemaIfExists: on('drop schema if exists', false, true),
    createExtension: on('create extension', false),
    createExtensionIfNotExists: on('create extension if not exists', false),
    dropExtension: on('drop extension', false),
    dropExtensionIfExists: on('drop extension if exists', false),
    hasTable: asks(['tables']),
    hasColumn: asks(['columns']),
    raw(call, { state }) {
      const text = runRaw(call);
      state.asked = text && { text, range: call.range };
    },
    withSchema(call, { state }) {
      state.schema = isMissing(call.argument(0)) ? null : call.argument(0);
      for (const place of state.places) place.schema ??= state.schema;
    },
    queryContext: nothing,
    debug: nothing,
    connection: nothing,
    transacting: nothing,
    timeout: nothing,
    options: nothing,
    on: nothing,
    toSQL: (call) => call.unknown(),
    // What it says has been sent already.
    toString: (call: Call) => stringValue([], call.range),
    toQuery: (call) => stringValue([], call.range),
    generateDdlCommands: (call) => call.unknown(),
  },
  get: (_, key) => (key === 'client' ? client : undefined),
  awaited: ({ state: { asked }, range }) => (asked ? testOfText(asked.text, asked.range) : unknown('schema', range)),
};

const isTold = (value: Value) => value.kind === 'constant' && Boolean(value.value);

function nothing(): void {
  return undefined;
}

/** A new `knex.schema`. */
export function newSchema(): Receiver {
  const state: Schema = { schema: null, places: [], asked: null };
  return receiver(type as ReceiverType, state);
}
