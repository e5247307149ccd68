import type { Call } from '../call.ts';
import { execute } from './manager.ts';
import { identifier, isTrue, property } from '../sql.ts';
import { unknown, type Value, receiver } from '../values.ts';

/** Every table that the entities know, whichever these are. */
const all = (call: Call) => identifier(unknown('every table', call.range));

const drop = (call: Call): void => call.send(call.sql`DROP TABLE ${all(call)} CASCADE`);
const clear = (call: Call): void => call.send(call.sql`TRUNCATE TABLE ${all(call)} CASCADE`);

/** Without `safe`, an update of the schema drops what the entities lack. */
const update = (call: Call): void => {
  if (isTrue(property(call.argument(0), 'safe'))) return;
  drop(call);
};

const nothing = (call: Call): Value => call.unknown();

/** `orm.schema`: the schema generator, which makes and unmakes tables by itself. */
export const schemaGenerator = receiver<null>(
  {
    name: 'SchemaGenerator',
    methods: {
      drop, dropSchema: drop, refresh: drop, refreshDatabase: drop, clear, clearDatabase: clear, update, updateSchema: update, execute,
      dropDatabase: (call) => call.send(call.sql`DROP DATABASE ${identifier(call.argument(0))}`),
      dropNamespace: (call) => call.send(call.sql`DROP SCHEMA ${identifier(call.argument(0))} CASCADE`),
      dropTableIfExists: (call) => call.send(call.sql`DROP TABLE IF EXISTS ${identifier(call.argument(0))} CASCADE`),
      create: nothing, createSchema: nothing, ensureDatabase: nothing, ensureIndexes: nothing, createDatabase: nothing, createNamespace: nothing,
      getCreateSchemaSQL: nothing, getDropSchemaSQL: nothing, getUpdateSchemaSQL: nothing, getUpdateSchemaMap: nothing,
    },
  },
  null,
); // prettier-ignore
