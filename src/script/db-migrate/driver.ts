import { rowsOf } from '../ask.ts';
import type { Call } from '../call.ts';
import { placedIn } from '../place.ts';
import { identifier, isMissing, isTrue, joined, keysOf, knownString, literal, property } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { objectValue, type ReceiverType, stringValue, type Value } from '../values.ts';
import { proceed, withoutCallback } from './callbacks.ts';
import { columnParts, columnText, defaultText, foreignKey, sizedType, tableParts } from './columns.ts';
import { numbered } from '../question-marks.ts';

/** Statements of a method, and what db-migrate learns to undo it with; without the latter, nothing. */
interface Sends {
  readonly texts: readonly Text[];
  readonly reverse?: Text;
}

type Build = (call: Call, args: readonly Value[]) => Sends;

const none = objectValue([]);

/** The arguments without the callback; what is not given is `undefined`. */
const at = (args: readonly Value[], index: number): Value => args[index] ?? { kind: 'constant', value: undefined, range: [0, 0] }; // prettier-ignore

const dropTable: Build = ({ sql }, args) => ({
  texts: [sql`DROP TABLE ${isTrue(property(at(args, 1), 'ifExists')) && 'IF EXISTS '}${identifier(at(args, 0))}`],
});

const createTable: Build = (call, args) => {
  const [table, options] = [at(args, 0), at(args, 1)];
  const columns = property(options, 'columns');
  const { lines, after } = tableParts(call, table, columns ?? options);
  const isOpen = options.kind !== 'object' || options.isOpen;
  const rest = isOpen ? [call.sql`LIKE ${identifier({ kind: 'unknown', expression: 'columns', range: options.range })}`] : []; // prettier-ignore
  const guard = columns && isTrue(property(options, 'ifNotExists')) && 'IF NOT EXISTS ';
  return {
    texts: [call.sql`CREATE TABLE ${guard}${identifier(table)} (${joined([...lines, ...rest], ', ')})`, ...after],
    reverse: call.sql`DROP TABLE ${identifier(table)}`,
  };
};

const renameTable: Build = ({ sql }, args) => {
  const [from, to] = [identifier(at(args, 0)), identifier(at(args, 1))];
  return { texts: [sql`ALTER TABLE ${from} RENAME TO ${to}`], reverse: sql`ALTER TABLE ${to} RENAME TO ${from}` };
};

const addColumn: Build = (call, args) => {
  const [table, column, spec] = [at(args, 0), at(args, 1), at(args, 2)];
  return {
    texts: [call.sql`ALTER TABLE ${identifier(table)} ADD COLUMN ${columnText(call, column, spec, false)}`, ...columnParts(call, table, column, spec)],
    reverse: call.sql`ALTER TABLE ${identifier(table)} DROP COLUMN ${identifier(column)}`,
  };
}; // prettier-ignore

/** With the strategy `delay` it only renames the column, to be dropped later. */
const removeColumn: Build = ({ sql }, args) => {
  const [table, column, strategy] = [at(args, 0), at(args, 1), property(at(args, 2), 'columnStrategy')];
  const isDelayed = strategy && knownString(strategy) === 'delay';
  if (!isDelayed) return { texts: [sql`ALTER TABLE ${identifier(table)} DROP COLUMN ${identifier(column)}`] };
  const later = property(property(at(args, 2), 'passthrough') ?? none, 'column') ?? { kind: 'unknown', expression: 'passthrough.column', range: strategy.range }; // prettier-ignore
  return { texts: [sql`ALTER TABLE ${identifier(table)} RENAME COLUMN ${identifier(column)} TO ${identifier(later)}`] };
};

const renameColumn: Build = ({ sql }, args) => {
  const [table, from, to] = [identifier(at(args, 0)), identifier(at(args, 1)), identifier(at(args, 2))];
  return {
    texts: [sql`ALTER TABLE ${table} RENAME COLUMN ${from} TO ${to}`],
    reverse: sql`ALTER TABLE ${table} RENAME COLUMN ${to} TO ${from}`,
  };
};

/** Whatever the options leave out is taken away: NOT NULL, then the default. */
const changeColumn: Build = (call, args) => {
  const { sql } = call;
  const [table, column, spec] = [at(args, 0), at(args, 1), at(args, 2)];
  const options = spec.kind === 'object' ? spec : objectValue([['type', spec]], spec.range);
  const alter = sql`ALTER TABLE ${identifier(table)} ALTER COLUMN ${identifier(column)}`;
  const name = identifier(stringValue([constant(`${knownString(table) ?? '${table}'}_${knownString(column) ?? '${column}'}_key`, column.range)], column.range)); // prettier-ignore
  const [unique, given, using] = [property(options, 'unique'), property(options, 'defaultValue'), property(options, 'using')]; // prettier-ignore
  const isNotUnique = unique?.kind === 'constant' && unique.value === false;
  const constraint = isTrue(unique) ? [sql`ALTER TABLE ${identifier(table)} ADD CONSTRAINT ${name} UNIQUE (${identifier(column)})`] : isNotUnique ? [sql`ALTER TABLE ${identifier(table)} DROP CONSTRAINT ${name}`] : []; // prettier-ignore
  const type = sizedType(call, options);
  const cast = sizedType(call, objectValue([['type', property(options, 'type') ?? spec]], spec.range)) ?? [];
  const conversion = using?.kind === 'text' ? using.text : sql`USING ${identifier(column)}::${cast}`;
  return {
    texts: [
      sql`${alter} ${isTrue(property(options, 'notNull')) ? 'SET' : 'DROP'} NOT NULL`,
      ...constraint,
      given && !isMissing(given) ? sql`${alter} SET DEFAULT ${defaultText(given)}` : sql`${alter} DROP DEFAULT`,
      ...(type ? [sql`${alter} TYPE ${type} ${conversion}`] : []),
    ],
  };
};

const addIndex: Build = ({ sql }, args) => {
  const [table, index, columns] = [at(args, 0), at(args, 1), at(args, 2)];
  const list = columns.kind === 'array' ? columns.items : [columns];
  return {
    texts: [sql`CREATE ${isTrue(args[3]) && 'UNIQUE '}INDEX ${identifier(index)} ON ${identifier(table)} (${joined(list.map(identifier), ', ')})`],
    reverse: sql`DROP INDEX ${identifier(index)}`,
  };
}; // prettier-ignore

/** `removeIndex(table, index)`, or the index alone. */
const removeIndex: Build = ({ sql }, args) => ({
  texts: [sql`DROP INDEX ${identifier(at(args, args[1]?.kind === 'text' || args[1]?.kind === 'unknown' ? 1 : 0))}`],
});

const addForeignKey: Build = (call, args) => ({
  texts: [foreignKey(call, at(args, 0), at(args, 1), at(args, 2), at(args, 3), args[4])],
  reverse: call.sql`ALTER TABLE ${identifier(at(args, 0))} DROP CONSTRAINT ${identifier(at(args, 2))}`,
});

const removeForeignKey: Build = ({ sql }, args) => ({
  texts: [sql`ALTER TABLE ${identifier(at(args, 0))} DROP CONSTRAINT ${identifier(at(args, 1))}`],
});

/** `insert(table, values)`, or `insert(table, columns, values)`; either may hold several rows. */
const insert: Build = ({ sql }, args) => {
  const [table, first, second] = [at(args, 0), at(args, 1), args[2]];
  const rows = (second ?? first).kind === 'array' ? (second ?? first) : null;
  const row = rows?.kind === 'array' ? (rows.items[0]?.kind === 'object' || rows.items[0]?.kind === 'array' ? rows.items[0] : rows) : first; // prettier-ignore
  const columns = second && first.kind === 'array' ? first.items : row.kind === 'object' ? keysOf(row) : [];
  const values = row.kind === 'object' ? [...row.properties.values()] : row.kind === 'array' ? row.items : [];
  const names = columns.length > 0 && sql` (${joined(columns.map(identifier), ', ')})`;
  return { texts: [values.length > 0 ? sql`INSERT INTO ${identifier(table)}${names} VALUES (${joined(values.map(literal), ', ')})` : sql`INSERT INTO ${identifier(table)} SELECT`] }; // prettier-ignore
};

const createDatabase: Build = ({ sql }, args) => ({ texts: [sql`CREATE DATABASE ${identifier(at(args, 0))}`] });

const dropDatabase: Build = ({ sql }, args) => ({
  texts: [sql`DROP DATABASE ${isTrue(property(at(args, 1), 'ifExists')) && 'IF EXISTS '}${identifier(at(args, 0))}`],
});

const switchDatabase: Build = ({ sql }, args) => {
  const given = at(args, 0);
  const name = property(given, 'database') ?? property(given, 'schema') ?? given;
  return { texts: [sql`SET search_path TO ${identifier(name)}`] };
};

const builds = { createTable, dropTable, renameTable, addColumn, removeColumn, renameColumn, changeColumn, addIndex, removeIndex, addForeignKey, removeForeignKey, insert, createDatabase, dropDatabase, switchDatabase }; // prettier-ignore

const sends = (build: Build) => (call: Call): Value => {
  const { texts, reverse } = build(call, withoutCallback(call.args));
  for (const [index, text] of texts.entries()) call.send(placedIn(call, text), { reverse: index === 0 ? (reverse ?? null) : [] });
  return proceed(call, call.unknown());
}; // prettier-ignore

/** `runSql(sql, …parameters, callback)`: with parameters, `?` stands for them; `all` knows no `?`. */
function runSql(call: Call): Value {
  const [first, ...parameters] = withoutCallback(call.args);
  if (!first) return call.unknown();
  const isNumbered = first.kind === 'text' && parameters.length > 0 && call.name.startsWith('run');
  const text = isNumbered ? { ...first, text: numbered(first.text) } : first;
  call.sendRaw(text, { reverse: null });
  return proceed(call, rowsOf(call, text, parameters[0] ?? null));
}

const harmless = ['escape', 'mapDataType', 'normalizeColumnSpec', 'createColumnDef', 'createColumnConstraint', 'quoteArr', 'quoteDDLArr', 'close', 'checkDBMS', 'startMigration', 'endMigration', 'allLoadedMigrations', 'allLoadedSeeds']; // prettier-ignore

const quoted = (quote: (value: Value) => Text) => (call: Call): Value => {
  const first = call.argument(0);
  return knownString(first) === null ? call.safe() : stringValue(quote(first), call.range);
}; // prettier-ignore

const methods = {
  ...Object.fromEntries(Object.entries(builds).map(([name, build]) => [name, sends(build)])),
  runSql,
  all: runSql,
  escapeDDL: quoted(identifier),
  escapeString: quoted(literal),
  /** The key itself, to be added when the function that it gives is called. */
  bindForeignKey: (call: Call): Value => {
    const key = property(objectValue([['foreignKey', call.argument(2)]]), 'foreignKey') ?? none;
    for (const text of columnParts(call, call.argument(0), call.argument(1), objectValue([['foreignKey', key]]))) call.send(placedIn(call, text)); // prettier-ignore
    return call.unknown();
  },
  ...Object.fromEntries(harmless.map((name) => [name, (call: Call) => proceed(call, call.unknown())])),
};

/** What db-migrate gives to a migration: the driver of the database. */
export const driver: ReceiverType<null> = {
  name: 'db-migrate',
  methods: { ...methods, ...Object.fromEntries(Object.entries(methods).map(([name, method]) => [`${name}Async`, method])) },
}; // prettier-ignore
