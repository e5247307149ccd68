import type { Call } from '../call.ts';
import { joined, keysOf } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import { type Method, optionsOf, type TextValue, type Value } from '../values.ts';
import { fragmentText } from './expressions.ts';
import { quoted, quotedTable, tableOf } from './names.ts';
import { isSet, itemsIn, maySet, option, type Version } from './options.ts';
import { conditionText } from './where.ts';
import { send } from './send.ts';

const where = (call: Call, condition: Value | undefined, version: Version): Text | null => {
  const text = condition ? conditionText(condition, version) : null;
  return text && call.sql` WHERE ${text}`;
};

/** DELETE, or TRUNCATE when the options say so; `condition` is undefined where none is given. */
export function deleteRows(call: Call, table: Text, condition: Value | undefined, options: Value, version: Version): void {
  if (version === 6 && options.kind === 'unknown') call.unverifiable(undefined, 'Its options may be `{ truncate: true }`');
  if (options.kind === 'object' && maySet(options, 'truncate')) truncateRows(call, table, options);
  else send(call, call.sql`DELETE FROM ${table}${where(call, condition, version)}`);
} // prettier-ignore

/** TRUNCATE. */
export function truncateRows(call: Call, table: Text, options: Value): void {
  send(call, call.sql`TRUNCATE ${table}${isSet(options, 'restartIdentity') && ' RESTART IDENTITY'}${maySet(options, 'cascade') && ' CASCADE'}`); // prettier-ignore
}

/** UPDATE with the values of an object; columns that are not known leave a placeholder. */
export function updateRows(call: Call, table: Text, values: Value, condition: Value | undefined, version: Version): void {
  const [object] = optionsOf(values);
  const known = object?.kind === 'object' ? keysOf(object) : [];
  const isOpen = object?.kind !== 'object' || object.isOpen;
  if (known.length === 0 && !isOpen) return;
  const set = known.map((key) => assignment(call, key, object?.kind === 'object' ? object.properties.get(textValue(key.text)) : undefined)); // prettier-ignore
  const all = known.length > 0 ? joined(set, ', ') : call.sql`${quoted(call.unknown())} = $1`;
  send(call, call.sql`UPDATE ${table} SET ${all}${where(call, condition, version)}`);
} // prettier-ignore

function assignment(call: Call, key: TextValue, value: Value | undefined): Text {
  const text = value && fragmentText(value);
  return call.sql`${quoted(key)} = ${text ?? '$1'}`;
}

/** INSERT of one or more objects; `conflict` are the options that say what becomes of rows that are there. */
export function insertRows(call: Call, table: Text, records: Value, conflict: Conflict | null): void {
  const [list] = optionsOf(records);
  const rows = list?.kind === 'array' ? list.items : list ? [list] : [];
  const keys = new Map<string, TextValue>();
  for (const row of rows) if (row.kind === 'object') for (const key of keysOf(row)) keys.set(textValue(key.text), key);
  const columns = [...keys.values()].map(quoted);
  const values = columns.map((_, index) => [constant(`$${index + 1}`, call.head)]);
  const into = columns.length > 0 ? call.sql`(${joined(columns, ', ')}) VALUES (${joined(values, ', ')})` : call.sql`VALUES ($1)`; // prettier-ignore
  send(call, call.sql`INSERT INTO ${table} ${into}${conflict && conflictText(call, conflict)}`);
}

/** What an INSERT does with rows that are there: nothing, or an update of these columns. */
interface Conflict {
  readonly keys: readonly Value[];
  readonly update: readonly Value[] | null;
}

function conflictText(call: Call, { keys, update }: Conflict): Text {
  if (!update || update.length === 0) return call.sql` ON CONFLICT ${keys.length > 0 && call.sql`(${joined(keys.map(quoted), ', ')}) `}DO NOTHING`; // prettier-ignore
  const target = keys.length > 0 ? joined(keys.map(quoted), ', ') : quoted(call.unknown());
  const set = update.map((column) => call.sql`${quoted(column)} = EXCLUDED.${quoted(column)}`);
  return call.sql` ON CONFLICT (${target}) DO UPDATE SET ${joined(set, ', ')}`;
}

/** The conflict clause of `bulkInsert` and `bulkCreate`. */
export function bulkConflict(options: Value): Conflict | null {
  const update = option(options, 'updateOnDuplicate');
  const keys = itemsIn(option(options, 'upsertKeys') ?? option(options, 'conflictFields') ?? option(options, 'conflictAttributes')); // prettier-ignore
  if (update) return { keys, update: update.kind === 'array' ? update.items : [update] };
  return isSet(options, 'ignoreDuplicates') ? { keys: [], update: null } : null;
}

/** The conflict clause of an upsert: all columns that are given are updated. */
export function upsertConflict(values: Value, options: Value): Conflict {
  const [object] = optionsOf(values);
  const keys = itemsIn(option(options, 'upsertKeys') ?? option(options, 'conflictFields'));
  return { keys, update: object?.kind === 'object' ? keysOf(object) : [] };
}

/** `increment(model, table, where, { column: amount }, …)`. */
const count = (version: Version, sign: string): Method => (call) => {
  const [object] = optionsOf(call.argument(3));
  const columns = object?.kind === 'object' ? keysOf(object) : [call.unknown()];
  const set = columns.map((column) => call.sql`${quoted(column)} = ${quoted(column)} ${sign} $1`);
  const table = quotedTable(tableOf(call.argument(1)), version);
  send(call, call.sql`UPDATE ${table} SET ${joined(set, ', ')}${where(call, call.argument(2), version)}`);
  return call.unknown();
}; // prettier-ignore

/** `bulkDelete(table, where, options)`; since version 7 `bulkDelete(table, { where })`. */
const bulkDelete =
  (version: Version): Method =>
  (call) => {
    const table = quotedTable(tableOf(call.argument(0)), version);
    const given = call.argument(1);
    const inside = given.kind === 'object' ? given.properties.get('where') : undefined;
    deleteRows(
      call,
      table,
      version === 7 || inside ? inside : given,
      version === 7 ? given : call.argument(2),
      version,
    );
    return call.unknown();
  };

/** Methods of a query interface that write rows. */
export const rowMethods = (version: Version): Readonly<Record<string, Method>> => {
  const tableAt = (call: Call, index: number) => quotedTable(tableOf(call.argument(index)), version);
  return {
    bulkInsert: (call) => {
      insertRows(call, tableAt(call, 0), call.argument(1), bulkConflict(call.argument(2)));
      return call.unknown();
    },
    insert: (call) => {
      insertRows(call, tableAt(call, 1), call.argument(2), bulkConflict(call.argument(3)));
      return call.unknown();
    },
    upsert: (call) => {
      insertRows(call, tableAt(call, 0), call.argument(1), upsertConflict(call.argument(2), call.argument(4)));
      return call.unknown();
    },
    bulkUpdate: (call) => {
      updateRows(call, tableAt(call, 0), call.argument(1), call.argument(2), version);
      return call.unknown();
    },
    update: (call) => {
      updateRows(call, tableAt(call, 1), call.argument(2), call.argument(3), version);
      return call.unknown();
    },
    increment: count(version, '+'),
    decrement: count(version, '-'),
    delete: (call) => {
      deleteRows(call, tableAt(call, 1), call.argument(2), call.argument(9), version);
      return call.unknown();
    },
    bulkDelete: bulkDelete(version),
    // Only version 7 has it, and scripts do not always say which one runs them.
    truncate: (call) => {
      truncateRows(call, tableAt(call, 0), call.argument(1));
      return call.unknown();
    },
  };
};
