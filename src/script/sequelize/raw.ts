import { rowsOf } from '../ask.ts';
import type { Call } from '../call.ts';
import { arrayValue, choiceOf, type Method, optionsOf, stringValue, type Value } from '../values.ts';
import { fragmentText } from './expressions.ts';
import { option } from './options.ts';
import { replaced } from './replacements.ts';

/** What is sent: a string, `sql` of version 7, or `{ query, values, bind }`. */
function textOf(value: Value): Value {
  const fragment = fragmentText(value);
  if (fragment) return stringValue(fragment, value.range);
  return value.kind === 'object' ? (value.properties.get('query') ?? value) : value;
}

/** Sends SQL of the script's own and gives the rows that it asks for. */
export const query: Method = (call) => {
  const given = call.argument(0);
  const options = call.argument(1);
  const replacements = option(options, 'replacements') ?? option(given, 'values');
  const bind = option(options, 'bind') ?? option(given, 'bind');
  const texts = optionsOf(given).map((each): Value => {
    const text = textOf(each);
    return text.kind === 'text' ? stringValue(replaced(text.text, replacements, bind), text.range) : text;
  });
  const sql: Value = texts.length === 1 && texts[0] ? texts[0] : choiceOf(texts, given.range, call.written);
  call.sendRaw(sql);
  return rows(call, sql, replacements ?? bind ?? null);
};

/** A plain query gives `[rows, metadata]`; both ask the same. */
function rows(call: Call, sql: Value, parameters: Value | null): Value {
  const found = rowsOf(call, sql, parameters);
  return found.kind === 'unknown' ? arrayValue([found, found], call.range, true) : found;
}
