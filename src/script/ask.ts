import { questionIn } from '../sql/question.ts';
import type { Range } from '../types.ts';
import type { Call } from './call.ts';
import { knownString } from './sql.ts';
import { type Text, textValue } from './string-text.ts';
import { optionsOf, type Test, type Value } from './values.ts';

/**
 * What a query asks, for scripts that use its rows as a condition: `present` while it finds something.
 * `parameters` are the values that are bound to it. Anything but a query decides nothing.
 */
export function testOfText(text: Text, range: Range, parameters: Value | null = null): Test {
  const question = questionIn(textValue(text), range);
  return { kind: 'test', ...question, literals: [...question.literals, ...wordsOf(parameters)] };
}

/** The rows that a call gives for a query; what is not known as text gives something unknown. */
export function rowsOf(call: Call, sql: Value, parameters: Value | null = null): Value {
  const [only, ...others] = optionsOf(sql);
  if (only?.kind !== 'text' || others.length > 0) return call.unknown();
  return { ...testOfText(only.text, call.range, parameters), expression: call.written };
}

function wordsOf(parameters: Value | null): readonly string[] {
  if (parameters?.kind === 'array') return parameters.items.flatMap((item) => knownString(item) ?? []);
  if (parameters?.kind !== 'object') return [];
  return [...parameters.properties.values()].flatMap((each) => knownString(each) ?? []);
}
