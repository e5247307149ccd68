import type { Call } from '../call.ts';
import { asText, identifier, isMissing, isTrue, joined, knownString, safeText } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import { constantValue, objectValue, stringValue, unknown, type Value } from '../values.ts';

/** What an operation is called with. */
export interface Given {
  readonly sql: Call['sql'];
  readonly argument: (index: number) => Value;
  /** The types that the script has given names to. */
  readonly shorthands: Value | null;
}

/** The statements that an operation sends, as the library puts them together; null where it refuses. */
export type Build = (given: Given) => readonly Text[] | null;

/** What an operation does, and what undoes it; without the latter the library refuses to infer a way back. */
export interface Operation {
  readonly does: Build;
  readonly undoes?: Build;
}

/** The same with its arguments in another order: `renameTable(a, b)` is undone by `renameTable(b, a)`. */
function swapped(build: Build, ...order: readonly number[]): Build {
  return (given) => build({ ...given, argument: (index) => given.argument(order[index] ?? index) });
}

/** An operation that is undone by itself with its arguments in another order. */
export const turning = (does: Build, ...order: readonly number[]): Operation => ({
  does,
  undoes: swapped(does, ...order),
});

/** What `pgm.func` and `PgLiteral` give: SQL that is put in as it is. */
export function pgLiteral(value: Value): Value {
  return objectValue([['literal', constantValue(true, value.range)], ['value', value]], value.range);
} // prettier-ignore

/** The SQL of a value that is one of those, or null. */
export function literalOf(value: Value): Text | null {
  if (value.kind !== 'object' || !isTrue(value.properties.get('literal'))) return null;
  return asText(value.properties.get('value') ?? unknown('value', value.range));
}

/** A name: a string, or `{ schema, name }`, or SQL. */
export function nameOf(value: Value): Text {
  const literal = literalOf(value);
  if (literal) return literal;
  if (value.kind === 'constant') return identifier(composed([String(value.value)], value));
  if (value.kind !== 'object') return identifier(value);
  const [schema, name] = [option(value, 'schema'), value.properties.get('name')];
  const own = identifier(name ?? unknown('name', value.range));
  return schema && isSet(schema) ? joined([identifier(schema), own], '.') : own;
}

/** A value in SQL, as the library escapes it: strings between dollars. */
export function escaped(value: Value): Text {
  const literal = literalOf(value);
  if (literal) return literal;
  if (value.kind === 'text') return dollarQuoted(value.text);
  if (value.kind === 'array') {
    const items = joined(value.items.map((item) => withoutArray(escaped(item))), ',');
    return [constant('ARRAY[', start(value)), ...items, constant(']', start(value))];
  }
  if (value.kind === 'constant' && value.value === null) return [constant('NULL', value.range)];
  if (value.kind === 'object' && !value.isOpen) return [];
  return safeText(value);
} // prettier-ignore

const start = ({ range }: Value) => [range[0], range[0]] as const;

const withoutArray = (text: Text): Text =>
  text.map((segment) => (segment.kind === 'constant' ? { ...segment, text: segment.text.replace(/^ARRAY/, '') } : segment)); // prettier-ignore

function dollarQuoted(text: Text): Text {
  const words = textValue(text);
  let letters = 'a';
  while (words.includes(`$pg${letters}$`)) letters += 'a';
  const quote = `$pg${letters}$`;
  const [from, to] = [text[0]?.source[0] ?? 0, text.at(-1)?.source[1] ?? 0];
  return [constant(quote, [from, from]), ...text, constant(quote, [to, to])];
}

/** A value as a list; of an array that is not wholly known, also something unknown. */
export function listOf(value: Value): readonly Value[] {
  if (value.kind !== 'array') return isMissing(value) ? [] : [value];
  return value.isOpen ? [...value.items, unknown('more', value.range)] : value.items;
}

/** Names with commas between them. */
export const namesOf = (value: Value): Text => joined(listOf(value).map(nameOf), ', ');

/** An option, where it is surely given. */
export function option(options: Value, name: string): Value | undefined {
  const value = options.kind === 'object' ? options.properties.get(name) : undefined;
  return value && !isMissing(value) ? value : undefined;
}

/** Whether an option is surely on: one that is not known does not count. */
export function has(options: Value, name: string): boolean {
  const value = option(options, name);
  return isSet(value) && value.kind !== 'unknown';
}

/** Whether an option may be on: nobody can tell what an object holds that is not known. */
export function mayHave(options: Value, name: string): boolean {
  if (options.kind === 'choice') return options.options.some((each) => mayHave(each, name));
  if (options.kind !== 'object') return !/^(?:constant|text|array)$/.test(options.kind);
  const value = options.properties.get(name);
  return value ? value.kind === 'unknown' || value.kind === 'choice' || isSet(value) : options.isOpen;
}

/** Whether a value is given and, as far as it is known, not false, empty or null. */
export function isSet(value: Value | undefined): value is Value {
  if (!value || value.kind === 'choice') return false;
  if (value.kind === 'constant') return Boolean(value.value);
  return value.kind !== 'text' || textValue(value.text) !== '';
}

export const isNull = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === null;
export const isFalse = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === false;

/** An option's own words after keywords: `USING gin`; nothing where it is not given. */
export function clause({ sql }: Given, options: Value, name: string, words: string): Text {
  const value = option(options, name);
  return isSet(value) ? sql`${words}${asText(value)}` : [];
}

/** An option's names after keywords. */
export function nameClause({ sql }: Given, options: Value, name: string, words: string): Text {
  const value = option(options, name);
  return isSet(value) ? sql`${words}${nameOf(value)}` : [];
}

export const ifExists = (options: Value): string | false => has(options, 'ifExists') && ' IF EXISTS';
export const ifNotExists = (options: Value): string | false => has(options, 'ifNotExists') && ' IF NOT EXISTS';
export const cascade = (options: Value): string | false => mayHave(options, 'cascade') && ' CASCADE';
export const concurrently = (options: Value): string | false => has(options, 'concurrently') && ' CONCURRENTLY';

/** `DROP <kind> <name>`. */
export function drop(kind: string): Build {
  return ({ sql, argument }) => [
    sql`DROP ${kind}${ifExists(argument(1))} ${nameOf(argument(0))}${cascade(argument(1))}`,
  ];
}

/** `ALTER <kind> <name> RENAME TO <new name>`. */
export function rename(kind: string): Operation {
  return turning(({ sql, argument }) => [sql`ALTER ${kind} ${nameOf(argument(0))} RENAME TO ${nameOf(argument(1))}`], 1, 0); // prettier-ignore
}

/** `ALTER <kind> <name> RENAME <part> <old name> TO <new name>`. */
export function renamePart(kind: string, part: string): Operation {
  return turning(({ sql, argument }) => [sql`ALTER ${kind} ${nameOf(argument(0))} RENAME ${part}${nameOf(argument(1))} TO ${nameOf(argument(2))}`], 0, 2, 1); // prettier-ignore
}

/** A name made of others; of names that are not known, nobody knows it. */
export function composed(parts: readonly (Value | string)[], at: Value): Value {
  const known = parts.map((part) => (typeof part === 'string' ? part : knownString(part)));
  return known.every((part) => part !== null)
    ? stringValue([constant(known.join(''), at.range)], at.range)
    : unknown(`a name of ${textValue(asText(at))}`, at.range);
}

/** `COMMENT ON <object> IS …`. */
export const comment = ({ sql }: Given, object: string, name: Text, text: Value): Text => sql`COMMENT ON ${object} ${name} IS ${escaped(text)}`; // prettier-ignore
