import { asText } from './sql.ts';
import { bounded, constant, hasHole, type Text, textValue } from './string-text.ts';
import { choiceOf, optionsOf, stringValue, type Template, type Value } from './values.ts';

/** The string that a template gives. */
export function templateValue({ texts, values, range }: Template): Value {
  const parts: Value[] = [];
  for (const [index, text] of texts.entries()) {
    if (text.length > 0) parts.push(stringValue(text, range));
    const value = values[index];
    if (value) parts.push(value);
  }
  return concatenated(parts, range);
}

const mostCombinations = 8;

/** Values put together as one string; of several possible values each gives one, up to a limit. */
export function concatenated(parts: readonly Value[], range: Value['range']): Value {
  const amount = parts.reduce((product, part) => product * optionsOf(part).length, 1);
  if (amount > mostCombinations) return stringValue(parts.flatMap((part) => inlined(part)), range); // prettier-ignore
  const rows = parts.reduce<readonly (readonly Value[])[]>(
    (found, part) => found.flatMap((row) => optionsOf(part).map((option) => [...row, option])),
    [[]],
  );
  return choiceOf(rows.map((row) => stringValue(row.flatMap((part) => inlined(part)), range)), range); // prettier-ignore
}

/** A value as a part of a longer text: what is written elsewhere stands where it is used. */
function inlined(value: Value): Text {
  const text = bounded(asText(value), value.range);
  const [start, end] = value.range;
  const isHere = text.every(({ source }) => source[0] >= start && source[1] <= end);
  if (isHere) return text;
  if (!hasHole(text)) return [constant(textValue(text), value.range)];
  return text.map((segment) => ({ ...constant(segment.text, value.range), kind: segment.kind === 'hole' ? 'hole' : 'constant' })); // prettier-ignore
}
