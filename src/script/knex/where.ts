import type { Call } from '../call.ts';
import { isMissing, joined, keysOf, knownString } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { withBindings } from './bindings.ts';
import { fragmentOf, takeParts } from './fragment.ts';
import { bound, name, parameter, verbatimOf } from './words.ts';

/** One condition of a query, in its own words. */
export interface Clause {
  readonly joint: 'and' | 'or';
  /** Null when it comes to nothing, as `.where({})` does. */
  readonly text: Text | null;
  /** Whether it is certainly there: not under a condition of the script. */
  readonly isSure: boolean;
}

/** Runs a callback that builds a part of a query. */
export interface Nested {
  /** The conditions that it adds, or null. */
  wheres(callback: Value): Text | null;
  /** The query that it builds, in parentheses. */
  query(callback: Value): Text;
}

/** How a method's name asks for a condition. */
export interface Kind {
  readonly joint: 'and' | 'or';
  readonly not: boolean;
  /** Lower case: `in`, `null`, `jsonpath`; empty for the plain one. */
  readonly base: string;
}

/** What the name of a method says: `orWhereNotIn`; null when it adds no condition. */
export function kindOf(method: string): Kind | null {
  const match = /^(and|or)?[wW]here(Json)?(Not(?!Null$)|Not(?=Null$))?(\w*)$/.exec(method);
  if (!match) return null;
  const [, joint, json = '', not, base = ''] = match;
  return { joint: joint === 'or' ? 'or' : 'and', not: not !== undefined, base: (json + base).toLowerCase() };
}

/** The conditions of a query as SQL without the word WHERE; null without any. */
export function whereText(clauses: readonly Clause[]): Text | null {
  const kept: Text[] = [];
  for (const { text, isSure, joint } of clauses) {
    // What may be missing is no limit; what may let more rows in, lets them in.
    if (!text || !(isSure || (joint === 'or' && kept.length > 0))) continue;
    kept.push(kept.length === 0 ? text : [constant(` ${joint} `, text[0]?.source ?? [0, 0]), ...text]);
  }
  return kept.length === 0 ? null : kept.flat();
}

/** The SQL of one condition; null when it limits nothing. */
export function clauseText(call: Call, kind: Kind, nested: Nested): Text | null {
  takeParts(call.args);
  const words = kind.base === '' || kind.base === 'column' || kind.base === 'wrapped' ? plain(call, call.args, kind, nested) : special(call, kind, nested); // prettier-ignore
  return words;
}

const negated = (call: Call, { not }: Kind, text: Text | null): Text | null =>
  text && not ? call.sql`not ${text}` : text;

/** `where(column, operator, value)` in all its shapes. */
function plain(call: Call, args: readonly Value[], kind: Kind, nested: Nested): Text | null {
  const [first, second, third] = args;
  if (!first) return null;
  if (first.kind === 'constant' && typeof first.value === 'boolean') return negated(call, kind, call.sql`1 = ${first.value ? '1' : '0'}`); // prettier-ignore
  if (first.kind === 'function') {
    const inner = nested.wheres(first);
    return inner && negated(call, kind, call.sql`(${inner})`);
  }
  if (!second) return single(call, first, kind, nested);
  if (!third) return compared(call, first, null, second, kind, nested);
  const operator = knownString(second)?.trim().toLowerCase() ?? '';
  const not = operator.startsWith('not ') !== kind.not;
  if (operator === 'in' || operator === 'not in') return inList(call, first, third, not, nested);
  if (operator === 'between' || operator === 'not between') return between(call, first, third, not);
  return compared(call, first, second, third, kind, nested);
}

/** One argument: an object, or a raw condition. Of anything unknown, nothing is known to limit the query. */
function single(call: Call, value: Value, kind: Kind, nested: Nested): Text | null {
  const part = fragmentOf(value);
  if (part) return negated(call, kind, part.fragment());
  if (value.kind !== 'object') return null;
  const all = keysOf(value).flatMap((key) => {
    const each = value.properties.get(knownString(key) ?? '');
    return each ? [compared(call, key, null, each, kind, nested)] : [];
  });
  const text = joined(all, ' and ');
  if (all.length === 0) return null;
  return all.length > 1 && kind.joint === 'or' ? call.sql`(${text})` : text;
}

function compared(call: Call, column: Value, operator: Value | null, value: Value, kind: Kind, nested: Nested): Text {
  const sign = operator ? (knownString(operator)?.trim().toLowerCase() ?? '=') : '=';
  const isNull = value.kind === 'constant' && value.value === null;
  if (isNull && (!operator || sign === 'is' || sign === 'is not')) return nullTest(call, column, (sign === 'is not') !== kind.not);
  const right = kind.base === 'column' ? name(value) : operand(value, nested);
  return call.sql`${kind.not && 'not '}${name(column)} ${sign} ${right}`;
} // prettier-ignore

function operand(value: Value, nested: Nested): Text {
  if (value.kind === 'function') return nested.query(value);
  return isMissing(value) ? parameter(value.range) : bound(value);
}

const nullTest = (call: Call, column: Value, not: boolean) => call.sql`${name(column)} is ${not && 'not '}null`;

function inList(call: Call, column: Value, values: Value, not: boolean, nested: Nested): Text {
  const columns = column.kind === 'array' ? call.sql`(${name(column)})` : name(column);
  const start = call.sql`${columns} ${not && 'not '}in `;
  if (values.kind === 'function') return [...start, ...nested.query(values)];
  const part = fragmentOf(values);
  if (part) return [...start, ...inParentheses(call, part.fragment())];
  if (values.kind === 'array' && values.items.length > 0) return call.sql`${start}(${joined(values.items.map((each) => row(call, each)), ', ')})`; // prettier-ignore
  // Without any value Knex writes a condition that always holds, or never does.
  const mayBeEmpty = values.kind !== 'array' || values.isOpen;
  if (not) return call.sql`1 = 1`;
  return mayBeEmpty ? call.sql`${start}(${parameter(values.range)})` : call.sql`1 = 0`;
}

const row = (call: Call, value: Value): Text =>
  value.kind === 'array' ? call.sql`(${joined(value.items.map((each) => bound(each)), ', ')})` : bound(value); // prettier-ignore

const inParentheses = (call: Call, text: Text): Text => (text[0]?.text.startsWith('(') ? text : call.sql`(${text})`);

function between(call: Call, column: Value, values: Value, not: boolean): Text {
  const [from, to] = values.kind === 'array' ? values.items : [];
  const [low, high] = [from ?? values, to ?? values].map((each) => bound(each));
  return call.sql`${name(column)} ${not && 'not '}between ${low} and ${high}`;
}

/** The conditions that have a method of their own. */
function special(call: Call, kind: Kind, nested: Nested): Text | null {
  const { base, not } = kind;
  const [column, value] = [call.argument(0), call.argument(1)];
  switch (base) {
    case 'raw': {
      const text = withBindings(verbatimOf(column), value);
      return text.length > 0 ? negated(call, kind, text) : null;
    }
    case 'in':
      return inList(call, column, value, not, nested);
    case 'null':
      return nullTest(call, column, not);
    case 'between':
      return between(call, column, value, not);
    case 'exists':
      return call.sql`${not && 'not '}exists ${column.kind === 'function' ? nested.query(column) : inParentheses(call, operand(column, nested))}`; // prettier-ignore
    case 'like':
    case 'ilike':
      return call.sql`${name(column)} ${not && 'not '}${base} ${operand(value, nested)}`;
    default:
      return json(call, kind);
  }
}

const jsonOperators: Readonly<Record<string, string>> = { jsonobject: '=', jsonsupersetof: '@>', jsonsubsetof: '<@' };

function json(call: Call, { base, not }: Kind): Text | null {
  const column = name(call.argument(0));
  const operator = jsonOperators[base];
  if (operator) return call.sql`${not && 'not '}${column} ${operator} ${bound(call.argument(1))}`;
  const sign = knownString(call.argument(2)) ?? '=';
  return base === 'jsonpath' ? call.sql`jsonb_path_query_first(${column}, ${bound(call.argument(1))}) #>> '{}' ${sign} ${bound(call.argument(3))}` : null; // prettier-ignore
}

const wheres = ['', 'Raw', 'Wrapped', 'Exists', 'In', 'Null', 'Between', 'Like', 'ILike', 'Column', 'JsonObject', 'JsonPath', 'JsonSupersetOf', 'JsonSubsetOf']; // prettier-ignore
const namesOf = (base: string) =>
  ['where', 'andWhere', 'orWhere'].flatMap((start) => [`${start}${base}`, `${start}Not${base}`, ...(base.startsWith('Json') ? [`${start}${base.replace('Json', 'JsonNot')}`] : [])]); // prettier-ignore

/** The methods that add a condition. */
export const whereMethods: readonly string[] = wheres.flatMap(namesOf);
