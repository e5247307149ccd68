import type { Call } from '../call.ts';
import { asText, identifier, knownString, literal } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { type Value, stringValue } from '../values.ts';
import { columnSql, commentText, createEnum, enumName, fullType, is, isEnum } from './column.ts';
import { isSame } from './compare.ts';
import { constraintName, primaryColumns, primaryKeyName, primaryKeySql, uniqueOf, uniqueSql } from './constraints.ts';
import { lastPart, listOf, maybe, nameOf, option, path, pathIn, schemaOf, surely } from './options.ts';

/** What TypeORM sends for a column whose type stays: each change by itself, in its order. */
export function* changeTo(call: Call, table: Value, old: Value, column: Value): Generator<Text> {
  const differs = (name: string) => !isSame(old, column, name);
  const name = identifier(nameOf(column));
  const alter = (action: Text | string) => call.sql`ALTER TABLE ${path(table)} ${action}`;
  const set = (action: Text | string) => alter(call.sql`ALTER COLUMN ${name} ${action}`);
  if (differs('name') && knownString(nameOf(old)) !== knownString(nameOf(column))) yield alter(call.sql`RENAME COLUMN ${identifier(nameOf(old))} TO ${name}`); // prettier-ignore
  if (differs('precision') || differs('scale')) yield set(call.sql`TYPE ${fullType(call, column)}`);
  const isRemade = isEnum(column) && (differs('enum') || differs('enumName'));
  const keepsDefault = isRemade && (yield* changeEnum(call, table, old, column, set));
  if (differs('isNullable')) yield set(surely(option(column, 'isNullable')) ? 'DROP NOT NULL' : 'SET NOT NULL');
  if (differs('comment')) yield call.sql`COMMENT ON COLUMN ${path(table)}.${name} IS ${commentText(option(column, 'comment'))}`; // prettier-ignore
  if (differs('isPrimary')) yield* changePrimaryKey(call, table, column, alter);
  if (differs('isUnique')) {
    const isUnique = surely(option(column, 'isUnique'));
    yield alter(isUnique ? call.sql`ADD ${uniqueSql(call, table, column)}` : call.sql`DROP CONSTRAINT ${constraintName('unique', table, uniqueOf(column))}`); // prettier-ignore
  }
  if (differs('isGenerated')) yield* changeGeneration(call, table, old, column, set);
  if (differs('default') && !keepsDefault) {
    const fallback = option(column, 'default');
    if (fallback) yield set(call.sql`SET DEFAULT ${asText(fallback)}`);
    else if (maybeThere(old, 'default')) yield set('DROP DEFAULT');
  }
  if (differs('spatialFeatureType') || differs('srid')) yield set(call.sql`TYPE ${fullType(call, column)}`);
  const collation = option(column, 'collation');
  if (differs('collation') && collation) yield set(call.sql`TYPE ${asText(option(column, 'type') ?? column)} COLLATE ${identifier(collation)}`); // prettier-ignore
  if (option(old, 'generatedType') && !option(column, 'generatedType') && column.kind === 'object' && !column.isOpen) yield* keepGenerated(call, table, old, column, alter); // prettier-ignore
}

/** A column whose values were generated: they are copied into one that holds its own. */
function* keepGenerated(call: Call, table: Value, old: Value, column: Value, alter: (action: Text) => Text): Generator<Text> {
  const { range } = nameOf(column);
  const words = asText(nameOf(old)).map(({ text }) => text);
  const aside = identifier(stringValue([constant(`TEMP_OLD_${words.join('')}`, range)], range));
  yield alter(call.sql`RENAME COLUMN ${identifier(nameOf(old))} TO ${aside}`);
  yield alter(call.sql`ADD ${columnSql(call, table, column)}`);
  yield call.sql`UPDATE ${path(table)} SET ${identifier(nameOf(column))} = ${aside}`;
  yield alter(call.sql`DROP COLUMN ${aside}`);
} // prettier-ignore

/** Whether the column has an option, as far as its object tells; of one of the database, nobody knows. */
const maybeThere = (column: Value, name: string): boolean => option(column, name) !== undefined || column.kind !== 'object'; // prettier-ignore

/** New values are added; anything else makes the type anew. Answers whether the default is taken care of. */
function* changeEnum(call: Call, table: Value, old: Value, column: Value, set: (action: Text) => Text): Generator<Text, boolean> {
  const [before, after] = [old, column].map((each) => listOf(option(each, 'enum')).map((value) => knownString(value)));
  const isLonger = before && after && before.length > 0 && before.every((value) => value !== null && after.includes(value));
  const type = enumName(call, table, column);
  if (isLonger && isSame(old, column, 'enumName')) {
    for (const value of listOf(option(column, 'enum')))
      if (!before.includes(knownString(value))) yield call.sql`ALTER TYPE ${enumName(call, table, old)} ADD VALUE ${literal(value)}`;
    return false;
  }
  const isArray = maybe(option(column, 'isArray')) && '[]';
  yield call.sql`ALTER TYPE ${enumName(call, table, old)} RENAME TO ${enumName(call, table, old, '_old', true)}`;
  yield createEnum(call, table, column, type);
  const hadDefault = maybeThere(old, 'default');
  if (hadDefault) yield set(call.sql`DROP DEFAULT`);
  const name = identifier(nameOf(column));
  yield set(call.sql`TYPE ${type}${isArray} USING ${name}::"text"::${type}${isArray}`);
  const fallback = option(column, 'default');
  if (fallback) yield set(call.sql`SET DEFAULT ${asText(fallback)}`);
  yield call.sql`DROP TYPE ${enumName(call, table, old, '_old')}`;
  return hadDefault;
} // prettier-ignore

function* changePrimaryKey(call: Call, table: Value, column: Value, alter: (action: Text) => Text): Generator<Text> {
  const before = primaryColumns(table);
  const isPrimary = surely(option(column, 'isPrimary'));
  if (before.length > 0 || !isPrimary) yield alter(call.sql`DROP CONSTRAINT ${primaryKeyName(table, before)}`);
  const name = knownString(nameOf(column));
  const others = before.filter((each) => knownString(nameOf(each)) !== name);
  const after = isPrimary ? [...before, column] : others;
  if (after.length > 0) yield alter(call.sql`ADD ${primaryKeySql(call, table, after)}`);
}

/** A sequence or function that fills the column in begins or ends to do so. */
function* changeGeneration(call: Call, table: Value, old: Value, column: Value, set: (action: Text | string) => Text): Generator<Text> {
  const sequence = sequencePath(table, column);
  const drop = call.sql`DROP SEQUENCE ${sequence}`;
  const [was, becomes] = [old, column].map((each) => [surely(option(each, 'isGenerated')), option(each, 'generationStrategy')] as const);
  if (was?.[0] && (is(was[1], 'uuid') || is(was[1], 'increment'))) yield set('DROP DEFAULT');
  if (was?.[0] && is(was[1], 'increment')) yield drop;
  if (is(becomes?.[1], 'uuid')) yield set(becomes?.[0] ? 'SET DEFAULT uuid_generate_v4()' : 'DROP DEFAULT');
  if (!is(becomes?.[1], 'increment')) return;
  if (becomes?.[0]) {
    yield call.sql`CREATE SEQUENCE IF NOT EXISTS ${sequence} OWNED BY ${path(table)}.${identifier(nameOf(column))}`;
    yield set(call.sql`SET DEFAULT nextval('${sequence}')`);
  } else {
    yield set('DROP DEFAULT');
    yield drop;
  }
} // prettier-ignore

function sequencePath(table: Value, column: Value): Text {
  const words = [lastPart(nameOf(table)), nameOf(column)].flatMap((each) => asText(each).map(({ text }) => text));
  const { range } = nameOf(column);
  return pathIn(schemaOf(table), stringValue([constant(`${words.join('_')}_seq`, range)], range));
}
