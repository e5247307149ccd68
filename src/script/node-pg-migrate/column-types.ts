import { asText, knownString, safeText } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { type ObjectValue, objectValue, stringValue, type Value } from '../values.ts';
import { type Given, literalOf, nameOf } from './given.ts';

const adapters: Readonly<Record<string, string>> = {
  int: 'integer',
  string: 'text',
  float: 'real',
  double: 'double precision',
  datetime: 'timestamp',
  bool: 'boolean',
};

/** A column's options with its type in them, whatever shorthands the script has for it. */
export function applyType(value: Value, { shorthands }: Given): ObjectValue {
  const own = toOptions(value);
  const chain: ObjectValue[] = [own];
  const seen = new Set<string>();
  for (;;) {
    const name = typeName(chain.at(-1));
    const meant = name === null || seen.has(name) ? undefined : shorthand(name, shorthands);
    if (name === null || !meant) break;
    seen.add(name);
    chain.push(toOptions(meant));
  }
  const options = new Map(chain.toReversed().flatMap(({ properties }) => [...properties]));
  const type = chain.at(-1)?.properties.get('type');
  if (type) options.set('type', adaptedType(type, value));
  return { ...objectValue(options, value.range), isOpen: chain.some(({ isOpen }) => isOpen) };
}

const typeName = (options: ObjectValue | undefined) => {
  const type = options?.properties.get('type');
  return type ? knownString(type) : null;
};

function toOptions(value: Value): ObjectValue {
  if (value.kind === 'object' && !literalOf(value) && !isName(value)) return value;
  return objectValue([['type', value]], value.range);
}

const isName = ({ properties }: ObjectValue) => properties.has('name') && !properties.has('type');

function shorthand(name: string, shorthands: Value | null): Value | undefined {
  const own = shorthands?.kind === 'object' ? shorthands.properties.get(name) : undefined;
  return own ?? (name === 'id' ? serialKey : undefined);
}

const word = (text: string): Value => stringValue([constant(text, [0, 0])], [0, 0]);
const serialKey = objectValue([['type', word('serial')], ['primaryKey', { kind: 'constant', value: true, range: [0, 0] }]]); // prettier-ignore

/** The type's own words; of a shorthand, at the place where it is used. */
function adaptedType(type: Value, used: Value): Value {
  const name = knownString(type);
  if (name === null) return type;
  const words = Object.hasOwn(adapters, name) ? adapters[name] : name;
  const given = used.kind === 'object' ? (used.properties.get('type') ?? used) : used;
  const [start, end] = given.range;
  const isHere = type.kind === 'text' && type.text.every(({ source }) => source[0] >= start && source[1] <= end);
  return words === name && isHere ? type : stringValue([constant(words ?? name, given.range)], given.range);
}

/** A type in SQL, without shorthands: its own words, or an object's name. */
export function adapted(type: Value): Text {
  if (type.kind === 'object') return nameOf(type);
  return safeText(adaptedType(type, type));
}

/** The type of a column in SQL. */
export function typeText({ properties, range }: ObjectValue): Text {
  const type = properties.get('type');
  return type ? adapted(type) : [constant('text', range)];
}

/** The type that a value stands for, in SQL. */
export const typeOf = (value: Value, given: Given): Text => typeText(applyType(value, given));

/** `INCREMENT BY 2`, `CACHE 10`: a sequence's options. */
export function sequenceClauses(given: Given, options: Value): readonly Text[] {
  const { sql } = given;
  const find = (name: string) => (options.kind === 'object' ? options.properties.get(name) : undefined);
  const isOn = (value: Value | undefined) => value !== undefined && !(value.kind === 'constant' && !value.value);
  const isOff = (value: Value | undefined) => value?.kind === 'constant' && (value.value === null || value.value === false); // prettier-ignore
  const clause = (name: string, words: string, off?: string): readonly Text[] => {
    const value = find(name);
    if (value && isOn(value)) return [sql`${words}${asText(value)}`];
    return off !== undefined && isOff(value) ? [sql`${off}`] : [];
  };
  const type = find('type');
  const cycle = find('cycle');
  return [
    ...(type && isOn(type) ? [sql`AS ${typeOf(type, given)}`] : []),
    ...clause('increment', 'INCREMENT BY '),
    ...clause('minvalue', 'MINVALUE ', 'NO MINVALUE'),
    ...clause('maxvalue', 'MAXVALUE ', 'NO MAXVALUE'),
    ...clause('start', 'START WITH '),
    ...clause('cache', 'CACHE '),
    ...(isOn(cycle) ? [sql`CYCLE`] : cycle?.kind === 'constant' && cycle.value === false ? [sql`NO CYCLE`] : []),
    ...clause('owner', 'OWNED BY ', 'OWNED BY NONE'),
  ];
}
