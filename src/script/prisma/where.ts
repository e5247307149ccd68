import type { Call } from '../call.ts';
import { isMissing, joined, property } from '../sql.ts';
import { bound, inParentheses } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import type { Value } from '../values.ts';

const column = (name: string, value: Value): Text => [constant(`"${name.replaceAll('"', '""')}"`, value.range)];

/** One condition of a filter: null where it lets every row through. */
function filter(name: string, value: Value, call: Call): Text | null {
  if (isMissing(value)) return null;
  if (name === 'AND') return conjunction(value, ' AND ', call);
  if (name === 'OR') {
    const isEmpty = value.kind === 'array' && !value.isOpen && value.items.length === 0;
    return isEmpty ? [constant('FALSE', value.range)] : conjunction(value, ' OR ', call);
  }
  if (name === 'NOT') {
    const inner = conjunction(value, ' AND ', call);
    return inner && [constant('NOT ', value.range), ...inParentheses(inner)];
  }
  // `{ id: { in: undefined } }` asks for nothing either.
  if (value.kind === 'object' && !value.isOpen && [...value.properties.values()].every((each) => isMissing(each))) return null; // prettier-ignore
  return [...column(name, value), constant(' = ', value.range), ...bound(value)];
}

/** Conditions of which all, or one, must hold; null where they let every row through. */
function conjunction(value: Value, word: string, call: Call): Text | null {
  if (value.kind === 'array') {
    const parts = value.items.map((item) => whereText(item, call));
    const known = parts.filter((part) => part !== null);
    // One of several that every row fulfils is enough.
    if (known.length === 0 || (word === ' OR ' && known.length < parts.length)) return value.isOpen ? bound(value) : null;
    return inParentheses(joined(known, word));
  }
  return whereText(value, call);
} // prettier-ignore

/** A filter as a condition; null when it lets every row through. */
function whereText(value: Value, call: Call): Text | null {
  if (isMissing(value)) return null;
  if (value.kind !== 'object') return bound(value);
  const texts = [...value.properties].map(([name, each]) => filter(name, each, call)).filter((part) => part !== null);
  if (texts.length === 0) return value.isOpen ? bound(value) : null;
  return joined(texts, ' AND ');
}

/** ` WHERE …` of a call's options; options that are not known may hold no condition at all. */
export function whereClause(call: Call): Text {
  const where = property(call.argument(0), 'where');
  const text = where ? whereText(where, call) : null;
  return text ? call.sql` WHERE ${text}` : [];
}
