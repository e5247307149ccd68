import type { Range } from '../../types.ts';
import type { Call } from '../call.ts';
import { asText, identifier, isMissing, joined, literal } from '../sql.ts';
import { asOne, bound, type Composable, composed, eachWay, enclosed, expectUse, inParentheses, isChange, type Life, templateText } from '../sql-tag/composable.ts'; // prettier-ignore
import { constant, type Text } from '../string-text.ts';
import {
  builtin,
  type Method,
  receiver,
  type Receiver,
  type ReceiverType,
  stringValue,
  type Value,
} from '../values.ts';

/** A piece of SQL that may still grow by `append`. */
interface Piece extends Composable {
  text: Text;
}

const type: ReceiverType<Piece> = {
  name: 'SQL',
  isHarmless: true,
  methods: {
    append: (call, { state }) => void (state.text = [...state.text, ...(composed(call.argument(0)) ?? [])]),
    as: (call, { state }) => piece([...state.toSql(), constant(' AS ', call.range), ...identifier(call.argument(0))], call.range),
    mapWith: (call, { state }) => piece(state.toSql(), call.range, state.life),
    inlineParams: (call, { state }) => piece(state.toSql(), call.range, state.life),
    getSQL: (call, { state }) => piece(state.toSql(), call.range, state.life),
    if: (call, { state }) => (call.argument(0).kind === 'constant' ? undefined : piece(state.toSql(), call.range, state.life)),
  },
  others: 'chain',
}; // prettier-ignore

/** A piece of SQL. */
function piece(text: Text, made: Range, life: Life = { isUsed: false }): Receiver {
  const state: Piece = { text, toSql: () => state.text, shape: 'fragment', life, made };
  return receiver(type, state, made);
}

/** A piece that the script has written itself. */
function written(call: Call, text: Text): Receiver {
  const life: Life = { isUsed: false };
  if (isChange(text)) expectUse(call, life);
  return piece(text, call.range, life);
}

/** A value in a template, or beside an operator. */
export function part(value: Value): Text {
  const text = enclosed(value);
  if (text) return text;
  if (isMissing(value)) return [];
  return value.kind === 'array' && !value.isOpen ? inParentheses(joined(value.items.map((item) => part(item)), ', ')) : bound(value);
} // prettier-ignore

const gives =
  (make: (call: Call) => Text): Method =>
  (call) =>
    piece(make(call), call.range);

function join(call: Call): Value {
  const [list, separator] = [call.argument(0), call.argument(1)];
  if (list.kind !== 'array') return call.safe();
  const between = composed(separator) ?? [];
  return piece(
    list.items.flatMap((item, index) => [...(index > 0 ? between : []), ...part(item)]),
    call.range,
  );
}

const tagType: ReceiverType = {
  name: 'sql',
  isHarmless: true,
  tag: (_, template, call) => eachWay(template.values, template.range, (values) => written(call, templateText({ ...template, values }, part))), // prettier-ignore
  methods: {
    raw: (call) => eachWay([call.argument(0)], call.range, ([text]) => written(call, text ? asText(text) : [])),
    identifier: gives((call) => asOne(identifier(call.argument(0)), call.range)),
    join,
    empty: gives(() => []),
    fromList: (call) => join(call),
    param: gives((call) => part(call.argument(0))),
    placeholder: (call) => call.safe(),
  },
};

/** The tag `sql` of Drizzle. */
export const sql = receiver(tagType, null);

const operators: Readonly<Record<string, string>> = {
  eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=', like: 'LIKE', notLike: 'NOT LIKE', ilike: 'ILIKE', notIlike: 'NOT ILIKE', arrayContains: '@>', arrayContained: '<@', arrayOverlaps: '&&',
}; // prettier-ignore

const expression = (name: string, make: (call: Call) => Text | null) =>
  builtin(name, (call) => {
    const text = make(call);
    return text ? piece(text, call.range) : { kind: 'constant', value: undefined, range: call.range };
  });

const first = (call: Call) => part(call.argument(0));
const second = (call: Call) => part(call.argument(1));

/** `and(…)`, `or(…)`: without a condition they give none. */
function combined(word: string) {
  return expression(word.toLowerCase(), (call) => {
    const conditions = call.args.filter((arg) => !isMissing(arg));
    const [only] = conditions;
    if (conditions.length === 0) return null;
    return conditions.length === 1 && only ? part(only) : inParentheses(joined(conditions.map((each) => part(each)), ` ${word} `)); // prettier-ignore
  });
}

/** `inArray(column, values)`: of no values it holds for no row, and its opposite for all. */
function among(name: string, words: string, none: string) {
  return expression(name, (call) => {
    const values = call.argument(1);
    const isEmpty = values.kind === 'array' && values.items.length === 0 && !values.isOpen;
    if (isEmpty) return call.sql`${none}`;
    const list = part(values);
    return call.sql`${first(call)} ${words} ${list[0]?.text.startsWith('(') ? list : inParentheses(list)}`;
  });
}

const after = (name: string, words: string) => expression(name, (call) => call.sql`${first(call)} ${words}`);
const before = (name: string, words: string) => expression(name, (call) => call.sql`${words} ${first(call)}`);
const range = (name: string, words: string) => expression(name, (call) => call.sql`${first(call)} ${words} ${second(call)} AND ${part(call.argument(2))}`); // prettier-ignore

/** What `drizzle-orm` exports for conditions. */
export const conditions: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(Object.entries(operators).map(([name, sign]) => [name, expression(name, (call) => call.sql`${first(call)} ${sign} ${second(call)}`)])), // prettier-ignore
  and: combined('AND'),
  or: combined('OR'),
  not: before('not', 'NOT'),
  exists: before('exists', 'EXISTS'),
  notExists: before('notExists', 'NOT EXISTS'),
  isNull: after('isNull', 'IS NULL'),
  isNotNull: after('isNotNull', 'IS NOT NULL'),
  asc: after('asc', 'ASC'),
  desc: after('desc', 'DESC'),
  between: range('between', 'BETWEEN'),
  notBetween: range('notBetween', 'NOT BETWEEN'),
  inArray: among('inArray', 'IN', 'false'),
  notInArray: among('notInArray', 'NOT IN', 'true'),
  ...Object.fromEntries(['count', 'sum', 'avg', 'min', 'max'].map((name) => [name, expression(name, (call) => call.sql`${name}(${call.args.length > 0 ? first(call) : '*'})`)])), // prettier-ignore
  getTableName: builtin('getTableName', (call) => stringValue(composed(call.argument(0)) ?? literal(call.argument(0)), call.range)), // prettier-ignore
};
