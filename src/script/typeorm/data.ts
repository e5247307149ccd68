import type { Call } from '../call.ts';
import { asText, identifier, joined, knownString, literal } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { objectValue, stringValue, type Test, type Value } from '../values.ts';
import { tableName } from './entity.ts';
import { isNothing, listOf, maybe, option } from './options.ts';

/**
 * The condition that criteria stand for; null when all rows meet it.
 * Options that are undefined or null are left out by TypeORM, so that an object of those alone meets every row.
 */
export function scopeOf(call: Call, criteria: Value): Text | null {
  switch (criteria.kind) {
    case 'constant':
      return isNothing(criteria) ? null : call.sql`"id" = ${literal(criteria)}`;
    case 'text':
      return knownString(criteria) === '' ? null : call.sql`"id" = ${literal(criteria)}`;
    case 'array':
      return criteria.items.length === 0 && !criteria.isOpen ? null : listScope(call, criteria);
    case 'object': {
      const named = [...criteria.properties].filter(([, value]) => !isNothing(value));
      if (named.length === 0) return null;
      return joined(named.map(([name, value]) => call.sql`${column(name, value)} = ${literal(value)}`), ' AND ');
    }
    default:
      return call.sql`"id" = ${literal(criteria)}`;
  }
} // prettier-ignore

function listScope(call: Call, criteria: Value): Text | null {
  const items = listOf(criteria);
  if (!items.some(({ kind }) => kind === 'object')) return call.sql`"id" IN (${joined(items.map((item) => literal(item)), ', ')})`; // prettier-ignore
  const parts = items.map((item) => scopeOf(call, item));
  return parts.every((part) => part !== null)
    ? joined(
        parts.map((part) => call.sql`(${part})`),
        ' OR ',
      )
    : null;
}

const column = (name: string, { range }: Value): Text => identifier(stringValue([constant(name, range)], range));

const where = (call: Call, scope: Text | null): Text | null => scope && call.sql` WHERE ${scope}`;

/** DELETE of an entity's rows. */
export const deletion = (call: Call, table: Text, scope: Text | null): Text => call.sql`DELETE FROM ${table}${where(call, scope)}`; // prettier-ignore

/** UPDATE of an entity's rows; functions in the values give SQL. */
export function update(call: Call, table: Text, values: Value, scope: Text | null): Text {
  return call.sql`UPDATE ${table} SET ${assignments(call, values)}${where(call, scope)}`;
}

function assignments(call: Call, values: Value): Text {
  const named = values.kind === 'object' ? [...values.properties] : [];
  if (named.length === 0) return call.sql`${identifier(call.unknown())} = $1`;
  return joined(named.map(([name, value]) => call.sql`${column(name, value)} = ${newValue(call, value)}`), ', ');
} // prettier-ignore

function newValue(call: Call, value: Value): Text {
  if (value.kind !== 'function') return literal(value);
  const given = call.run(value, []);
  return given.kind === 'text' ? given.text : asText(given);
}

/** UPDATE that marks rows as deleted, or takes the mark away. */
export const marking = (call: Call, table: Text, scope: Text | null, isBack = false): Text =>
  call.sql`UPDATE ${table} SET "deletedAt" = ${isBack ? 'NULL' : 'CURRENT_TIMESTAMP'}${where(call, scope)}`;

/** `increment(conditions, column, value)`. */
export function counting(call: Call, table: Text, [criteria, name, amount]: readonly Value[]): Text {
  const counted = identifier(name ?? call.unknown());
  const by = amount ? literal(amount) : '1';
  const sign = call.name === 'decrement' ? '-' : '+';
  return call.sql`UPDATE ${table} SET ${counted} = ${counted} ${sign} ${by}${where(call, scopeOf(call, criteria ?? call.unknown()))}`;
}

/** INSERT of one or several rows; `conflict` stands behind it. */
export function insertion(call: Call, table: Text, rows: Value, conflict: Text | null = null): Text {
  const list = listOf(rows);
  const names = [...new Set(list.flatMap((row) => (row.kind === 'object' ? [...row.properties.keys()] : [])))];
  const [first] = list;
  if (names.length === 0 || !first) return call.sql`INSERT INTO ${table} VALUES ($1)${conflict}`;
  const columns = joined(names.map((name) => column(name, first)), ', '); // prettier-ignore
  const values = list.map(
    (row) =>
      call.sql`(${joined(
        names.map((name) => cell(call, row, name)),
        ', ',
      )})`,
  );
  return call.sql`INSERT INTO ${table} (${columns}) VALUES ${joined(values, ', ')}${conflict}`;
}

function cell(call: Call, row: Value, name: string): Text {
  const value = row.kind === 'object' ? row.properties.get(name) : call.unknown();
  return value ? newValue(call, value) : [constant('DEFAULT', row.range)];
}

/** `ON CONFLICT (…) DO UPDATE` of `upsert`; its paths are an array or an option. */
export function conflictOf(call: Call, rows: Value, paths: Value | undefined): Text {
  const columns = listOf(paths && (option(paths, 'conflictPaths') ?? paths));
  const names = columns.map((each) => (each.kind === 'object' ? identifier(call.unknown()) : identifier(each)));
  const [first] = listOf(rows);
  const keys = first?.kind === 'object' ? [...first.properties.keys()] : [];
  const changed = keys.map((key) => call.sql`${column(key, first ?? rows)} = EXCLUDED.${column(key, first ?? rows)}`);
  const target = names.length > 0 && call.sql` (${joined(names, ', ')})`;
  const set = changed.length > 0 && names.length > 0;
  return call.sql` ON CONFLICT${target} DO ${set ? call.sql`UPDATE SET ${joined(changed, ', ')}` : 'NOTHING'}`;
}

/** TRUNCATE, with CASCADE where the options say so, or may. */
export function truncation(call: Call, table: Text, options: Value): Text {
  const cascade = options.kind === 'object' ? option(options, 'cascade') : options;
  const isOpen = options.kind === 'object' && options.isOpen;
  return call.sql`TRUNCATE TABLE ${table}${(isOpen || maybe(cascade)) && ' CASCADE'}`;
}

/** Rows that were looked for: a question whether there are some. */
export function found(call: Call, entity: Value, criteria: readonly Value[]): Test {
  const literals = criteria.flatMap((each) => wordsOf(each));
  return { kind: 'test', tests: 'present', reads: [tableName(entity)], literals, expression: call.written, range: call.range };
} // prettier-ignore

function wordsOf(value: Value): readonly string[] {
  const text = knownString(value);
  if (text !== null) return [text];
  if (value.kind === 'array') return value.items.flatMap((item) => wordsOf(item));
  return value.kind === 'object' ? [...value.properties.values()].flatMap((each) => wordsOf(each)) : [];
}

/** What `save` sends for entities: rows that the script writes out are new, any others were loaded. */
export function saving(call: Call, table: Text, entities: Value): Text {
  const [first] = listOf(entities);
  if (first?.kind === 'object') return insertion(call, table, entities);
  return update(call, table, objectValue([]), call.sql`"id" = $1`);
}
