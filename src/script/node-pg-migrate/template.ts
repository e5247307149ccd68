import { identifier, isMissing } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import type { Value } from '../values.ts';
import { escaped, nameOf, option } from './given.ts';

/** Puts the arguments of `pgm.sql('… {name}', { name })` where they belong, as the library does; what is not known stays. */
export function filled(text: Text, mapping: Value): Text {
  if (mapping.kind !== 'object') return text;
  let result = text;
  for (const [key, value] of mapping.properties) result = replaced(result, `{${key}}`, partOf(value));
  return result;
}

/** Strings and names become names in quotes; all else a value. */
function partOf(value: Value): Text {
  if (isMissing(value)) return [];
  if (value.kind === 'text' || option(value, 'name')) return value.kind === 'text' ? identifier(value) : nameOf(value);
  return escaped(value);
}

function replaced(text: Text, mark: string, part: Text): Text {
  if (!textValue(text).includes(mark)) return text;
  return text.flatMap((segment) => {
    const found = segment.kind === 'hole' ? [segment.text] : segment.text.split(mark);
    if (found.length === 1) return [segment];
    const isVerbatim = segment.kind === 'verbatim';
    let start = segment.source[0];
    return found.flatMap((words, index) => {
      const source = isVerbatim ? ([start, start + words.length] as const) : segment.source;
      const hole = isVerbatim ? ([source[1], source[1] + mark.length] as const) : segment.source;
      start = hole[1];
      const own = words === '' ? [] : [isVerbatim ? { ...segment, text: words, source } : constant(words, segment.source)]; // prettier-ignore
      return index === found.length - 1 ? own : [...own, ...part.map(({ text: known }) => constant(known, hole))];
    });
  });
}
