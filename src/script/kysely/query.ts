import type { Call } from '../call.ts';
import { identifier } from '../sql.ts';
import { bound, composed } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, type Receiver, type ReceiverType, stringValue } from '../values.ts';
import {
  adds,
  again,
  build,
  type Built,
  clears,
  type Naming,
  part,
  type Parts,
  runnable,
  same,
  sets,
} from './builder.ts';
import { assignments, comparison, condition, given, operand } from './expression.ts';
import { columnNames, reference } from './names.ts';
import { insertedValues } from './values.ts';
import { clause, selection, tablesOf, whereClause, wheres } from './select.ts';

const returning: Record<string, Method<Built>> = {
  returning: adds('returning', (call, { naming }) => selection(call, naming)),
  returningAll: adds('returning', (call) => call.sql`*`),
  clearReturning: clears('returning'),
};

const ends = adds('end', (call, { naming }) => operand(call.argument(0), call, naming));
const ordered: Record<string, Method<Built>> = { orderBy: same, clearOrderBy: same, limit: adds('end', (call) => call.sql`LIMIT ${bound(call.argument(0))}`), clearLimit: same, top: same, output: same, outputAll: same, modifyEnd: ends }; // prettier-ignore

const joins = (words: string): Method<Built> =>
  adds('join', (call, { naming }) => call.sql` ${words} ${tablesOf(call.argument(0), call, naming)} ON ${joinedOn(call, naming)}`); // prettier-ignore

function joinedOn(call: Call, naming: Naming): Text {
  const [, left, right] = call.args;
  if (!left || !right) return call.sql`true`;
  return comparison([left, stringValue([constant('=', left.range)], left.range), right], call, naming, true);
}

const joining = Object.fromEntries(['inner', 'left', 'right', 'full'].map((word) => [`${word}Join`, joins(`${word.toUpperCase()} JOIN`)])); // prettier-ignore

const deletes: ReceiverType<Built> = {
  name: 'DeleteQueryBuilder',
  methods: {
    ...runnable(),
    ...wheres,
    ...returning,
    ...ordered,
    ...joining,
    using: adds('using', (call, { naming }) => tablesOf(call.argument(0), call, naming)),
  },
  others: 'chain',
};

/** `db.deleteFrom('users')`. */
export function deleteFrom(call: Call, naming: Naming, before: Parts): Receiver {
  const table = tablesOf(call.argument(0), call, naming);
  return build(call, deletes, naming, (parts) => [
    ...clause('', parts, 'with', ' '),
    ...call.sql`DELETE FROM ${table}`,
    ...clause(' USING ', parts, 'using'),
    ...part(parts, 'join'),
    ...whereClause(parts),
    ...clause(' RETURNING ', parts, 'returning'),
    ...clause(' ', parts, 'end', ' '),
  ], before);
} // prettier-ignore

const updates: ReceiverType<Built> = {
  name: 'UpdateQueryBuilder',
  methods: {
    ...runnable(),
    ...wheres,
    ...returning,
    ...ordered,
    ...joining,
    set: adds('set', (call, { naming }) => assignments(call, naming)),
    from: adds('from', (call, { naming }) => tablesOf(call.argument(0), call, naming)),
  },
  others: 'chain',
};

/** `db.updateTable('users')`. */
export function updateTable(call: Call, naming: Naming, before: Parts): Receiver {
  const table = tablesOf(call.argument(0), call, naming);
  return build(call, updates, naming, (parts) => [
    ...clause('', parts, 'with', ' '),
    ...call.sql`UPDATE ${table}`,
    ...clause(' SET ', parts, 'set'),
    ...clause(' FROM ', parts, 'from'),
    ...part(parts, 'join'),
    ...whereClause(parts),
    ...clause(' RETURNING ', parts, 'returning'),
    ...clause(' ', parts, 'end', ' '),
  ], before);
} // prettier-ignore

const inserts: ReceiverType<Built> = {
  name: 'InsertQueryBuilder',
  methods: {
    ...runnable(),
    ...returning,
    ...ordered,
    values: sets('values', (call, { naming }) => insertedValues(given(call.argument(0), call, naming), call, naming)),
    columns: sets('columns', (call) => call.sql`(${columnNames(call.argument(0))}) `),
    expression: sets('values', (call, { naming }) => composed(given(call.argument(0), call, naming)) ?? call.sql`SELECT ${bound(call.argument(0))}`),
    defaultValues: sets('values', (call) => call.sql`DEFAULT VALUES`),
    onConflict: sets('conflict', (call, { naming }) => composed(call.run(call.argument(0), [build(call, conflicts, naming, conflict)])) ?? []),
    onDuplicateKeyUpdate: sets('conflict', (call, { naming }) => call.sql` ON DUPLICATE KEY UPDATE ${assignments(call, naming)}`),
    ignore: same,
  },
  others: 'chain',
}; // prettier-ignore

/** `db.insertInto('users')`. */
export function insertInto(call: Call, naming: Naming, before: Parts): Receiver {
  const table = tablesOf(call.argument(0), call, naming);
  return build(call, inserts, naming, (parts) => [
    ...clause('', parts, 'with', ' '),
    ...call.sql`${call.name === 'replaceInto' ? 'REPLACE' : 'INSERT'} INTO ${table} `,
    ...part(parts, 'columns'),
    ...part(parts, 'values'),
    ...part(parts, 'conflict'),
    ...clause(' RETURNING ', parts, 'returning'),
    ...clause(' ', parts, 'end', ' '),
  ], before);
} // prettier-ignore

function conflict(parts: Parts): Text {
  const where = clause(' WHERE ', parts, 'where', ' AND ');
  const isUpdate = (parts['update']?.length ?? 0) > 0;
  const target = [...part(parts, 'target'), ...(isUpdate ? clause(' WHERE ', parts, 'target where', ' AND ') : where)];
  return [...part(parts, 'head'), ...target, ...part(parts, 'do'), ...clause('', parts, 'update'), ...(isUpdate ? where : [])]; // prettier-ignore
}

const head = (call: Call): Text => call.sql` ON CONFLICT`;

/** Sets the target of ON CONFLICT, of which there is one. */
const target = (make: (call: Call, naming: Naming) => Text): Method<Built> => (call, self) =>
  again(self, call, { ...self.state.parts, head: [head(call)], target: [...(self.state.parts['target'] ?? []), make(call, self.state.naming)] }); // prettier-ignore

const conflicts: ReceiverType<Built> = {
  name: 'OnConflict',
  isHarmless: true,
  methods: {
    column: target((call) => call.sql` (${columnNames(call.argument(0))})`),
    columns: target((call) => call.sql` (${columnNames(call.argument(0))})`),
    constraint: target((call) => call.sql` ON CONSTRAINT ${identifier(call.argument(0))}`),
    expression: target((call, naming) => call.sql` (${operand(call.argument(0), call, naming)})`),
    where: adds('where', (call, { naming }) => condition(call, naming)),
    whereRef: adds('where', (call, { naming }) => comparison(call.args, call, naming, true)),
    clearWhere: clears('where'),
    doNothing: (call, self) => again(self, call, { ...self.state.parts, head: [head(call)], do: [call.sql` DO NOTHING`] }),
    // A condition before it is about the target, one after it about the update.
    doUpdateSet: (call, self) => {
      const { where = [], ...parts } = self.state.parts;
      const rows: Parts = { head: [head(call)], 'target where': where, do: [call.sql` DO UPDATE SET `], update: [assignments(call, self.state.naming)] };
      return again(self, call, { ...parts, ...rows });
    },
  },
  others: 'chain',
}; // prettier-ignore

const merges: ReceiverType<Built> = {
  name: 'MergeQueryBuilder',
  methods: {
    ...runnable(),
    ...returning,
    ...ordered,
    using: (call, self) => {
      const { parts, naming } = self.state;
      const [table, left, right] = call.args;
      const isCallback = left?.kind === 'function';
      const on = isCallback ? composed(call.run(left, [onBuilder(call, naming)])) : left && right && call.sql`${reference(left)} = ${reference(right)}`;
      return again(self, call, { ...parts, using: [call.sql` USING ${table && tablesOf(table, call, naming)} ON ${on}`] });
    },
    ...Object.fromEntries(['', 'And', 'AndRef'].flatMap((suffix) => [
      [`whenMatched${suffix}`, when('MATCHED', suffix)],
      [`whenNotMatched${suffix}`, when('NOT MATCHED', suffix)],
      [`whenNotMatchedBySource${suffix}`, when('NOT MATCHED BY SOURCE', suffix)],
    ])),
    thenDelete: adds('when', (call) => call.sql` THEN DELETE`),
    thenDoNothing: adds('when', (call) => call.sql` THEN DO NOTHING`),
    thenInsertValues: adds('when', (call, { naming }) => call.sql` THEN INSERT ${insertedValues(given(call.argument(0), call, naming), call, naming)}`),
    thenUpdateSet: adds('when', (call, { naming }) => call.sql` THEN UPDATE SET ${assignments(call, naming)}`),
    thenUpdate: adds('when', (call, { naming }) => {
      const none = build(call, updated, naming, (parts) => clause(' THEN UPDATE SET ', parts, 'set'));
      return composed(call.run(call.argument(0), [none])) ?? call.sql` THEN UPDATE SET "?" = NULL`;
    }),
  },
  others: 'chain',
}; // prettier-ignore

const updated: ReceiverType<Built> = { ...updates, name: 'Update' };

function when(words: string, suffix: string): Method<Built> {
  return adds('when', (call, { naming }) => {
    const also = suffix === '' ? null : comparison(call.args, call, naming, suffix === 'AndRef');
    return call.sql` WHEN ${words}${also && call.sql` AND ${also}`}`;
  });
}

const onType: ReceiverType<Built> = {
  name: 'Join',
  isHarmless: true,
  methods: {
    on: adds('on', (call, { naming }) => comparison(call.args, call, naming)),
    onRef: adds('on', (call, { naming }) => comparison(call.args, call, naming, true)),
    onTrue: adds('on', (call) => call.sql`true`),
  },
  others: 'chain',
};

const onBuilder = (call: Call, naming: Naming) => build(call, onType, naming, (parts) => clause('', parts, 'on', ' AND ')); // prettier-ignore

/** `db.mergeInto('users')`. */
export function mergeInto(call: Call, naming: Naming, before: Parts): Receiver {
  const table = tablesOf(call.argument(0), call, naming);
  return build(call, merges, naming, (parts) => [
    ...clause('', parts, 'with', ' '),
    ...call.sql`MERGE INTO ${table}`,
    ...part(parts, 'using'),
    ...part(parts, 'when'),
    ...clause(' RETURNING ', parts, 'returning'),
  ], before);
} // prettier-ignore
