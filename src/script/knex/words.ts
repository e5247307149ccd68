import type { Range } from '../../types.ts';
import { asText, identifier, joined, keysOf, knownString } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { stringValue, type Value } from '../values.ts';
import { fragmentOf } from './fragment.ts';

const quoted = (name: string) => (name === '*' ? name : `"${name.trim().replaceAll('"', '""')}"`);

/** A name as Knex writes it: dots part schema, table and column, ` as ` an alias. */
function wrapped(name: string): string {
  const [first = '', alias] = name.split(/ as (.*)/is);
  const parts = first.split('.').map(quoted).join('.');
  return alias === undefined ? parts : `${parts} as ${quoted(alias)}`;
}

/** What stands for a table or column: a string, a list of them, `{ alias: name }`, a raw text or a query. */
export function name(value: Value, schema: Value | null = null): Text {
  if (value.kind === 'array') return names(value);
  if (value.kind !== 'object') return single(value, schema);
  const all = keysOf(value).flatMap((alias) => {
    const own = value.properties.get(knownString(alias) ?? '');
    return own ? [[...single(own), constant(' as ', alias.range), ...identifier(alias)]] : [];
  });
  return all.length > 0 ? joined(all, ', ') : identifier(value);
}

function single(value: Value, schema: Value | null = null): Text {
  const part = fragmentOf(value);
  if (part) return part.fragment();
  const words = knownString(value);
  if (words !== null) return [...prefix(schema, value.range), constant(wrapped(words), value.range)];
  return [...prefix(schema, value.range), ...identifier(value)];
}

/** The schema stands where the name does. */
function prefix(schema: Value | null, range: Range): Text {
  return schema ? [...moved(single(schema), range), constant('.', range)] : [];
}

/** One or several names, parted by commas; of a list that is not wholly known, what is known. */
export function names(value: Value): Text {
  if (value.kind !== 'array') return name(value);
  const items = value.items.map((item) => single(item));
  return joined(items.length > 0 ? items : [identifier({ kind: 'unknown', expression: 'columns', range: value.range })], ', ');
} // prettier-ignore

/** A parameter of a statement. Two of them are never the same. */
export const parameter = (range: Range): Text => [constant(`$${range[0] + 1}`, range)];

/** A value as PostgreSQL gets it: what is known as a literal, raw texts and queries as they are, anything else as a parameter. */
export function bound(value: Value): Text {
  const part = fragmentOf(value);
  if (part) return part.fragment();
  const words = knownString(value);
  if (words !== null) return [constant(quoteLiteral(words), value.range)];
  if (value.kind !== 'constant' || value.value instanceof RegExp) return parameter(value.range);
  if (value.value === undefined) return [constant('DEFAULT', value.range)];
  return [constant(String(value.value), value.range)];
}

/** A string as a literal. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Text of the script's own that becomes SQL as it stands, such as a type or a condition. */
export function verbatimOf(value: Value): Text {
  return fragmentOf(value)?.fragment() ?? asText(value);
}

/** The same words, which stand for other words of the script. */
export function moved(text: Text, range: Range): Text {
  return text.map((segment) => (segment.kind === 'hole' ? segment : constant(segment.text, range)));
}

/** A string value of words that a call stands for. */
export const wordsAt = (words: string, range: Range): Value => stringValue([constant(words, range)], range);
