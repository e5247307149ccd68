import { runInThisContext } from 'node:vm';
import knexOf, { type Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { readScript, scriptOperations, sqlOperations } from '../script-operations.ts';
import { alterations, queries, schemas, tables } from './knex-calls.ts';

const knex = knexOf({ client: 'pg' });

/** The calls as a migration, read; and the SQL that Knex itself makes of them. */
const ours = (code: string) => scriptOperations(`exports.up = (knex) => ${code};`);
const theirs = (code: string) => {
  const build = runInThisContext(`(knex) => ${code}`) as (instance: Knex) => { toString(): string };
  return sqlOperations(build(knex).toString());
};

const types =
  'tinyint smallint mediumint integer bigint biginteger bigInteger float double boolean bool date time geometry geography point text binary json jsonb uuid string varchar decimal datetime dateTime timestamp increments bigincrements bigIncrements int real char mediumtext longText year set serial blob'.split(
    ' ',
  );

const options: readonly string[] = [
  "string('c', 20)",
  "decimal('c', 14, 4)",
  "decimal('c', null)",
  "bit('c', { length: 8 })",
  "timestamp('c', { useTz: false })",
  "timestamp('c', { precision: 6 })",
  "datetime('c', true, 3)",
  "increments('c', { primaryKey: false })",
  "uuid('c', { primaryKey: true })",
  "specificType('c', 'text[]')",
  "enu('c', ['x', 'y'])",
  `enu('c', ['x', "y'z"])`,
];

const typed = [...types.map((type) => `${type}('c')`), ...options].map(
  (call) => `knex.schema.createTable('t', (table) => { table.${call}; })`,
);

const altered = alterations.map((code) => `knex.schema.alterTable('users', (table) => { ${code}; })`);

/** Knex puts new columns and changed ones before all else. */
const sorted = (operations: readonly object[]) => operations.map((each) => JSON.stringify(each)).sort();

describe.each([
  ['the schema builder', schemas],
  ['the types of columns', typed],
  ['alterTable', altered],
  ['queries', queries],
] as const)('Knex itself says the same of %s', (_, codes) => {
  test.each(codes)('%s', (code) => {
    const expected = theirs(code);
    expect(expected.length).toBeGreaterThan(0);
    expect(ours(code)).toEqual(expected);
  });
});

describe('Knex itself says the same of several calls, in another order', () => {
  test.each(tables)('%s', (code) => {
    expect(sorted(ours(code))).toEqual(sorted(theirs(code)));
  });
});

const transactions: readonly (readonly [string, boolean])[] = [
  ['exports.up = (knex) => knex.raw("select 1");', true],
  ['exports.config = { transaction: false }; exports.up = (knex) => knex.raw("select 1");', false],
  ['export const config = { transaction: false }; export const up = (knex) => knex.raw("select 1");', false],
  ['module.exports = { config: { transaction: true }, up: (knex) => knex.raw("select 1") };', true],
  ['export default { config: { transaction: false }, up: (knex) => knex.raw("select 1") };', false],
];

test.each(transactions)('the transaction of %s: %s', (text, expected) => {
  expect(readScript(text).sections.map(({ transaction }) => transaction)).toEqual([expected]);
});

/** What a script puts into itself again and again has no end, or a very long one. */
const endless: readonly (readonly [string, string])[] = [
  ['let r = knex.raw("a"); for (let i = 0; i < 900; i++) r = knex.raw("? = ?", [r, r]); await knex("t").where(r).del();', 'delete'],
  ['let r = knex.raw("a"); for (let i = 0; i < 900; i++) r = r.wrap(r, r); await knex("t").where(r).del();', 'delete'],
  ['let q = knex("a"); for (let i = 0; i < 60; i++) q = knex("a").select(q, q).from("b"); await q.del();', 'delete'],
  ['const q = knex("a"); q.where("x", q).with("y", q); await q.del();', 'delete'],
  ['const o = {}; o.o = o; await knex.schema.dropTable(o);', 'drop'],
  ['const a = []; a.push(a); await knex("t").whereIn("x", a).del();', 'delete'],
]; // prettier-ignore

test.each(endless)('%s', (code, kind) => {
  const { sections } = readScript(`exports.up = async (knex) => { ${code} };`);
  const kinds = sections.flatMap(({ statements }) => statements.flatMap(({ operations }) => operations.map((each) => each.kind))); // prettier-ignore
  expect(kinds.some((each) => each === kind || each === 'unverifiable')).toBe(true);
});
