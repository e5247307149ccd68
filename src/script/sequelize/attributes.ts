import type { Range } from '../../types.ts';
import { asText, isMissing, joined, knownString, literal, sqlAt } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import { optionsOf, type Value } from '../values.ts';
import { dataTypeOf, enumLabels, isOwnDefault, typeText } from './data-types.ts';
import { fragmentText, valueText } from './expressions.ts';
import { enumName, quoted, quotedParts, quotedTable, type Table, tableOf } from './names.ts';
import { isFalsy, isSet, option, type Version } from './options.ts';

/** A column as its definition says it; the texts are null where it says nothing. */
export interface Attribute {
  readonly column: Value;
  readonly type: Text | null;
  readonly notNull: boolean;
  readonly serial: boolean;
  readonly identity: boolean;
  readonly default: Text | null;
  readonly unique: boolean;
  readonly primaryKey: boolean;
  readonly references: Text | null;
  readonly comment: Text | null;
  /** Makes the type of an ENUM, unless it is there. */
  readonly makesType: Text | null;
  /** Of an ENUM: its type's name. */
  readonly enumName: Text | null;
  readonly range: Range;
}

/** What a definition says: a data type, or an object with `type`. */
export function attributeOf(table: Table, column: Value, definition: Value, version: Version): Attribute {
  const [given = definition] = optionsOf(definition);
  const options = given.kind === 'object' ? given : null;
  const type = options ? options.properties.get('type') : given;
  const { range } = given;
  const labels = type ? enumLabels(type, options?.properties.get('values')) : null;
  const name = enumName(table, column, type?.range ?? range);
  const isSerial = isSet(given, 'autoIncrement') && !isSet(given, 'autoIncrementIdentity');
  const allowNull = options?.properties.get('allowNull');
  const comment = option(given, 'comment');
  return {
    column,
    type: type ? (isSerial ? serialText(type, version) : typeText(type, name, version)) : null,
    notNull: allowNull !== undefined && (version === 6 ? isFalsy(allowNull) : allowNull.kind === 'constant' && allowNull.value === false), // prettier-ignore
    serial: isSerial,
    identity: isSet(given, 'autoIncrement') && !isSerial,
    default: defaultText(options?.properties.get('defaultValue')),
    unique: option(given, 'unique')?.kind === 'constant' && isSet(given, 'unique'),
    primaryKey: isSet(given, 'primaryKey'),
    references: referencesText(table, given, version),
    comment: comment ? literal(comment) : null,
    makesType: labels && makeType(name, labels, type?.range ?? range),
    enumName: labels && name,
    range,
  };
}

function serialText(type: Value, version: Version): Text {
  const at = sqlAt(type.range);
  switch (dataTypeOf(type)?.key) {
    case 'BIGINT':
      return at`BIGSERIAL`;
    case 'SMALLINT':
      return at`SMALLSERIAL`;
    case 'INTEGER':
      return at`SERIAL`;
    default:
      return at`${typeText(type, [], version)} SERIAL`;
  }
}

function defaultText(value: Value | undefined): Text | null {
  return !value || isMissing(value) || isOwnDefault(value) ? null : valueText(value);
}

/** Null for a name that is not known: inside a block nobody could read it. */
function makeType(name: Text, labels: readonly Value[], range: Range): Text | null {
  if (textValue(name).includes('${')) return null;
  const at = sqlAt(range);
  const known = labels.filter((label) => knownString(label) !== null);
  const values = known.length > 0 ? joined(known.map(literal), ', ') : at`'?'`;
  return at`DO $do$BEGIN CREATE TYPE ${name} AS ENUM (${values}); EXCEPTION WHEN duplicate_object THEN null; END$do$`;
}

/** `REFERENCES … ON DELETE …`; a table that is only named stands in the same schema. */
function referencesText(table: Table, options: Value, version: Version): Text | null {
  const references = option(options, 'references');
  if (!references) return null;
  const target = option(references, version === 6 ? 'model' : 'table') ?? option(references, 'model') ?? option(references, 'table'); // prettier-ignore
  const key = option(references, 'key');
  const at = sqlAt(references.range);
  const name = target ?? (references.kind === 'text' ? references : null);
  if (!name) return null;
  const deferrable = option(references, 'deferrable');
  return at` REFERENCES ${quotedTable(tableOf(name, table.schema), version)} (${key ? quotedParts(key) : '"id"'})${actionText(options, 'onDelete', ' ON DELETE ')}${actionText(options, 'onUpdate', ' ON UPDATE ')}${deferrable && deferrableText(deferrable)}`;
} // prettier-ignore

/** ` ON DELETE CASCADE`. */
export function actionText(options: Value, name: string, words: string): Text | null {
  const action = option(options, name);
  const known = action ? knownString(action) : null;
  return action && known ? [constant(`${words}${known.toUpperCase()}`, action.range)] : null;
}

/** ` DEFERRABLE INITIALLY DEFERRED`, of `Deferrable.INITIALLY_DEFERRED`. */
export function deferrableText(value: Value): Text {
  const text = fragmentText(value) ?? asText(value);
  return sqlAt(value.range)` ${text}`;
}

/** The definition of a column, without its primary key: a table has that at its end. */
export function definitionText(attribute: Attribute): Text {
  const at = sqlAt(attribute.range);
  const { type, identity, unique, references } = attribute;
  return at`${quoted(attribute.column)} ${type ?? 'TEXT'}${attribute.notNull && !attribute.serial && ' NOT NULL'}${identity && ' GENERATED BY DEFAULT AS IDENTITY'}${attribute.default && at` DEFAULT ${attribute.default}`}${unique && ' UNIQUE'}${references}`;
} // prettier-ignore
