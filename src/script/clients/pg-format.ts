import { identifier, knownString, literal } from '../sql.ts';
import { bound } from '../sql-tag/composable.ts';
import { asText } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { builtin, stringValue, type Value } from '../values.ts';

/** One value of `format` of pg-format: as a name, as a literal, or as it is. */
function formatted(kind: string, value: Value): Text {
  if (kind === 'I') return identifier(value);
  if (kind === 'L') return value.kind === 'unknown' ? bound(value) : literal(value);
  return asText(value);
}

/** `format('DROP TABLE %I', name)`. */
export const format = builtin('format', (call) => {
  const [first, ...values] = call.args;
  const pattern = first ? knownString(first) : null;
  if (pattern === null || !first) return call.unknown();
  let next = 0;
  const parts = pattern.split(/(%(?:\d+\$)?[IsL%])/).flatMap((piece, index): Text => {
    if (index % 2 === 0) return piece === '' ? [] : [constant(piece, first.range)];
    if (piece === '%%') return [constant('%', first.range)];
    const [, position] = /^%(\d+)\$/.exec(piece) ?? [];
    if (position !== undefined) next = Number(position) - 1;
    return formatted(piece.slice(-1), values[next++] ?? call.unknown());
  });
  return stringValue(parts, call.range);
});
