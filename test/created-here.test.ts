import { expect, test } from 'vitest';
import { type CreatedHere, withCreatedHere } from '../src/effect/created-here.ts';
import type { Operation } from '../src/types.ts';
import {
  addColumn, alterTable, column, create, drop, dropColumn, move, name, plain, rename, retype, searchPath, section, transaction, type,
} from './operation.ts'; // prettier-ignore

const condition = { tests: 'absent', reads: ['pg_class'], literals: ['users'], range: [0, 1] } as const;
const end: Operation = { kind: 'other', range: [0, 1], guard: 'unneeded', context: plain, tag: 'SELECT' };

/** What is known after the operations. */
function after<Answer>(operations: readonly Operation[], ask: (known: CreatedHere) => Answer): Answer {
  for (const [operation, known] of withCreatedHere(section(...operations, end)))
    if (operation === end) return ask(known);
  throw new Error('the end was not reached');
}

const tables: readonly (readonly [says: string, operations: readonly Operation[], table: string, created: boolean])[] = [
  ['nothing', [], 'users', false],
  ['a plain table', [create('table', 'users')], 'users', true],
  ['public is the default', [create('table', 'users')], 'public.users', true],
  ['another schema', [create('table', 'users')], 'app.users', false],
  ['another case', [create('table', 'users')], 'Users', false],
  ['a query', [create('table', 'users', { source: 'query' })], 'users', true],
  ['IF NOT EXISTS', [create('table', 'users', { clause: 'if not exists' })], 'users', false],
  ['temporary', [create('table', 'users', { temporary: true, clause: 'if not exists' })], 'users', true],
  ['temporary hides, and only itself', [create('table', 'users', { temporary: true })], 'public.users', false],
  ['a temporary one, renamed', [create('table', 't', { temporary: true }), rename('table', 't', 'users')], 'public.users', false],
  ['a view', [create('view', 'users')], 'users', false],
  ['a partition', [create('table', 'users', { partitionOf: name('people') })], 'users', true],
  ['under a condition', [create('table', 'users', { context: { ...plain, conditions: [condition] } })], 'users', false],
  ['under a handler', [create('table', 'users', { context: { ...plain, handlers: ['others'] } })], 'users', false],
  ['dropped', [create('table', 'users'), drop('table', 'carts', 'users')], 'users', false],
  ['dropped before', [drop('table', 'users'), create('table', 'users')], 'users', true],
  ['renamed', [create('table', 'new'), rename('table', 'new', 'users')], 'users', true],
  ['renamed away', [create('table', 'users'), rename('table', 'users', 'new')], 'users', false],
  ['an old one got the name', [create('table', 'new'), drop('table', 'new'), rename('table', 'users', 'new')], 'new', false],
  ['a swap: the old one', [rename('table', 'users', 'old'), create('table', 'users')], 'old', false],
  ['a swap: the new one', [rename('table', 'users', 'old'), create('table', 'users')], 'users', true],
  ['moved', [create('table', 'users'), move('table', 'users', 'app')], 'app.users', true],
  ['moved away', [create('table', 'users'), move('table', 'users', 'app')], 'users', false],
  ['its schema renamed', [create('table', 'a.users'), rename('schema', 'a', 'b')], 'b.users', true],
  ['another schema got the name', [create('table', 'a.users'), rename('schema', 'a', 'b'), rename('schema', 'c', 'a')], 'a.users', false],
  ['its schema dropped', [create('table', 'a.users'), drop('schema', 'a')], 'a.users', false],
  ['rolled back', [transaction('begin'), create('table', 'users'), transaction('rollback')], 'users', false],
  ['rolled back to a savepoint', [create('table', 'users'), transaction('other')], 'users', false],
  ['search_path', [searchPath('app, public'), create('table', 'users')], 'app.users', true],
  ['search_path changed', [create('table', 'users'), searchPath('app')], 'users', false],
  ['search_path with the user first', [searchPath('"$user", public'), create('table', 'users')], 'public.users', true],
  ['local search_path', [searchPath('app', true), create('table', 'users'), transaction('commit')], 'users', false],
  ['an old partition attached', [create('table', 'users'), alterTable('users', 'attach partition', 'old')], 'users', false],
  ['a new partition attached', [create('table', 'users'), create('table', 'p'), alterTable('users', 'attach partition', 'p')], 'users', true],
  ['an old child', [create('table', 'users'), alterTable('old', 'inherit', 'users')], 'users', false],
  ['a name that only the run decides', [create('table', '‹x›')], '‹x›', false],
  ['any table may have been renamed', [create('table', 'users'), rename('table', '‹x›', '‹y›')], 'users', false],
]; // prettier-ignore

test.each(tables)('table, %s', (_, operations, table, created) => {
  expect(after(operations, (known) => known.hasTable(name(table)))).toBe(created);
});

const columns: readonly (readonly [says: string, operations: readonly Operation[], of: string, created: boolean])[] = [
  ['of a new table', [create('table', 'users')], 'email', true],
  ['added to an old table', [addColumn('users', column('email'))], 'email', true],
  ['another one', [addColumn('users', column('email'))], 'name', false],
  ['IF NOT EXISTS', [addColumn('users', column('email'), true)], 'email', false],
  ['dropped', [addColumn('users', column('email')), dropColumn('users', 'email')], 'email', false],
  ['renamed', [addColumn('users', column('mail')), rename('column', 'users', 'email', 'mail')], 'email', true],
  ['an old one got the name', [addColumn('users', column('new')), dropColumn('users', 'new'), rename('column', 'users', 'new', 'email')], 'new', false],
  ['the table renamed', [addColumn('people', column('email')), rename('table', 'people', 'users')], 'email', true],
]; // prettier-ignore

test.each(columns)('column, %s', (_, operations, of, created) => {
  expect(after(operations, (known) => known.hasColumn(name('users'), of))).toBe(created);
});

test.each([
  ['the same', [create('type', 'mood')], 'type', 'mood', true],
  ['a domain is a type, but not this one', [create('domain', 'mood')], 'type', 'mood', false],
  ['an old column has the type', [create('type', 'mood'), retype('users', 'mood', type('mood'))], 'type', 'mood', false],
  ['a new column has it', [create('table', 'users'), create('type', 'mood'), retype('users', 'mood', type('mood'))], 'type', 'mood', true],
  ['an old column may have its type', [create('extension', 'citext'), retype('users', 'email', type('citext'))], 'extension', 'citext', false],
  ['a new schema', [create('schema', 'app')], 'schema', 'app', true],
  ['an old table moved into it', [create('schema', 'app'), move('table', 'users', 'app')], 'schema', 'app', false],
] as const)('object, %s', (_, operations, object, of, created) => {
  expect(after(operations, (known) => known.hasObject(object, name(of)))).toBe(created);
}); // prettier-ignore

test.each([
  ['created', [create('table', 'users', { columns: [column('id', type('int4'))] })], 'int4'],
  ['perhaps there before', [create('table', 'users', { clause: 'if not exists', columns: [column('id', type('int4'))] })], undefined],
  ['added', [addColumn('users', column('id', type('int8')))], 'int8'],
  ['changed', [retype('users', 'id', type('int8')), retype('users', 'id', type('numeric'))], 'numeric'],
  ['unknown', [addColumn('users', column('other', type('int8')))], undefined],
] as const)('type of a column, %s', (_, operations, expected) => {
  expect(after(operations, (known) => known.columnType(name('users'), 'id')?.name)).toBe(expected);
}); // prettier-ignore

test('an operation comes with what stood before it', () => {
  const [first, second] = [create('table', 'users'), drop('table', 'users')];
  const seen = [...withCreatedHere(section(first, second))].map(([operation]) => operation);
  const known = Array.from(withCreatedHere(section(first, second)), ([, state]) => state.hasTable(name('users')));
  expect([seen, known]).toEqual([
    [first, second],
    [false, true],
  ]);
});
