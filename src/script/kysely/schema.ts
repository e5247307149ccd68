import type { Call } from '../call.ts';
import { identifier, joined, knownString } from '../sql.ts';
import { bound, composed, inParentheses } from '../sql-tag/composable.ts';
import type { Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType } from '../values.ts';
import {
  adds,
  build,
  type Built,
  clears,
  type Naming,
  part,
  type Parts,
  runnable,
  same,
  sets,
  words,
} from './builder.ts';
import { immediate, operand } from './expression.ts';
import { columnNames, objectName, orderedColumn } from './names.ts';
import { clause, wheres } from './select.ts';
import { alterTable, createTable } from './table.ts';

const cascade = words('cascade', ' CASCADE');
const ifExists = words('if exists', 'IF EXISTS ');
const ifNotExists = words('if not exists', 'IF NOT EXISTS ');
const temporary = words('temporary', 'TEMPORARY ');
const materialized = words('materialized', 'MATERIALIZED ');

const dropType: ReceiverType<Built> = {
  name: 'DropBuilder',
  methods: {
    ...runnable(),
    ifExists,
    cascade,
    materialized,
    temporary: same,
    on: sets('on', (call, { naming }) => call.sql` ON ${objectName(call.argument(0), naming)}`),
    and: adds('also', (call, { naming }) => call.sql`, ${objectName(call.argument(0), naming)}`),
  },
  others: 'chain',
};

type Make = (call: Call, naming: Naming) => Receiver;

/** `DROP <what> name`; 0.29 drops several types at once. */
const drop = (what: string, named = objectName): Make => (call, naming) => {
  const given = call.argument(0);
  const names = given.kind === 'array' ? joined(given.items.map((item) => named(item, naming)), ', ') : named(given, naming);
  return build(call, dropType, naming, (parts) => call.sql`DROP ${part(parts, 'materialized')}${what} ${part(parts, 'if exists')}${names}${part(parts, 'also')}${part(parts, 'on')}${part(parts, 'cascade')}`);
}; // prettier-ignore

const indexType: ReceiverType<Built> = {
  name: 'CreateIndexBuilder',
  methods: {
    ...runnable(),
    ...wheres,
    ifNotExists,
    unique: words('unique', 'UNIQUE '),
    concurrently: words('concurrently', 'CONCURRENTLY '),
    nullsNotDistinct: words('nulls', ' NULLS NOT DISTINCT'),
    on: sets('on', (call, { naming }) => call.sql` ON ${objectName(call.argument(0), naming)}`),
    using: sets('using', (call, { naming }) => call.sql` USING ${knownString(call.argument(0)) ?? composed(call.argument(0)) ?? objectName(call.argument(0), naming)}`),
    column: adds('columns', (call) => orderedColumn(call.argument(0))),
    columns: adds('columns', (call) => (call.argument(0).kind === 'array' ? joined(itemsOf(call).map((item) => orderedColumn(item)), ', ') : columnNames(call.argument(0)))),
    expression: adds('columns', (call, { naming }) => operand(call.argument(0), call, naming)),
    clearColumns: clears('columns'),
  },
}; // prettier-ignore

function itemsOf(call: Call) {
  const list = call.argument(0);
  return list.kind === 'array' ? list.items : [];
}

const createIndex: Make = (call, naming) => {
  const name = identifier(call.argument(0));
  const columns = (parts: Parts) => inParentheses(clause('', parts, 'columns'));
  const where = (parts: Parts) => clause(' WHERE ', parts, 'where', ' AND ');
  return build(call, indexType, naming, (parts) => call.sql`CREATE ${part(parts, 'unique')}INDEX ${part(parts, 'concurrently')}${part(parts, 'if not exists')}${name}${part(parts, 'on')}${part(parts, 'using')} ${columns(parts)}${part(parts, 'nulls')}${where(parts)}`);
}; // prettier-ignore

const viewType: ReceiverType<Built> = {
  name: 'CreateViewBuilder',
  methods: {
    ...runnable(),
    ifNotExists,
    temporary,
    materialized,
    orReplace: words('or replace', 'OR REPLACE '),
    columns: sets('columns', (call) => call.sql`(${columnNames(call.argument(0))}) `),
    as: sets('query', (call) => composed(call.argument(0)) ?? call.sql`SELECT ${bound(call.argument(0))}`),
  },
};

const createView: Make = (call, naming) => {
  const name = objectName(call.argument(0), naming);
  return build(call, viewType, naming, (parts) => call.sql`CREATE ${part(parts, 'or replace')}${part(parts, 'materialized')}${part(parts, 'temporary')}VIEW ${part(parts, 'if not exists')}${name} ${part(parts, 'columns')}AS ${part(parts, 'query')}`);
}; // prettier-ignore

const refreshType: ReceiverType<Built> = {
  name: 'RefreshBuilder',
  methods: {
    ...runnable(),
    concurrently: words('concurrently', 'CONCURRENTLY '),
    withData: words('data', ' WITH DATA'),
    withNoData: words('data', ' WITH NO DATA'),
  },
};

const refresh: Make = (call, naming) => {
  const name = objectName(call.argument(0), naming);
  return build(call, refreshType, naming, (parts) => call.sql`REFRESH MATERIALIZED VIEW ${part(parts, 'concurrently')}${name}${part(parts, 'data')}`);
}; // prettier-ignore

const schemaType: ReceiverType<Built> = { name: 'CreateSchemaBuilder', methods: { ...runnable(), ifNotExists } };

const createSchema: Make = (call, naming) =>
  build(call, schemaType, naming, (parts) => call.sql`CREATE SCHEMA ${part(parts, 'if not exists')}${identifier(call.argument(0))}`); // prettier-ignore

const typeType: ReceiverType<Built> = {
  name: 'CreateTypeBuilder',
  methods: {
    ...runnable(),
    asEnum: sets('enum', (call) => {
      const values = call.argument(0);
      const isKnown = values.kind === 'array' && !values.isOpen;
      return call.sql` AS ENUM (${
        isKnown
          ? joined(
              values.items.map((item) => immediate(item)),
              ', ',
            )
          : ''
      })`;
    }),
  },
};

const createType: Make = (call, naming) => {
  const name = objectName(call.argument(0), naming);
  return build(call, typeType, naming, (parts) => call.sql`CREATE TYPE ${name}${part(parts, 'enum')}`);
};

/** Of 0.29. */
const alterTypeType: ReceiverType<Built> = {
  name: 'AlterTypeBuilder',
  methods: {
    ...runnable(),
    addValue: sets('value', (call) => immediate(call.argument(0))),
    ifNotExists,
    before: sets('place', (call) => call.sql` BEFORE ${immediate(call.argument(0))}`),
    after: sets('place', (call) => call.sql` AFTER ${immediate(call.argument(0))}`),
    renameTo: sets('action', (call) => call.sql`RENAME TO ${identifier(call.argument(0))}`),
    renameValue: sets('action', (call) => call.sql`RENAME VALUE ${immediate(call.argument(0))} TO ${immediate(call.argument(1))}`),
    setSchema: sets('action', (call) => call.sql`SET SCHEMA ${identifier(call.argument(0))}`),
  },
}; // prettier-ignore

const alterType: Make = (call, naming) => {
  const name = objectName(call.argument(0), naming);
  const added = (parts: Parts): Text => ((parts['value']?.length ?? 0) === 0 ? [] : call.sql`ADD VALUE ${part(parts, 'if not exists')}${part(parts, 'value')}${part(parts, 'place')}`); // prettier-ignore
  return build(call, alterTypeType, naming, (parts) => call.sql`ALTER TYPE ${name} ${part(parts, 'action')}${added(parts)}`); // prettier-ignore
};

const makes: Readonly<Record<string, Make>> = {
  createTable,
  alterTable,
  createIndex,
  createView,
  refreshMaterializedView: refresh,
  createSchema,
  createType,
  alterType,
  dropTable: drop('TABLE'),
  dropIndex: drop('INDEX'),
  dropView: drop('VIEW'),
  dropSchema: drop('SCHEMA', (value) => identifier(value)),
  dropType: drop('TYPE'),
};

const again: Method<Naming> = (_, { state }) => schema(state);

const type: ReceiverType<Naming> = {
  name: 'SchemaModule',
  methods: {
    ...Object.fromEntries(Object.entries(makes).map(([name, make]) => [name, (call: Call, { state }: Receiver<Naming>) => make(call, state)])),
    withSchema: (call, { state }) => schema({ ...state, schema: call.argument(0) }),
    withPlugin: again,
    withoutPlugins: again,
  },
}; // prettier-ignore

/** `db.schema`. */
export const schema = (naming: Naming): Receiver => receiver(type, naming);
