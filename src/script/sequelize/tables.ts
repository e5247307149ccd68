import type { Call } from '../call.ts';
import { isTrue, joined, keysOf, literal } from '../sql.ts';
import { type Text, textValue } from '../string-text.ts';
import { hole } from '../hole.ts';
import { type Method, optionsOf, type Value } from '../values.ts';
import { type Attribute, attributeOf, definitionText } from './attributes.ts';
import { quoted, quotedTable, type Table, tableInSchema, tableOf } from './names.ts';
import { isSet, itemsIn, maySet, option, type Version } from './options.ts';
import { send } from './send.ts';

/** What a call says of all things of a kind, as one name that is not known. */
export function everything(call: Call, what: string): Text {
  return [{ ...hole(`every ${what}`, call.head), kind: 'constant' }];
}

/** Makes the table of a call's arguments: name, columns and options. */
export function createTable(call: Call, table: Table, columns: Value, options: Value, version: Version): void {
  const schema = option(options, 'schema');
  const placed = schema && !table.schema ? { ...table, schema } : table;
  const attributes = attributesIn(placed, columns, version);
  for (const { makesType } of attributes) if (makesType) send(call, makesType);
  const name = quotedTable(placed, version);
  const keys = attributes.filter(({ primaryKey }) => primaryKey).map(({ column }) => quoted(column));
  const unique = uniqueKeys(call, options, version);
  const parts = [...attributes.map(definitionText), ...unique, ...(keys.length > 0 ? [call.sql`PRIMARY KEY (${joined(keys, ', ')})`] : [])]; // prettier-ignore
  send(call, call.sql`CREATE TABLE IF NOT EXISTS ${name} (${joined(parts, ', ')})`);
  const comment = option(options, 'comment');
  if (comment) send(call, call.sql`COMMENT ON TABLE ${name} IS ${literal(comment)}`);
  for (const { column, comment } of attributes) if (comment) send(call, call.sql`COMMENT ON COLUMN ${name}.${quoted(column)} IS ${comment}`); // prettier-ignore
}

function attributesIn(table: Table, columns: Value, version: Version): readonly Attribute[] {
  const [object] = optionsOf(columns);
  if (object?.kind !== 'object') return [];
  return keysOf(object).flatMap((key) => {
    const definition = object.properties.get(textValue(key.text));
    if (!definition) return [];
    const field = definition.kind === 'object' ? option(definition, 'field') : undefined;
    return [attributeOf(table, field ?? key, definition, version)];
  });
}

/** `uniqueKeys: { name: { fields } }`, or a list of such; version 7 keeps the names. */
function uniqueKeys(call: Call, options: Value, version: Version): readonly Text[] {
  const given = option(options, 'uniqueKeys');
  const names = given?.kind === 'object' ? keysOf(given) : [];
  const all = given?.kind === 'object' ? [...given.properties.values()] : itemsIn(given);
  return all.flatMap((each, index) => {
    const fields = itemsIn(option(each, 'fields'));
    const name = version === 7 ? names[index] : undefined;
    return fields.length === 0 ? [] : [call.sql`${name && call.sql`CONSTRAINT ${quoted(name)} `}UNIQUE (${joined(fields.map(quoted), ', ')})`]; // prettier-ignore
  });
}

const addColumn =
  (version: Version): Method =>
  (call) => {
    const [first, column, definition, options] = [
      call.argument(0),
      call.argument(1),
      call.argument(2),
      call.argument(3),
    ];
    const table = tableOf(first);
    const attribute = attributeOf(table, column, definition, version);
    if (attribute.makesType) send(call, attribute.makesType);
    const ifNotExists = version === 7 && isSet(options, 'ifNotExists');
    send(call, call.sql`ALTER TABLE ${tableInSchema(table, version)} ADD COLUMN ${ifNotExists && 'IF NOT EXISTS '}${definitionText(attribute)}`); // prettier-ignore
    if (attribute.comment) send(call, call.sql`COMMENT ON COLUMN ${quotedTable(table, version)}.${quoted(column)} IS ${attribute.comment}`); // prettier-ignore
    return call.unknown();
  };

/** What a definition does not say is taken away: NOT NULL and the default. */
const changeColumn =
  (version: Version): Method =>
  (call) => {
    const table = tableOf(call.argument(0));
    const column = quoted(call.argument(1));
    const attribute = attributeOf(table, call.argument(1), call.argument(2), version);
    const { references, makesType, enumName } = attribute;
    const alter = (action: Text) => send(call, call.sql`ALTER TABLE ${quotedTable(table, version)} ${action}`);
    if (attribute.notNull) alter(call.sql`ALTER COLUMN ${column} SET NOT NULL`);
    else if (!references) alter(call.sql`ALTER COLUMN ${column} DROP NOT NULL`);
    if (attribute.default) alter(call.sql`ALTER COLUMN ${column} SET DEFAULT ${attribute.default}`);
    else if (!references) alter(call.sql`ALTER COLUMN ${column} DROP DEFAULT`);
    if (makesType) send(call, makesType);
    if (attribute.unique) alter(call.sql`ADD UNIQUE (${column})`);
    if (references) alter(call.sql`ADD FOREIGN KEY (${column})${references}`);
  else if (attribute.type) alter(call.sql`ALTER COLUMN ${column} TYPE ${attribute.type}${enumName && call.sql` USING (${column}::${enumName})`}`); // prettier-ignore
    if (attribute.comment) send(call, call.sql`COMMENT ON COLUMN ${quotedTable(table, version)}.${column} IS ${attribute.comment}`); // prettier-ignore
    return call.unknown();
  };

const removeColumn =
  (version: Version): Method =>
  (call) => {
    const options = call.argument(2);
    const [ifExists, cascade] =
      version === 7 ? [isSet(options, 'ifExists'), maySet(options, 'cascade')] : [false, false];
    send(call, call.sql`ALTER TABLE ${tableInSchema(tableOf(call.argument(0)), version)} DROP COLUMN ${ifExists && 'IF EXISTS '}${quoted(call.argument(1))}${cascade && ' CASCADE'}`); // prettier-ignore
    return call.unknown();
  };

const renameTable =
  (version: Version): Method =>
  (call) => {
    const [before, after] = [tableOf(call.argument(0)), tableOf(call.argument(1))];
    const isMoved = version === 7 && isTrue(option(call.argument(2), 'changeSchema'));
    if (isMoved)
      send(call, call.sql`ALTER TABLE ${quotedTable(before, version)} SET SCHEMA ${after.schema ? quoted(after.schema) : 'public'}`); // prettier-ignore
    else send(call, call.sql`ALTER TABLE ${quotedTable(before, version)} RENAME TO ${quoted(after.name)}`);
    return call.unknown();
  };

/** `DROP TABLE`; version 6 also takes `force` for CASCADE. */
export function dropTable(call: Call, name: Text, options: Value, version: Version): void {
  const cascade = maySet(options, 'cascade') || (version === 6 && maySet(options, 'force'));
  send(call, call.sql`DROP TABLE IF EXISTS ${name}${cascade && ' CASCADE'}`);
}

/** Drops a schema: version 6 always with all that is in it. */
export const dropSchema =
  (version: Version): Method =>
  (call) => {
    const options = call.argument(1);
    const [ifExists, cascade] = version === 6 ? [true, true] : [isSet(options, 'ifExists'), maySet(options, 'cascade')];
    send(call, call.sql`DROP SCHEMA ${ifExists && 'IF EXISTS '}${quoted(call.argument(0))}${cascade && ' CASCADE'}`);
    return call.unknown();
  };

/** Drops every schema. */
export const dropAllSchemas =
  (version: Version): Method =>
  (call) => {
    send(call, call.sql`DROP SCHEMA ${version === 6 && 'IF EXISTS '}${everything(call, 'schema')} CASCADE`);
    return call.unknown();
  };

/** Makes a schema. */
export const createSchema =
  (version: Version): Method =>
  (call) => {
    const ifNotExists = version === 6 || isSet(call.argument(1), 'ifNotExists');
    send(call, call.sql`CREATE SCHEMA ${ifNotExists && 'IF NOT EXISTS '}${quoted(call.argument(0))}`);
    return call.unknown();
  };

/** Methods of a query interface that make, change and drop tables, columns, schemas, databases and types. */
export const tableMethods = (version: Version): Readonly<Record<string, Method>> => ({
  createTable: (call) => {
    createTable(call, tableOf(call.argument(0)), call.argument(1), call.argument(2), version);
    return call.unknown();
  },
  dropTable: (call) => {
    dropTable(call, quotedTable(tableOf(call.argument(0)), version), call.argument(1), version);
    return call.unknown();
  },
  dropAllTables: (call) => {
    send(call, call.sql`DROP TABLE IF EXISTS ${everything(call, 'table')} CASCADE`);
    return call.unknown();
  },
  renameTable: renameTable(version),
  addColumn: addColumn(version),
  changeColumn: changeColumn(version),
  removeColumn: removeColumn(version),
  renameColumn: (call) => {
    send(call, call.sql`ALTER TABLE ${quotedTable(tableOf(call.argument(0)), version)} RENAME COLUMN ${quoted(call.argument(1))} TO ${quoted(call.argument(2))}`); // prettier-ignore
    return call.unknown();
  },
  createSchema: createSchema(version),
  dropSchema: dropSchema(version),
  dropAllSchemas: dropAllSchemas(version),
  createDatabase: (call) => {
    send(call, call.sql`CREATE DATABASE ${quoted(call.argument(0))}`);
    return call.unknown();
  },
  dropDatabase: (call) => {
    send(call, call.sql`DROP DATABASE IF EXISTS ${quoted(call.argument(0))}`);
    return call.unknown();
  },
  dropEnum: (call) => {
    send(call, call.sql`DROP TYPE IF EXISTS ${quoted(call.argument(0))}`);
    return call.unknown();
  },
  dropAllEnums: (call) => {
    send(call, call.sql`DROP TYPE IF EXISTS ${everything(call, 'enum')}`);
    return call.unknown();
  },
});
