import { quoteIdentifier } from '../sql/quote.ts';
import type { Range } from '../types.ts';
import type { SqlPart } from './call.ts';
import { constant, hole, type Text, textValue } from './string-text.ts';
import { type ObjectValue, stringValue, type TextValue, type Value } from './values.ts';

/** Makes the template tag for SQL whose keywords stand for the words at `source`. */
export function sqlAt(source: Range): (strings: TemplateStringsArray, ...parts: readonly SqlPart[]) => Text {
  return (strings, ...parts) =>
    strings.flatMap((words, index) => [...keywords(words, source), ...partText(parts[index], source)]);
}

function partText(part: SqlPart, source: Range): Text {
  if (part === null || part === undefined || part === false) return [];
  return typeof part === 'string' ? keywords(part, source) : part;
}

const keywords = (words: string, source: Range): Text => (words === '' ? [] : [constant(words, source)]);

/** The characters of a string, or null when a part of it is not known. */
export function knownString(value: Value): string | null {
  return value.kind === 'text' && !value.text.some(({ kind }) => kind === 'hole') ? textValue(value.text) : null;
}

/** A string, number or boolean as a text with its place; what is not known is a hole. */
export function asText(value: Value): Text {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'constant' && value.value !== undefined) return [constant(String(value.value), value.range)];
  if (value.kind === 'unknown') return [value.isSafe ? { ...hole(value.expression, value.range), kind: 'constant' } : hole(value.expression, value.range)]; // prettier-ignore
  if (value.kind === 'choice') return [hole(value.expression, value.range)];
  return [hole(value.kind === 'test' ? (value.expression ?? '') : value.kind, value.range)];
} // prettier-ignore

/** A name in double quotes, as builders quote: capital letters stay. What is not known is a placeholder. */
export function identifier(value: Value): Text {
  const name = knownString(value);
  return name === null ? safeText(value) : [constant(`"${name.replaceAll('"', '""')}"`, value.range)];
}

/** A name whose dots part schema and object: `app.users` is `"app"."users"`. */
export function qualified(value: Value): Text {
  const name = knownString(value);
  if (name === null) return safeText(value);
  return [constant(name.split('.').map((part) => `"${part.replaceAll('"', '""')}"`).join('.'), value.range)];
} // prettier-ignore

/** A name as a person would write it: quoted only where PostgreSQL needs it. */
export function plainIdentifier(value: Value): Text {
  const name = knownString(value);
  return name === null ? safeText(value) : [constant(quoteIdentifier(name), value.range)];
}

/** A value as an SQL literal; an unknown one is `$1`, as drivers send it. */
export function literal(value: Value): Text {
  const text = knownString(value);
  if (text !== null) return [constant(`'${text.replaceAll("'", "''")}'`, value.range)];
  if (value.kind !== 'constant') return [constant('$1', value.range)];
  const { value: known } = value;
  const words = known === null || known === undefined ? 'NULL' : known instanceof RegExp ? '$1' : String(known).toUpperCase(); // prettier-ignore
  return [constant(words, value.range)];
}

/** Texts with a separator between them. */
export function joined(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((text, index) => {
    const [first] = text;
    return index === 0 || !first ? text : [constant(separator, [first.source[0], first.source[0]]), ...text];
  });
}

/** A value that a builder quotes by itself: unknown parts are no danger, and stay placeholders. */
export function safeText(value: Value): Text {
  return asText(value).map((segment) => (segment.kind === 'hole' ? { ...segment, kind: 'constant' } : segment));
}

/** Whether the value is `undefined` or was not given. */
export const isMissing = (value: Value): boolean => value.kind === 'constant' && value.value === undefined;

/** Whether the value is the constant `true`. */
export const isTrue = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;

/** A property of an object that is known, or undefined. */
export function property(value: Value, name: string): Value | undefined {
  return value.kind === 'object' ? value.properties.get(name) : undefined;
}

/** The names of an object's properties as strings, each where it is written. */
export function keysOf(object: ObjectValue): readonly TextValue[] {
  return [...object.properties].map(([key, { range }]) => {
    const place = object.keys?.get(key) ?? range;
    return stringValue([constant(key, place)], place);
  });
}
