import type { Call } from '../call.ts';
import { isMissing, joined } from '../sql.ts';
import { bound } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import type { ObjectValue, Value } from '../values.ts';
import type { Naming } from './builder.ts';
import { operand } from './expression.ts';

/** `(column, …) VALUES (…), …` of an object, or of a list of them; of rows that are not known, what can be said of them. */
export function insertedValues(value: Value, call: Call, naming: Naming): Text {
  const rows = value.kind === 'array' ? value.items : [value];
  const objects = rows.filter((row): row is ObjectValue => row.kind === 'object');
  const columns = [...new Set(objects.flatMap(({ properties }) => [...properties].flatMap(([key, each]) => (isMissing(each) ? [] : [key]))))];
  if (columns.length === 0) return call.sql`VALUES (${bound(value)})`;
  const names = columns.map((name) => [constant(`"${name.replaceAll('"', '""')}"`, value.range)]);
  const rowText = ({ properties }: ObjectValue): Text => {
    const values = columns.map((name) => properties.get(name)).map((each) => (each && !isMissing(each) ? operand(each, call, naming) : call.sql`DEFAULT`));
    return call.sql`(${joined(values, ', ')})`;
  };
  return call.sql`(${joined(names, ', ')}) VALUES ${joined(objects.map((row) => rowText(row)), ', ')}`;
} // prettier-ignore
