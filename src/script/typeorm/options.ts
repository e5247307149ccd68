import { identifier, isMissing, knownString, qualified } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { objectValue, unknown, type Value } from '../values.ts';

/** What a column that the database has is made from: its options are not known, and are the same in its copies. */
export const loadedColumn = objectValue([]);

/** An option of a table, column, index …; of what `getTable` gave, as far as the script tells. */
export function option(value: Value, name: string): Value | undefined {
  if (value.kind === 'test') return value.answer && option(value.answer, name);
  if (value.kind !== 'object') return undefined;
  const own = value.properties.get(name);
  if (own && !isNothing(own)) return own;
  return own ? undefined : value.base ? option(value.base, name) : undefined;
}

/** Whether the value is undefined or null. */
export const isNothing = (value: Value): boolean =>
  isMissing(value) || (value.kind === 'constant' && value.value === null);

/** Whether JavaScript takes the value for true; null when that is not known. */
export function truth(value: Value | undefined): boolean | null {
  if (value === undefined) return false;
  if (value.kind === 'constant') return Boolean(value.value);
  const text = knownString(value);
  if (text !== null) return text !== '';
  return value.kind === 'unknown' || value.kind === 'choice' || value.kind === 'test' ? null : true;
}

/** Whether an option is on, or may be. */
export const maybe = (value: Value | undefined): boolean => truth(value) !== false;

/** Whether an option is on for certain. */
export const surely = (value: Value | undefined): boolean => truth(value) === true;

/** The items of an array; anything else is one item by itself. */
export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || isNothing(value)) return [];
  if (value.kind !== 'array') return [value];
  return value.isOpen ? [...value.items, unknown('…', value.range)] : value.items;
}

/** The name that a string or an object with a name stands for. */
export function nameOf(value: Value): Value {
  if (value.kind === 'test' || value.kind === 'object') return option(value, 'name') ?? unknown(expressionOf(value), value.range);
  return value;
} // prettier-ignore

function expressionOf(value: Value): string {
  return value.kind === 'test' || value.kind === 'unknown' ? (value.expression ?? '') : '';
}

/** The name of a table, view or other thing that `schema.name` and the option `schema` may qualify. */
export function path(value: Value): Text {
  return pathIn(option(value, 'schema'), nameOf(value));
}

/** The name in a schema; without one, in the one that the name itself says. */
export function pathIn(schema: Value | undefined, name: Value): Text {
  if (!schema || isNothing(schema)) return qualified(name);
  return [...identifier(schema), ...dot(name), ...identifier(lastPart(name))];
}

const dot = ({ range }: Value): Text => [{ kind: 'constant', text: '.', source: range }];

/** Of `app.users` the `users`. */
export function lastPart(name: Value): Value {
  const text = knownString(name);
  if (text === null) return name;
  const last = text.split('.').slice(0, 2).at(-1) ?? text;
  return { kind: 'text', text: [{ kind: 'constant', text: last, source: name.range }], range: name.range };
}

/** The schema that a table's name or options say; undefined without. */
export function schemaOf(table: Value): Value | undefined {
  const own = option(table, 'schema');
  if (own) return own;
  const name = nameOf(table);
  const parts = knownString(name)?.split('.') ?? [];
  const [schema] = parts;
  if (parts.length < 2 || schema === undefined) return undefined;
  return { kind: 'text', text: [{ kind: 'constant', text: schema, source: name.range }], range: name.range };
}
