import type { Range } from '../../types.ts';
import type { Call } from '../call.ts';
import { asText, joined, knownString, literal, sqlAt } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { builtin, type Method, objectValue, receiver, type ReceiverType, stringValue, arrayValue, type Template, type Value } from '../values.ts'; // prettier-ignore
import { quoted, quotedParts } from './names.ts';
import { entry } from './options.ts';

/** A part of SQL that a script makes: `Sequelize.literal()`, `fn()`, `col()`. */
const fragmentType: ReceiverType<Text> = { name: 'SQL expression', methods: {}, others: 'nothing', isHarmless: true };

/** A part of SQL as a value. */
export const fragment = (text: Text, range: Range): Value => receiver(fragmentType, text, range);

/** The SQL of such a part; null for any other value. */
export function fragmentText(value: Value): Text | null {
  if (value.kind !== 'receiver' || (value.type as unknown) !== fragmentType) return null;
  // What Sequelize itself knows stands where it is named.
  return (value.state as Text).map((segment) => (segment.source[1] === 0 ? { ...segment, source: value.range } : segment));
} // prettier-ignore

/** A value as a part of SQL; one that is not known is a parameter. */
export function valueText(value: Value): Text {
  return fragmentText(value) ?? literal(value);
}

/** Values as a list in parentheses; of an unknown list, one parameter. */
export function listText(value: Value): Text {
  const at = sqlAt(value.range);
  if (value.kind !== 'array') return at`(${valueText(value)})`;
  const items = value.items.map(valueText);
  return items.length === 0 ? at`(NULL)` : at`(${joined(items, ', ')})`;
}

const call = (call: Call): Value => {
  const [name, ...args] = call.args;
  return fragment(call.sql`${name && asText(name)}(${joined(args.map(valueText), ', ')})`, call.range);
};

/** Functions that make parts of SQL, of `Sequelize` and of its instances. */
export const expressionMethods: Readonly<Record<string, Method>> = {
  literal: (call) => fragment(asText(call.argument(0)), call.range),
  fn: call,
  col: (call) => fragment(quotedParts(call.argument(0)), call.range),
  cast: (call) => fragment(call.sql`CAST(${valueText(call.argument(0))} AS ${asText(call.argument(1))})`, call.range),
  where: (call) => fragment(comparison(call), call.range),
  and: (call) => group(call, 'and'),
  or: (call) => group(call, 'or'),
  json: (call) => fragment(call.sql`${quotedParts(call.argument(0))} = ${valueText(call.argument(1))}`, call.range),
};

/** `where(fn('lower', col('x')), 'abc')`, or with a comparator between. */
function comparison(call: Call): Text {
  const [left, middle, right] = [call.argument(0), call.argument(1), call.argument(2)];
  if (call.args.length < 3) return call.sql`${valueText(left)} = ${valueText(middle)}`;
  const operator = knownString(middle)?.replace(/^Symbol\(.*$/, '=') ?? '=';
  return call.sql`${valueText(left)} ${operator} ${valueText(right)}`;
}

/** `Sequelize.and(a, b)` is `{ [Op.and]: [a, b] }`. */
function group(call: Call, name: string): Value {
  return objectValue([[symbolName(name), arrayValue([...call.args], call.range)]], call.range);
}

/** A symbol of `Op` as the name of a property. */
export const symbolName = (name: string): string => `Symbol(${name})`;

/** The symbols `Op.and`, `Op.in` and so on. */
export const operators: Value = receiver(
  {
    name: 'Op',
    methods: {},
    get: (_, name) => (/^[a-z]+[a-zA-Z]*$/.test(name) ? stringValue([constant(symbolName(name), [0, 0])], [0, 0]) : undefined), // prettier-ignore
    others: 'nothing',
    isHarmless: true,
  },
  null,
); // prettier-ignore

/** The SQL of a template whose values are bound, but for those that are SQL themselves. */
function templateText({ texts, values, range }: Template): Text {
  return texts.flatMap((text, index) => {
    const value = values[index];
    return value ? [...text, ...(fragmentText(value) ?? [constant('$1', range)])] : text;
  });
}

/** The tag `sql` of version 7. */
export const sqlTag: Value = receiver(
  {
    name: 'sql',
    methods: {
      ...expressionMethods,
      identifier: (call) => fragment(joined(call.args.map(quoted), '.'), call.range),
      attribute: (call) => fragment(quotedParts(call.argument(0)), call.range),
      list: (call) => fragment(listText(call.argument(0)), call.range),
      join: (call) => call.unknown(),
    },
    tag: (_, template, call) => fragment(templateText(template), call.range),
    get: (_, name) => {
      const give = entry({ now: 'now()', uuidV4: 'gen_random_uuid()', uuidV1: 'uuid_generate_v1()' }, name);
      return give === undefined ? undefined : fragment([constant(give, [0, 0])], [0, 0]);
    },
    others: 'nothing',
    isHarmless: true,
  },
  null,
);

/** The functions as values of their own: `import { literal } from 'sequelize'`. */
export const expressionExports: readonly (readonly [string, Value])[] = Object.keys(expressionMethods).map((name) => [
  name,
  builtin(name, (call) => expressionMethods[name]?.(call, sqlTag) ?? call.unknown()),
]);
