import { asText, identifier, isMissing, joined, keysOf } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { arrayValue, type ObjectValue, type Value } from '../values.ts';
import { applyType, sequenceClauses, typeText } from './column-types.ts';
import { references } from './constraints.ts';
import { comment, composed, escaped, type Given, has, isSet, nameOf, option } from './given.ts';

/** The columns of a table as the library writes them. */
export interface Columns {
  readonly lines: readonly Text[];
  /** The columns of a primary key of several. */
  readonly primaryKey: Value | null;
  readonly comments: readonly Text[];
}

interface Column {
  readonly name: Value;
  readonly options: ObjectValue;
}

/** Reads a map of columns; one that is not known gives none. */
export function columnsOf(table: Value, map: Value, given: Given): Columns {
  const columns = map.kind === 'object' ? keysOf(map).map((name) => columnOf(name, map, given)) : [];
  const keys = columns.filter(({ options }) => has(options, 'primaryKey')).map(({ name }) => name);
  const isAlone = keys.length === 1;
  return {
    lines: columns.map((column) => columnLine(column, table, isAlone, given)),
    primaryKey: keys.length > 1 ? arrayValue([...keys], map.range) : null,
    comments: [
      ...columns.flatMap(({ name, options }) => {
        const text = option(options, 'comment');
        return text ? [comment(given, 'COLUMN', joined([nameOf(table), nameOf(name)], '.'), text)] : [];
      }),
      ...columns.flatMap((column) => referenceComment(column, table, given)),
    ],
  };
}

const columnOf = (name: Value, map: ObjectValue, given: Given): Column => ({ name, options: applyType(map.properties.get(keyOf(name)) ?? name, given) }); // prettier-ignore

const keyOf = (name: Value) => (name.kind === 'text' ? name.text.map(({ text }) => text).join('') : '');

function columnLine({ name, options }: Column, table: Value, isAlone: boolean, given: Given): Text {
  const { sql } = given;
  const words = (key: string, before: string, after = '') => {
    const value = option(options, key);
    return isSet(value) && sql` ${before}${asText(value)}${after}`;
  };
  const defaultValue = option(options, 'default');
  const parts = [
    words('collation', 'COLLATE '),
    defaultValue && !isMissing(defaultValue) && sql` DEFAULT ${escaped(defaultValue)}`,
    has(options, 'unique') && sql` UNIQUE`,
    isAlone && has(options, 'primaryKey') && sql` PRIMARY KEY`,
    has(options, 'notNull') && sql` NOT NULL`,
    words('check', 'CHECK (', ')'),
    isSet(option(options, 'references')) &&
      sql` ${referenceName(name, options, table, given)}${references(options, given)}`,
    has(options, 'deferrable') && sql` ${deferrable(options)}`,
    identity(options, given),
    words('expressionGenerated', 'GENERATED ALWAYS AS (', ') STORED'),
  ];
  return [...sql`${identifier(name)} ${typeText(options)}${array(options, given)}`, ...parts.flatMap((part) => (part === false ? [] : (part ?? [])))]; // prettier-ignore
}

function array(options: ObjectValue, { sql }: Given): Text {
  const value = option(options, 'array');
  if (value?.kind !== 'constant') return [];
  if (value.value === true) return sql` ARRAY`;
  return typeof value.value === 'number' ? sql` ARRAY[${String(value.value)}]` : [];
}

function identity(options: ObjectValue, given: Given): Text {
  const value = option(options, 'sequenceGenerated');
  return isSet(value) ? given.sql` ${identityWords(value, given)}` : [];
}

/** `GENERATED ALWAYS AS IDENTITY (START WITH 10)`. */
export function identityWords(value: Value, given: Given): Text {
  const { sql } = given;
  const precedence = option(value, 'precedence');
  const clauses = joined(sequenceClauses(given, value), ' ');
  return sql`GENERATED ${precedence ? asText(precedence) : 'ALWAYS'} AS IDENTITY${clauses.length > 0 && sql` (${clauses})`}`; // prettier-ignore
}

/** `DEFERRABLE INITIALLY DEFERRED`. */
export const deferrable = (options: Value): string => `DEFERRABLE INITIALLY ${has(options, 'deferred') ? 'DEFERRED' : 'IMMEDIATE'}`; // prettier-ignore

function constraintName(name: Value, options: ObjectValue, table: Value): Value | null {
  const own = option(options, 'referencesConstraintName');
  if (isSet(own)) return own;
  return has(options, 'referencesConstraintComment') ? composed([table, '_fk_', name], name) : null;
}

function referenceName(name: Value, options: ObjectValue, table: Value, { sql }: Given): Text {
  const own = constraintName(name, options, table);
  return own ? sql`CONSTRAINT ${nameOf(own)} ` : [];
}

function referenceComment({ name, options }: Column, table: Value, given: Given): readonly Text[] {
  const text = option(options, 'referencesConstraintComment');
  const own = constraintName(name, options, table);
  if (!text || !own || !isSet(option(options, 'references'))) return [];
  return [comment(given, 'CONSTRAINT', given.sql`${nameOf(own)} ON ${nameOf(table)}`, text)];
}
