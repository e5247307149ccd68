import type { Call } from '../call.ts';
import { asText, identifier, joined, knownString, literal } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { stringValue, type Value } from '../values.ts';
import { isNothing, lastPart, listOf, maybe, nameOf, option, pathIn, schemaOf, surely } from './options.ts';

/** The definition of a column as CREATE TABLE and ADD take it. */
export function columnSql(call: Call, table: Value, column: Value): Text {
  const name = identifier(nameOf(column));
  if (column.kind === 'unknown') return call.sql`${name} ${asText(column)}`;
  const [expression, collation, fallback] = [option(column, 'asExpression'), option(column, 'collation'), option(column, 'default')];
  const isStored = is(option(column, 'generatedType'), 'STORED') && expression;
  return call.sql`${name}${generation(call, column)}${typeSql(call, table, column)}${isStored && call.sql` GENERATED ALWAYS AS (${asText(expression)}) STORED`}${collation && call.sql` COLLATE ${identifier(collation)}`}${!surely(option(column, 'isNullable')) && ' NOT NULL'}${fallback && call.sql` DEFAULT ${asText(fallback)}`}${isUuid(column) && !fallback && ' DEFAULT uuid_generate_v4()'}`;
} // prettier-ignore

const serials: Readonly<Record<string, string>> = {
  integer: ' SERIAL', int: ' SERIAL', int4: ' SERIAL', smallint: ' SMALLSERIAL', int2: ' SMALLSERIAL', bigint: ' BIGSERIAL', int8: ' BIGSERIAL',
}; // prettier-ignore

const isUuid = (column: Value) => surely(option(column, 'isGenerated')) && is(option(column, 'generationStrategy'), 'uuid'); // prettier-ignore

/** `SERIAL` and the like in place of a generated column's type. */
function generation(call: Call, column: Value): Text | string {
  if (!surely(option(column, 'isGenerated')) || isUuid(column)) return '';
  const type = option(column, 'type');
  if (is(option(column, 'generationStrategy'), 'identity'))
    return call.sql` ${type && asText(type)} GENERATED ${textOr(option(column, 'generatedIdentity'), 'BY DEFAULT')} AS IDENTITY`;
  const serial = serials[(type && knownString(type)) ?? ''];
  return serial === undefined || !type ? '' : [constant(serial, type.range)];
}

const textOr = (value: Value | undefined, other: string) => (value ? asText(value) : other);

function typeSql(call: Call, table: Value, column: Value): Text | null {
  if (isEnum(column)) return call.sql` ${enumName(call, table, column)}${maybe(option(column, 'isArray')) && ' array'}`;
  const isWritten = surely(option(column, 'isGenerated')) && !is(option(column, 'type'), 'uuid');
  return isWritten ? null : call.sql` ${fullType(call, column)}`;
}

/** Types that TypeORM writes in another way. */
const written: Readonly<Record<string, readonly [string, string]>> = {
  'time without time zone': ['TIME', ''],
  'time with time zone': ['TIME', ' WITH TIME ZONE'],
  'timestamp without time zone': ['TIMESTAMP', ''],
  'timestamp with time zone': ['TIMESTAMP', ' WITH TIME ZONE'],
};

const spatial = new Set(['geometry', 'geography']);

/** A column's type with its length, precision, scale. */
export function fullType(call: Call, column: Value): Text {
  const type = option(column, 'type');
  if (!type) return asText(call.unknown());
  const name = knownString(type) ?? '';
  const [length, precision, scale] = ['length', 'precision', 'scale'].map((each) => option(column, each));
  const inner = spatial.has(name) ? [option(column, 'spatialFeatureType'), option(column, 'srid')] : name in written ? [precision] : [precision, scale]; // prettier-ignore
  const hasLength = length && maybe(length) && !spatial.has(name) && !(name in written);
  const modifiers = hasLength ? [length] : inner[0] ? inner.filter((each) => each !== undefined) : [];
  const [head, tail] = written[name] ?? [null, ''];
  return call.sql`${head === null ? asText(type) : [constant(head, type.range)]}${modifiers.length > 0 && call.sql`(${joined(modifiers.map((each) => asText(each)), ',')})`}${tail}${maybe(option(column, 'isArray')) && ' array'}`;
} // prettier-ignore

/** Whether an option is this word. */
export const is = (value: Value | undefined, word: string): boolean =>
  value !== undefined && knownString(value) === word;

/** Whether TypeORM keeps a type of its own for the column. */
export const isEnum = (column: Value): boolean => /^(?:simple-)?enum$/.test(knownString(option(column, 'type') ?? column) ?? '') && option(column, 'type') !== undefined; // prettier-ignore

/** The name of a column's enum type, in the table's schema; `suffix` is put behind it. */
export function enumName(call: Call, table: Value, column: Value, suffix = '', isBare = false): Text {
  const own = option(column, 'enumName');
  const parts = [lastPart(nameOf(table)), nameOf(column)].map((each) => knownString(each));
  const name = own ? knownString(own) : parts.includes(null) ? null : `${parts[0]}_${parts[1]?.toLowerCase()}_enum`;
  const { range } = own ?? option(column, 'type') ?? column;
  const value: Value = name === null ? call.unknown() : stringValue([constant(name + suffix, range)], range);
  return pathIn(isBare ? undefined : schemaOf(table), value);
}

/** CREATE TYPE of a column's enum. */
export function createEnum(call: Call, table: Value, column: Value, name: Text = enumName(call, table, column)): Text {
  const values = listOf(option(column, 'enum')).map((each) => literal(each));
  return call.sql`CREATE TYPE ${name} AS ENUM (${joined(values, ', ')})`;
}

/** The comment of a table or column as a literal. */
export const commentText = (value: Value | undefined): Text | string =>
  value && !isNothing(value) && knownString(value) !== '' ? literal(value) : 'NULL';
