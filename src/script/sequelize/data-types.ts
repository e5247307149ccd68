import type { Range } from '../../types.ts';
import { asText, joined, knownString, literal, sqlAt } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { optionsOf, receiver, type ReceiverType, type Value } from '../values.ts';
import { entry, itemsIn, option, type Version } from './options.ts';

/** A data type as a script writes it: `STRING(255)`, `ENUM('a', 'b')`. */
interface DataType {
  readonly key: string;
  readonly args: readonly Value[];
  readonly isBinary: boolean;
  readonly isUnsigned: boolean;
}

const dataType: ReceiverType<DataType> = {
  name: 'DataType',
  methods: {},
  call: (call, { state }) => receiver(dataType, { ...state, args: call.args }, call.range),
  get: ({ state, range }, name) => {
    if (name === 'BINARY') return receiver(dataType, { ...state, isBinary: true }, range);
    if (name === 'UNSIGNED') return receiver(dataType, { ...state, isUnsigned: true }, range);
    return name === 'ZEROFILL' || name === 'V4' || name === 'V1' ? receiver(dataType, state, range) : undefined;
  },
  others: 'chain',
  isHarmless: true,
};

/** What PostgreSQL has for types without length, where it is not their own name. */
const plain: Readonly<Record<Version, Readonly<Record<string, string>>>> = {
  6: { DATE: 'TIMESTAMP WITH TIME ZONE', DATEONLY: 'DATE', DOUBLE: 'DOUBLE PRECISION', NUMERIC: 'DECIMAL', BLOB: 'BYTEA' },
  7: { DATE: 'TIMESTAMP WITH TIME ZONE', DATEONLY: 'DATE', DOUBLE: 'DOUBLE PRECISION', BLOB: 'BYTEA', TINYINT: 'SMALLINT', MEDIUMINT: 'INTEGER', FLOAT: 'REAL' },
}; // prettier-ignore

const keys =
  `STRING CHAR TEXT NUMBER TINYINT SMALLINT MEDIUMINT INTEGER BIGINT FLOAT TIME DATE DATEONLY BOOLEAN NOW BLOB DECIMAL NUMERIC UUID
  UUIDV1 UUIDV4 HSTORE JSON JSONB VIRTUAL ARRAY ENUM RANGE REAL DOUBLE GEOMETRY GEOGRAPHY CIDR INET MACADDR MACADDR8 CITEXT TSVECTOR`.split(
    /\s+/,
  );

const values = new Map(keys.map((key) => [key, receiver(dataType, { key, args: [], isBinary: false, isUnsigned: false })])); // prettier-ignore

/** The data type of a name: `STRING`. */
const dataTypeNamed = (name: string): Value | undefined => values.get(name);

/** `DataTypes`. */
export const dataTypes: Value = receiver(
  { name: 'DataTypes', methods: {}, get: (_, name) => dataTypeNamed(name), others: 'nothing', isHarmless: true },
  null,
);

/** What a value says as a data type; null when it is none. */
export function dataTypeOf(value: Value): DataType | null {
  const [first = value] = optionsOf(value);
  return first.kind === 'receiver' && (first.type as unknown) === dataType ? (first.state as DataType) : null;
}

/** Whether a default is made by Sequelize itself, and the column has none. */
export function isOwnDefault(value: Value): boolean {
  return value.kind === 'function' || ['NOW', 'UUIDV1', 'UUIDV4'].includes(dataTypeOf(value)?.key ?? '');
}

/** The labels of an ENUM, or of an array of one; null for any other type. `labels` are those that the column's options name. */
export function enumLabels(type: Value, labels: Value | undefined): readonly Value[] | null {
  const known = dataTypeOf(type);
  if (known?.key === 'ARRAY') {
    const of = known.args[0] && (option(known.args[0], 'type') ?? known.args[0]);
    return of ? enumLabels(of, labels) : null;
  }
  if (known?.key !== 'ENUM') return null;
  const [first] = known.args;
  const listed = first && (first.kind === 'array' ? first : option(first, 'values'));
  if (labels) return itemsIn(labels);
  return listed ? itemsIn(listed) : known.args;
}

/** The SQL of a data type; an ENUM has the name of a type of its own. */
export function typeText(value: Value, enumName: Text, version: Version): Text {
  const [first = value] = optionsOf(value);
  const type = dataTypeOf(first);
  const at = sqlAt(value.range);
  if (!type) return unquoted(first);
  const { key, args, isBinary, isUnsigned } = type;
  const [length, second] = args;
  switch (key) {
    case 'ENUM':
      return enumName;
    case 'ARRAY':
      return length ? at`${typeText(option(length, 'type') ?? length, enumName, version)}[]` : at`TEXT[]`;
    case 'RANGE':
      return at`${entry(ranges, dataTypeOf(length ?? first)?.key ?? (length ? (knownString(length) ?? '') : '')) ?? 'int4range'}`;
    case 'STRING':
    case 'CHAR':
      if (isBinary) return at`BYTEA`;
      return at`${key === 'CHAR' ? 'CHAR' : 'VARCHAR'}(${numberText(length, '255', value.range)})`;
    case 'DECIMAL':
    case 'NUMERIC':
      return modified(at`DECIMAL`, args, ['precision', 'scale']);
    case 'FLOAT':
    case 'REAL':
    case 'DOUBLE':
      return version === 6 && !second ? modified(at`${plain[6][key] ?? key}`, args, ['length']) : at`${plain[version][key] ?? key}`;
    case 'DATE':
    case 'TIME':
      return version === 7 && length ? at`${key === 'DATE' ? 'TIMESTAMP' : 'TIME'}(${numberText(length, '6', value.range)})${key === 'DATE' && ' WITH TIME ZONE'}` : at`${plain[version][key] ?? key}`;
    case 'GEOMETRY':
    case 'GEOGRAPHY':
      return modified(at`${key}`, args, ['type', 'srid']);
    case 'INTEGER':
    case 'SMALLINT':
      return at`${isUnsigned && version === 7 ? (key === 'INTEGER' ? 'BIGINT' : 'INTEGER') : key}`;
    default:
      return at`${plain[version][key] ?? key}`;
  }
} // prettier-ignore

const ranges: Readonly<Record<string, string>> = {
  INTEGER: 'int4range', DECIMAL: 'numrange', DATE: 'tstzrange', DATEONLY: 'daterange', BIGINT: 'int8range',
  integer: 'int4range', decimal: 'numrange', date: 'tstzrange', dateonly: 'daterange', bigint: 'int8range',
}; // prettier-ignore

/** A type that a script writes as SQL; of what is not known, a placeholder. */
function unquoted(value: Value): Text {
  return asText(value).map((segment) => (segment.kind === 'hole' ? { ...segment, kind: 'constant' } : segment));
}

function numberText(value: Value | undefined, otherwise: string, range: Range): Text {
  const number = value && (option(value, 'length') ?? option(value, 'precision') ?? value);
  return number?.kind === 'constant' ? literal(number) : [constant(otherwise, range)];
}

/** `(10, 2)`: arguments or the options of these names. */
function modified(type: Text, args: readonly Value[], names: readonly string[]): Text {
  const [first] = args;
  const given = first?.kind === 'object' ? names.flatMap((name) => option(first, name) ?? []) : args;
  const numbers = given.filter(({ kind }) => kind === 'constant' || kind === 'text').map(asText);
  const [start] = type;
  const at = sqlAt(start?.source ?? [0, 0]);
  return numbers.length === 0 ? type : at`${type}(${joined(numbers, ', ')})`;
}
