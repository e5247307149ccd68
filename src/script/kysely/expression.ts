import type { Call } from '../call.ts';
import { isMissing, joined, knownString, literal } from '../sql.ts';
import { bound, composed, enclosed, inParentheses } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { stringValue, type Value } from '../values.ts';
import type { Naming } from './builder.ts';
import { expressionBuilder } from './expression-builder.ts';
import { reference } from './names.ts';

/** What the callback of an expression gives; other values as they are. */
export function given(value: Value, call: Call, naming: Naming): Value {
  return value.kind === 'function' ? call.run(value, [expressionBuilder(naming)]) : value;
}

/** A value: an expression, or what is bound to the statement. */
export function operand(value: Value, call: Call, naming: Naming): Text {
  const each = given(value, call, naming);
  return enclosed(each) ?? bound(each);
}

/** A column's name, or an expression. */
export function referenced(value: Value, call: Call, naming: Naming): Text {
  const each = given(value, call, naming);
  return enclosed(each) ?? reference(each);
}

/** A value, or a list of values in parentheses. */
function operands(value: Value, operator: string, call: Call, naming: Naming): Text {
  const each = given(value, call, naming);
  const list = each.kind === 'array' && !each.isOpen ? joined(each.items.map((item) => operand(item, call, naming)), ', ') : null;
  if (list) return [constant('(', each.range), ...list, constant(')', each.range)];
  const text = operand(each, call, naming);
  return /\bin$/i.test(operator) && !text[0]?.text.startsWith('(') ? inParentheses(text) : text;
} // prettier-ignore

/** `left operator right`. */
export function comparison([left, operator, right]: readonly Value[], call: Call, naming: Naming, isReference = false): Text {
  if (!left || !operator || !right) return left ? operand(left, call, naming) : [];
  const sign = composed(operator) ?? [constant(knownString(operator) ?? '=', operator.range)];
  const name = knownString(operator) ?? '';
  const after = isReference ? referenced(right, call, naming) : operands(right, name, call, naming);
  return call.sql`${referenced(left, call, naming)} ${sign} ${after}`;
} // prettier-ignore

/** The condition that a call of `where` and the like says: `('id', '=', 5)`, an expression, or a callback that gives one. */
export function condition(call: Call, naming: Naming): Text {
  return comparison(call.args, call, naming);
}

/** Conditions of which all, or one, must hold; without any, all of them hold and none of them does. */
export function filters(value: Value, word: 'AND' | 'OR', call: Call, naming: Naming): Text {
  const texts = listed(value, call, naming);
  if (!texts) return bound(value);
  if (texts.length === 0) return call.sql`1 = ${word === 'AND' ? '1' : '0'}`;
  const [first] = texts;
  return texts.length === 1 && first ? first : inParentheses(joined(texts, ` ${word} `));
}

function listed(value: Value, call: Call, naming: Naming): readonly Text[] | null {
  if (value.kind === 'array' && !(value.isOpen && value.items.length === 0)) return value.items.map((item) => operand(item, call, naming)); // prettier-ignore
  if (value.kind !== 'object' || (value.isOpen && value.properties.size === 0)) return null;
  return [...value.properties].flatMap(([key, each]) => {
    if (isMissing(each)) return [];
    const isNamed = each.kind === 'constant' && (each.value === null || typeof each.value === 'boolean');
    const name = stringValue([constant(key, each.range)], each.range);
    const sign = stringValue([constant(isNamed ? 'is' : '=', each.range)], each.range);
    return [comparison([name, sign, each], call, naming)];
  });
}

/** `column = value, …`: of an object, or of a column and its value. */
export function assignments(call: Call, naming: Naming): Text {
  const value = given(call.argument(0), call, naming);
  if (call.args.length > 1) return call.sql`${referenced(value, call, naming)} = ${operand(call.argument(1), call, naming)}`;
  const set = value.kind === 'object' ? [...value.properties].filter(([, each]) => !isMissing(each)) : [];
  const texts = set.map(([key, each]) => [constant(`"${key.replaceAll('"', '""')}" = `, each.range), ...operand(each, call, naming)]);
  // Which columns it changes is not known, but that it changes some is.
  return texts.length > 0 ? joined(texts, ', ') : [constant('"?" = ', value.range), ...bound(value)];
} // prettier-ignore

/** A value that stands in the statement itself, and is not bound to it. */
export const immediate = (value: Value): Text =>
  composed(value) ?? (value.kind === 'unknown' ? bound(value) : literal(value));
