import type { Call } from '../call.ts';
import { identifier, joined, keysOf, knownString, literal } from '../sql.ts';
import { hole, type Text } from '../string-text.ts';
import { unknown, type Value } from '../values.ts';

/** The table of an entity: of a string, in the words of the usual naming strategy; of a class, nobody knows here. */
export function tableOf(entity: Value): Text {
  const name = knownString(entity);
  if (name === null) return identifier(entity.kind === 'unknown' ? entity : unknown('entity', entity.range));
  const table = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  return identifier({ kind: 'text', text: [{ kind: 'constant', text: table, source: entity.range }], range: entity.range });
} // prettier-ignore

/** The condition of an object of columns; none when it is empty or not given: then every row is meant. */
export function whereOf(call: Call, condition: Value): Text | null {
  const { sql } = call;
  if (condition.kind === 'constant' && !condition.value) return null;
  if (condition.kind !== 'object') return sql`${[{ ...hole('condition', condition.range), kind: 'constant' }]} = 1`;
  const parts = keysOf(condition).map((key) => sql`${identifier(key)} = ${literal(condition.properties.get(knownString(key) ?? '') ?? key)}`); // prettier-ignore
  if (parts.length > 0) return joined(parts, ' AND ');
  return condition.isOpen ? sql`${[{ ...hole('condition', condition.range), kind: 'constant' }]} = 1` : null;
}

const scope = (call: Call, condition: Text | null) => condition && call.sql` WHERE ${condition}`;

/** `DELETE FROM …`, with its condition if there is one. */
export const deletion = (call: Call, table: Text, condition: Text | null): Text => call.sql`DELETE FROM ${table}${scope(call, condition)}`; // prettier-ignore

/** `UPDATE … SET …`, with its condition if there is one. */
export function change(call: Call, table: Text, data: Value, condition: Text | null): Text {
  const { sql } = call;
  const sets = data.kind === 'object' ? keysOf(data).map((key) => sql`${identifier(key)} = ${literal(data.properties.get(knownString(key) ?? '') ?? key)}`) : []; // prettier-ignore
  const all = sets.length > 0 ? joined(sets, ', ') : sql`${identifier(unknown('columns', data.range))} = $1`;
  return sql`UPDATE ${table} SET ${all}${scope(call, condition)}`;
}
