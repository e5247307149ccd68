import type { Call } from '../call.ts';
import { asText, identifier, joined, keysOf, knownString, literal, property } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { isMissing, isTrue } from '../sql.ts';
import { objectValue, type ObjectValue, optionsOf, stringValue, type Value } from '../values.ts';

/** What db-migrate's `dataType` holds (db-migrate-shared data_type.js). */
const dataTypes = {
  CHAR: 'char', STRING: 'string', TEXT: 'text', SMALLINT: 'smallint', BIGINT: 'bigint', INTEGER: 'int', SMALL_INTEGER: 'smallint',
  BIG_INTEGER: 'bigint', REAL: 'real', DATE: 'date', DATE_TIME: 'datetime', TIME: 'time', BLOB: 'blob', TIMESTAMP: 'timestamp',
  BINARY: 'binary', BOOLEAN: 'boolean', DECIMAL: 'decimal',
} as const; // prettier-ignore

const written: Readonly<Record<string, string>> = { string: 'VARCHAR', datetime: 'TIMESTAMP', blob: 'BYTEA', int: 'INTEGER' }; // prettier-ignore

const namesOfTypes: Readonly<Record<string, string>> = dataTypes;

/** A type as db-migrate-pg writes it; `dbm.dataType.STRING` of an unknown `dbm` is known by its name. */
function typeText(value: Value): Text {
  const known = optionsOf(value).map(knownString).find((name) => name !== null); // prettier-ignore
  const member = value.kind === 'unknown' ? /\.([A-Z_]+)$/.exec(value.expression)?.[1] : undefined;
  const name = known ?? (member === undefined ? undefined : namesOfTypes[member]);
  if (name === undefined) return identifier(value);
  const plain = name.replace(/^(time|timestamp)tz$/, '$1');
  return [constant(written[plain] ?? plain.toUpperCase(), value.range)];
}

const isZoned = (type: Value | undefined) => /^time(?:stamp)?tz$/.test((type && knownString(type)) ?? '');

/** A column's options; a string is its type. */
function optionsOfColumn(spec: Value): ObjectValue {
  return spec.kind === 'object' ? spec : objectValue([['type', spec]], spec.range);
}

const isOn = (value: Value | undefined) => value !== undefined && !(value.kind === 'constant' && !value.value);

/** A column with its name, type and constraints; `emitsKey`: it is the table's only key. */
export function columnText(call: Call, name: Value, spec: Value, emitsKey: boolean): Text {
  const { sql } = call;
  const options = optionsOfColumn(spec);
  const [type, length, key] = [property(options, 'type'), property(options, 'length'), isOn(property(options, 'primaryKey'))]; // prettier-ignore
  const isSerial = key && isOn(property(options, 'autoIncrement'));
  const isBig = knownString(type ?? name) === 'bigint';
  const own = isSerial ? (isBig ? 'BIGSERIAL' : 'SERIAL') : type ? typeText(type) : 'TEXT';
  const size = isOn(length) && length ? sql`(${asText(length)})` : null;
  const zone = (isOn(property(options, 'timezone')) || isZoned(type)) && ' WITH TIME ZONE';
  const notNull = isTrue(property(options, 'notNull')) && ' NOT NULL';
  const unique = isOn(property(options, 'unique')) && ' UNIQUE';
  const given = property(options, 'defaultValue');
  return sql`${identifier(name)} ${own}${size}${zone}${emitsKey && key && ' PRIMARY KEY'}${notNull}${unique}${given && !isMissing(given) && sql` DEFAULT ${defaultText(given)}`}`;
} // prettier-ignore

/** `{ raw: 'now()' }`, `{ prep }` and `{ special: 'CURRENT_TIMESTAMP' }` are SQL, all else a value. */
export function defaultText(value: Value): Text {
  const raw = property(value, 'raw') ?? property(value, 'prep') ?? property(value, 'special');
  return raw ? asText(raw) : literal(value);
}

/** A type with its length, for `ALTER COLUMN … TYPE`. */
export function sizedType(call: Call, options: ObjectValue): Text | null {
  const [type, length] = [property(options, 'type'), property(options, 'length')];
  if (!type) return null;
  return call.sql`${typeText(type)}${isOn(length) && length ? call.sql`(${asText(length)})` : null}${isZoned(type) && ' WITH TIME ZONE'}`; // prettier-ignore
}

/** The columns of `createTable`, and the statements that follow it: foreign keys and comments. */
export function tableParts(call: Call, table: Value, specs: Value): { readonly lines: readonly Text[]; readonly after: readonly Text[] } {
  if (specs.kind !== 'object') return { lines: [], after: [] };
  const names = keysOf(specs);
  const specOf = (name: Value) => specs.properties.get(knownString(name) ?? '') ?? name;
  const keys = names.filter((name) => isOn(property(optionsOfColumn(specOf(name)), 'primaryKey')));
  const lines = names.map((name) => columnText(call, name, specOf(name), keys.length === 1));
  const key = keys.length > 1 ? [call.sql`PRIMARY KEY (${joined(keys.map(identifier), ', ')})`] : [];
  return { lines: [...lines, ...key], after: names.flatMap((name) => columnParts(call, table, name, specOf(name))) };
} // prettier-ignore

/** What a column's definition sends of its own: its foreign key, its comment. */
export function columnParts(call: Call, table: Value, column: Value, spec: Value): readonly Text[] {
  const [key, comment] = [property(spec, 'foreignKey'), property(spec, 'comment')];
  const words = comment && call.sql`COMMENT ON COLUMN ${asText(table)}.${asText(column)} IS ${literal(comment)}`;
  if (!key) return words ? [words] : [];
  const mapping = property(key, 'mapping');
  const map = mapping?.kind === 'object' ? mapping : objectValue([[knownString(column) ?? 'column', mapping ?? column]], column.range); // prettier-ignore
  const reference = foreignKey(call, table, property(key, 'table') ?? key, property(key, 'name') ?? key, map, property(key, 'rules')); // prettier-ignore
  return [...(words ? [words] : []), reference];
}

/** `ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY`; `mapping` says which column points to which. */
export function foreignKey(call: Call, table: Value, target: Value, name: Value, mapping: Value, rules: Value | undefined): Text {
  const { sql } = call;
  const rule = (key: string) => {
    const value = rules && property(rules, key);
    return value && isOn(value) ? asText(value) : 'NO ACTION';
  };
  const columns = mapping.kind === 'object' ? keysOf(mapping) : [mapping];
  const targets = mapping.kind === 'object' ? [...mapping.properties.values()] : [mapping];
  return sql`ALTER TABLE ${identifier(table)} ADD CONSTRAINT ${identifier(name)} FOREIGN KEY (${joined(columns.map(identifier), ', ')}) REFERENCES ${identifier(target)} (${joined(targets.map(identifier), ', ')}) ON DELETE ${rule('onDelete')} ON UPDATE ${rule('onUpdate')}`;
} // prettier-ignore

/** The object in which scripts find the types: `dbm.dataType`. */
export const dataType = objectValue(
  Object.entries(dataTypes).map(([name, type]) => [name, stringValue([constant(type, [0, 0])], [0, 0])] as const),
);
