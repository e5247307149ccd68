import type { Call } from '../call.ts';
import { asText, identifier, joined, knownString, literal, property } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { builtin, type Method, receiver, type ReceiverType, type Value } from '../values.ts';
import { actions, columnText, constraintText, definitions, nameList } from './definition.ts';

/** An option of the only argument. */
const option = (call: Call, name: string): Value | undefined => property(call.argument(0), name);

const named = (call: Call, name: string): Text => identifier(option(call, name) ?? call.unknown());

/** The object of this option, with its schema. */
function object(call: Call, name = 'table'): Text {
  const schema = option(call, 'schema');
  const isUsual = !schema || knownString(schema) === '__unbound__';
  return isUsual ? named(call, name) : [...identifier(schema), constant('.', schema.range), ...named(call, name)];
}

const items = (value: Value | undefined): readonly Value[] => (value?.kind === 'array' ? value.items : value ? [value] : []); // prettier-ignore
const literals = (call: Call, name: string) => joined(items(option(call, name)).map((item) => literal(item)), ', '); // prettier-ignore

function createTable(call: Call): Text {
  const columns = items(option(call, 'columns')).map((column) => columnText(call, column));
  const constraints = items(option(call, 'constraints')).map((each) => constraintText(call, each));
  return call.sql`CREATE TABLE ${object(call)} (${joined([...columns, ...constraints], ', ')})`;
}

function addForeignKey(call: Call): Text {
  const key = option(call, 'foreignKey') ?? call.unknown();
  const target = property(key, 'references') ?? call.unknown();
  const [name, schema, table] = [property(key, 'name'), property(target, 'schema'), property(target, 'table')];
  const columns = [property(key, 'columns'), property(target, 'columns')].map((each) => nameList(call, each));
  const home = schema && knownString(schema) !== '__unbound__' ? call.sql`${identifier(schema)}.` : [];
  return call.sql`ALTER TABLE ${object(call)} ADD CONSTRAINT ${identifier(name ?? key)} FOREIGN KEY ${columns[0]} REFERENCES ${home}${identifier(table ?? target)} ${columns[1]}${actions(call, key)}`;
} // prettier-ignore

function alterColumnType(call: Call): Text {
  const options = option(call, 'options') ?? call.unknown();
  const [type, using] = [property(options, 'qualifiedTargetType'), property(options, 'using')];
  const text = asText(type ?? options);
  const cast = using ? asText(using) : call.sql`${named(call, 'column')}::${text}`;
  return call.sql`ALTER TABLE ${object(call)} ALTER COLUMN ${named(call, 'column')} TYPE ${text} USING ${cast}`;
}

function createIndex(call: Call): Text {
  const extras = option(call, 'extras');
  const type = extras && property(extras, 'type');
  return call.sql`CREATE INDEX ${named(call, 'index')} ON ${object(call)}${type && call.sql` USING ${identifier(type)}`} ${nameList(call, option(call, 'columns'))}`;
}

function createPolicy(call: Call): Text {
  const policy = option(call, 'policy') ?? call.unknown();
  const name = property(policy, 'name') ?? policy;
  const command = knownString(property(policy, 'operation') ?? name);
  const words = /^(?:all|select|insert|update|delete)$/i.exec(command ?? '')?.[0];
  return call.sql`CREATE POLICY ${identifier(name)} ON ${object(call)}${words && ` FOR ${words}`}`;
}

const column = (words: string) => (call: Call) => call.sql`ALTER TABLE ${object(call)} ALTER COLUMN ${named(call, 'column')} ${words}`; // prettier-ignore
const constraint = (call: Call) => call.sql`ALTER TABLE ${object(call)} DROP CONSTRAINT ${named(call, 'constraint')}`;
const rowSecurity = (words: string) => (call: Call) => call.sql`ALTER TABLE ${object(call)} ${words} ROW LEVEL SECURITY`; // prettier-ignore
const adds = (make: (call: Call) => Text) => (call: Call) => call.sql`ALTER TABLE ${object(call)} ADD CONSTRAINT ${named(call, 'constraint')} ${make(call)}`; // prettier-ignore

const statements: Readonly<Record<string, (call: Call) => Text>> = {
  dropTable: (call) => call.sql`DROP TABLE ${object(call)}`,
  dropColumn: (call) => call.sql`ALTER TABLE ${object(call)} DROP COLUMN ${named(call, 'column')}`,
  dropNativeEnumType: (call) => call.sql`DROP TYPE ${object(call, 'typeName')}`,
  dropConstraint: constraint,
  dropCheckConstraint: constraint,
  dropIndex: (call) => call.sql`DROP INDEX ${object(call, 'index')}`,
  dropRlsPolicy: (call) => call.sql`DROP POLICY ${named(call, 'policy')} ON ${object(call)}`,
  disableRowLevelSecurity: rowSecurity('DISABLE'),
  enableRowLevelSecurity: rowSecurity('ENABLE'),
  alterColumnType,
  dropNotNull: column('DROP NOT NULL'),
  setNotNull: column('SET NOT NULL'),
  dropDefault: column('DROP DEFAULT'),
  setDefault: (call) => call.sql`ALTER TABLE ${object(call)} ALTER COLUMN ${named(call, 'column')} SET ${asText(option(call, 'defaultSql') ?? call.unknown())}`,
  createTable,
  createSchema: (call) => call.sql`CREATE SCHEMA IF NOT EXISTS ${named(call, 'schema')}`,
  createNativeEnumType: (call) => call.sql`CREATE TYPE ${object(call, 'typeName')} AS ENUM (${literals(call, 'members')})`,
  addNativeEnumValue: (call) => call.sql`ALTER TYPE ${object(call, 'typeName')} ADD VALUE ${literals(call, 'value')}`,
  addColumn: (call) => call.sql`ALTER TABLE ${object(call)} ADD COLUMN ${columnText(call, option(call, 'column'))}`,
  addPrimaryKey: adds((call) => call.sql`PRIMARY KEY ${nameList(call, option(call, 'columns'))}`),
  addUnique: adds((call) => call.sql`UNIQUE ${nameList(call, option(call, 'columns'))}`),
  addForeignKey,
  addCheckConstraint: adds((call) => call.sql`CHECK (${named(call, 'column')} IN (${literals(call, 'values')}))`),
  renameCheckConstraint: (call) => call.sql`ALTER TABLE ${object(call)} RENAME CONSTRAINT ${named(call, 'from')} TO ${named(call, 'to')}`,
  createIndex,
  renameIndex: (call) => call.sql`ALTER INDEX ${object(call, 'from')} RENAME TO ${named(call, 'to')}`,
  installExtension: (call) => call.sql`CREATE EXTENSION IF NOT EXISTS ${named(call, 'extensionName')}`,
  createRlsPolicy: createPolicy,
  renameRlsPolicy: (call) => call.sql`ALTER POLICY ${named(call, 'from')} ON ${object(call)} RENAME TO ${named(call, 'to')}`,
}; // prettier-ignore

const sends = (make: (call: Call) => Text): Method => (call) => {
  if (call.argument(0).kind !== 'object') call.unverifiable();
  else call.send(make(call), { raw: true });
  return call.unknown();
}; // prettier-ignore

/** `dataTransform(contract, name, { check, run })`: its query is made by a builder of the project's own contract. */
const transforms: Method = (call) => {
  call.unverifiable();
  return call.unknown();
};

const type: ReceiverType = {
  name: 'Migration',
  methods: {
    ...Object.fromEntries(Object.entries(statements).map(([name, make]) => [name, sends(make)])),
    dataTransform: transforms,
  },
  get: (_, name) => (name === 'endContract' || name === 'startContract' ? { kind: 'unknown', expression: name, isSafe: true, range: [0, 0] } : undefined), // prettier-ignore
};

/** What a class that extends `Migration` has. */
const migration = receiver(type, null);

/** `rawSql({ execute: [{ sql }] })`. */
const rawSql = builtin('rawSql', (call) => {
  const steps = option(call, 'execute');
  if (steps?.kind !== 'array' || steps.isOpen) call.unverifiable();
  for (const step of items(steps)) call.sendRaw(property(step, 'sql') ?? step);
  return call.unknown();
});

const extension = builtin('createExtension', (call) => {
  call.send(call.sql`CREATE EXTENSION IF NOT EXISTS ${identifier(call.argument(0))}`);
  return call.unknown();
});

/** A part that nobody has written yet. */
const placeholder = builtin('placeholder', (call) => {
  call.unverifiable();
  return call.unknown();
});

/** What the packages of Prisma 8 export for migrations. */
export const exported: Readonly<Record<string, Value>> = {
  ...definitions,
  Migration: builtin('Migration', () => migration),
  // It runs the migration of the file by its address: nothing else.
  MigrationCLI: builtin('MigrationCLI', (call) => call.unknown(), { run: builtin('run', (call) => call.unknown()) }),
  rawSql,
  createExtension: extension,
  dataTransform: builtin('dataTransform', (call) => transforms(call, migration) ?? call.unknown()),
  placeholder,
};
