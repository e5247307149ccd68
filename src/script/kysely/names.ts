import { identifier, joined, knownString, qualified } from '../sql.ts';
import { composed, enclosed } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { arrayValue, stringValue, type Value } from '../values.ts';
import type { Naming } from './builder.ts';

const named = (name: string, value: Value): Value => stringValue([constant(name, value.range)], value.range);

/** A table or another object that may have a schema: `app.users`; one without gets the schema of `withSchema`. */
export function objectName(value: Value, { schema, expressions }: Naming): Text {
  const text = composed(value);
  if (text) return text;
  const name = knownString(value);
  const parts = name?.split('.').map((each) => each.trim());
  const plain = qualified(parts ? named(parts.join('.'), value) : value);
  if (!schema || (parts && parts.length > 1) || (name !== null && expressions.includes(name))) return plain;
  const home = identifier(schema).map(({ text }) => constant(text, value.range));
  return [...home, constant('.', value.range), ...plain];
}

/** The name before and after ` as `. */
function aliasOf(value: Value): readonly [Value, Text | null] {
  const name = knownString(value);
  const [before = '', after] = name?.split(' as ').map((each) => each.trim()) ?? [];
  return after === undefined ? [value, null] : [named(before, value), identifier(named(after, value))];
}

/** Tables to read or change: names with aliases, queries with aliases, or several of them. */
export function tables(value: Value, naming: Naming, run: (callback: Value) => Value): Text {
  const list = value.kind === 'array' ? value.items : [value];
  return joined(list.map((each) => {
    const given = each.kind === 'function' ? run(each) : each;
    const expression = enclosed(given);
    if (expression) return expression;
    const [table, alias] = aliasOf(given);
    const text = objectName(table, naming);
    return alias ? [...text, constant(' AS ', given.range), ...alias] : text;
  }), ', ');
} // prettier-ignore

/** A column, perhaps with its table: `users.id`, `users.*`, with an alias where one may stand. */
export function reference(value: Value): Text {
  const [column, alias] = aliasOf(value);
  const name = knownString(column);
  const parts = name === null ? [] : name.split('.').map((part) => part.trim());
  const quoted = parts.map((part) => (part === '*' ? '*' : textOf(identifier(named(part, column))))).join('.');
  const text = name === null ? identifier(column) : [constant(quoted, value.range)];
  return alias ? [...text, constant(' AS ', value.range), ...alias] : text;
}

const textOf = (text: Text) => text.map((segment) => segment.text).join('');

/** Names of columns, one after the other; of a list that is not known, one placeholder. */
export function columnNames(value: Value): Text {
  const list = value.kind === 'array' ? value : arrayValue([value], value.range);
  return joined(list.items.map((item) => composed(item) ?? identifier(item)), ', ');
} // prettier-ignore

/** `name`, `name desc`, or an expression: what an index is made of. */
export function orderedColumn(value: Value): Text {
  const [, name, order] = /^(\S+) +(asc|desc)$/i.exec(knownString(value) ?? '') ?? [];
  if (name === undefined || order === undefined) return composed(value) ?? identifier(value);
  return [...identifier(named(name, value)), constant(` ${order}`, value.range)];
}
