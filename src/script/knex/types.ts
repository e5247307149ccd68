import type { Call } from '../call.ts';
import { isTrue, joined, knownString, property } from '../sql.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import type { Table } from './table-state.ts';
import { bound, moved, name, verbatimOf } from './words.ts';

/** Types that Knex sends whatever else is said (lib/dialects/postgres/schema/pg-columncompiler.js). */
export const plainTypes: Readonly<Record<string, string>> = {
  tinyint: 'smallint', smallint: 'smallint', mediumint: 'integer', integer: 'integer', bigint: 'bigint', biginteger: 'bigint', bigInteger: 'bigint',
  float: 'real', double: 'double precision', boolean: 'boolean', bool: 'boolean', date: 'date', time: 'time',
  geometry: 'geometry', geography: 'geography', point: 'point', text: 'text', binary: 'bytea', jsonb: 'jsonb',
}; // prettier-ignore

/** Methods for types of other databases, for which Knex sends the word `undefined` to PostgreSQL. */
export const foreignTypes = [
  'int', 'real', 'serial', 'year', 'char', 'tinytext', 'tinyText', 'mediumtext', 'mediumText', 'longtext', 'longText', 'varbinary',
  'tinyblob', 'tinyBlob', 'mediumblob', 'mediumBlob', 'blob', 'longblob', 'longBlob', 'set',
]; // prettier-ignore

/** Types that depend on what else the call says. */
export const madeTypes: Readonly<Record<string, (call: Call, table: Table) => Text>> = {
  string: varchar,
  varchar,
  decimal(call) {
    const [precision, scale] = [call.argument(1), call.argument(2)];
    if (precision.kind === 'constant' && precision.value === null) return call.sql`decimal`;
    return call.sql`decimal(${number(precision, 8)}, ${number(scale, 2)})`;
  },
  bit: (call) => {
    const length = property(call.argument(1), 'length');
    return length?.kind === 'constant' && typeof length.value === 'number' ? call.sql`bit(${String(length.value)})` : call.sql`bit`;
  },
  datetime: moment,
  dateTime: moment,
  timestamp: moment,
  json: (call) => (isTrue(call.argument(1)) || call.argument(1).kind === 'object' ? call.sql`jsonb` : call.sql`json`),
  uuid: (call, table) => call.sql`uuid${isTrue(property(call.argument(1), 'primaryKey')) && !table.primary && ' primary key'}`,
  increments: (call, table) => call.sql`serial${isKey(call, table) && ' primary key'}`,
  bigincrements: (call, table) => call.sql`bigserial${isKey(call, table) && ' primary key'}`,
  bigIncrements: (call, table) => call.sql`bigserial${isKey(call, table) && ' primary key'}`,
  enu,
  enum: enu,
  specificType: (call) => verbatimOf(call.argument(1)),
}; // prettier-ignore

function varchar(call: Call): Text {
  return call.sql`varchar(${number(call.argument(1), 255)})`;
}

/** A number as Knex takes it: from a string, too. Of an unknown one, the usual. */
function number(value: Value, otherwise: number): string {
  const known = value.kind === 'constant' ? Number(value.value ?? otherwise) : Number.parseInt(knownString(value) ?? '', 10); // prettier-ignore
  return String(Number.isNaN(known) ? otherwise : known);
}

function moment(call: Call): Text {
  const [first, second] = [call.argument(1), call.argument(2)];
  const isOptions = first.kind === 'object';
  const zone = isOptions ? property(first, 'useTz') : null;
  const hasZone = isOptions ? !(zone?.kind === 'constant' && zone.value === false) : !isTrue(first);
  const precision = isOptions ? property(first, 'precision') : second;
  const digits = precision?.kind === 'constant' && typeof precision.value === 'number' ? `(${precision.value})` : '';
  return call.sql`${hasZone ? 'timestamptz' : 'timestamp'}${digits}`;
}

/** Only without options, or when they say so, and where no other primary key is declared. */
function isKey(call: Call, table: Table): boolean {
  const options = call.argument(1);
  return (options.kind !== 'object' || isTrue(property(options, 'primaryKey'))) && !table.primary;
}

/** The values of an enumeration. */
const values = (call: Call) => {
  const allowed = call.argument(1);
  return allowed.kind === 'array' ? joined(allowed.items.map((item) => option(item, call)), ', ') : bound(allowed); // prettier-ignore
};

/** Knex writes values as they are: a quote in one breaks the SQL. */
function option(value: Value, call: Call): Text {
  const words = knownString(value);
  return words === null ? moved(bound(value), call.head) : call.sql`'${words}'`;
}

/** The native type of `enu(name, values, { useNative: true, enumName })`, or null. */
function nativeName(call: Call, table: Table): Text | null {
  const options = call.argument(2);
  if (!isTrue(property(options, 'useNative'))) return null;
  const named = property(options, 'enumName');
  return named
    ? moved(name(named, property(options, 'schemaName') ?? table.place.schema), call.head)
    : call.sql`undefined`;
}

function enu(call: Call, table: Table): Text {
  const native = nativeName(call, table);
  return native ?? call.sql`text check (${moved(name(call.argument(0)), call.head)} in (${values(call)}))`;
}

/** A native enumeration is created first, unless it is there. */
export function typeBefore(call: Call, table: Table): Text | null {
  const native = call.name === 'enu' || call.name === 'enum' ? nativeName(call, table) : null;
  if (!native || isTrue(property(call.argument(2), 'existingType'))) return null;
  return call.sql`create type ${native} as enum (${values(call)}); `;
}
