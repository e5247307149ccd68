import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { downSql } from '../src/effect/down-sql.ts';
import { isCaught } from '../src/effect/failure.ts';
import { ineffectiveGuards } from '../src/effect/ineffective.ts';
import { repeatProblem } from '../src/effect/repeat-problem.ts';
import { secondRun } from '../src/effect/second-run.ts';
import { undoneBy } from '../src/effect/undo.ts';
import { debtInWords } from '../src/effect/words.ts';
import { verbatim } from '../src/sql/position-map.ts';
import { readStatements } from '../src/sql/read.ts';
import type { Migration, Section, Statement } from '../src/types.ts';

const read = (sql: string): readonly Statement[] => readStatements(verbatim(sql, 0), { postgres: 15 }).statements;

const up = (sql: string): readonly Section[] => [
  { direction: 'up', range: [0, sql.length], transaction: true, statements: read(sql) },
];

const wordsOf =
  (sql: string): Migration['words'] =>
  (range) =>
    sql.slice(...range);
const repeats = (sql: string) => Array.from(secondRun(up(sql), wordsOf(sql)));

const undone = (upSql: string, downText: string, data = false): readonly string[] =>
  undoneBy(up(upSql), read(downText), { data }).map(debtInWords);

/** What PostgreSQL 15 raised for each of these when it was already done. */
test.each([
  ['CREATE TABLE t ()', 'exists', 'duplicate_table'],
  ['CREATE INDEX i ON t (a)', 'exists', 'duplicate_table'],
  ['CREATE VIEW v AS SELECT 1', 'exists', 'duplicate_table'],
  ['CREATE SEQUENCE s', 'exists', 'duplicate_table'],
  ['CREATE TYPE e AS ENUM ()', 'exists', 'duplicate_object'],
  ['CREATE DOMAIN d AS int', 'exists', 'duplicate_object'],
  ['CREATE SCHEMA s', 'exists', 'duplicate_schema'],
  ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS ''", 'exists', 'duplicate_function'],
  ['CREATE DATABASE d', 'exists', 'duplicate_database'],
  ['CREATE ROLE r', 'exists', 'duplicate_object'],
  ['CREATE POLICY p ON t', 'exists', 'duplicate_object'],
  ['CREATE TEXT SEARCH CONFIGURATION c (PARSER = default)', 'exists', 'unique_violation'],
  ['ALTER TABLE t ADD a int', 'exists', 'duplicate_column'],
  ['ALTER TABLE t ADD CONSTRAINT c CHECK (true)', 'exists', 'duplicate_object'],
  ['ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)', 'exists', 'duplicate_table'],
  ['ALTER TABLE t ADD CONSTRAINT c EXCLUDE (a WITH =)', 'exists', 'duplicate_table'],
  ['ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY (a)', 'exists', 'invalid_table_definition'],
  ['ALTER TABLE t ADD PRIMARY KEY (a)', 'exists', 'invalid_table_definition'],
  ['ALTER TABLE t ADD CONSTRAINT i UNIQUE USING INDEX i', 'exists', 'object_not_in_prerequisite_state'],
  ["ALTER TYPE e ADD VALUE 'a'", 'exists', 'duplicate_object'],
  ["ALTER TYPE e RENAME VALUE 'a' TO 'b'", 'missing', 'invalid_parameter_value'],
  ['ALTER TYPE c ADD ATTRIBUTE a int', 'exists', 'duplicate_column'],
  ['ALTER TABLE t RENAME a TO b', 'missing', 'undefined_column'],
  ['ALTER TABLE t RENAME TO u', 'missing', 'undefined_table'],
  ['ALTER TABLE t RENAME CONSTRAINT a TO b', 'missing', 'undefined_object'],
  ['ALTER FUNCTION f() RENAME TO g', 'missing', 'undefined_function'],
  ['ALTER SCHEMA s RENAME TO r', 'missing', 'invalid_schema_name'],
  ['ALTER TABLE t SET SCHEMA s', 'missing', 'undefined_table'],
  ['DROP TABLE t', 'missing', 'undefined_table'],
  ['DROP INDEX i', 'missing', 'undefined_object'],
  ['DROP FOREIGN TABLE f', 'missing', 'undefined_object'],
  ['DROP TYPE e', 'missing', 'undefined_object'],
  ['DROP FUNCTION f()', 'missing', 'undefined_function'],
  ['DROP SCHEMA s', 'missing', 'invalid_schema_name'],
  ['DROP DATABASE d', 'missing', 'invalid_catalog_name'],
  ['DROP TRIGGER x ON t', 'missing', 'undefined_object'],
  ['ALTER TABLE t DROP a', 'missing', 'undefined_column'],
  ['ALTER TABLE t DROP CONSTRAINT c', 'missing', 'undefined_object'],
  ['ALTER TABLE t ALTER a DROP IDENTITY', 'missing', 'object_not_in_prerequisite_state'],
  ['ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY', 'exists', 'object_not_in_prerequisite_state'],
  ['ALTER TABLE p ATTACH PARTITION c DEFAULT', 'exists', 'wrong_object_type'],
  ['ALTER TABLE p DETACH PARTITION c', 'missing', 'undefined_table'],
  ['ALTER TABLE c INHERIT p', 'exists', 'duplicate_table'],
  ['ALTER TABLE c NO INHERIT p', 'missing', 'undefined_table'],
])('%s', (sql, kind, raises) => {
  expect(repeats(sql).map(({ obstacle }) => [obstacle.kind, ...obstacle.raises])).toEqual([[kind, raises]]);
});

test.each([
  [['duplicate_table'], ['duplicate_table'], true],
  [['duplicate_table'], ['duplicate_object'], false],
  [['duplicate_table'], ['42p07'], true],
  [['duplicate_table'], ['42710'], false],
  [['duplicate_table'], ['others'], true],
  [['duplicate_table'], ['syntax_error_or_access_rule_violation'], true],
  [['unique_violation'], ['integrity_constraint_violation'], true],
  [['unique_violation'], ['syntax_error_or_access_rule_violation'], false],
  [['undefined_object', 'duplicate_table'], ['duplicate_table'], true],
  [['duplicate_table'], ['toString', '__proto__', 'constructor'], false],
  [[], ['duplicate_table'], false],
])('%j is caught by %j: %s', (raised, handlers, caught) => {
  expect(isCaught(raised, handlers)).toBe(caught);
});

const fixtures = ['require-idempotent-guard', 'no-ineffective-guard'].flatMap((rule) =>
  readdirSync(`fixtures/rules/${rule}`).map((file) => readFileSync(`fixtures/rules/${rule}/${file}`, 'utf8')),
);

test('what is offered as a guard is one', () => {
  const offered = fixtures
    .flatMap((text) => repeats(text).map((repeat) => repeatProblem(repeat, wordsOf(text)).data.sql))
    .filter((sql) => !/[…<‹]|^--/.test(sql));
  expect(offered.length).toBeGreaterThan(60);
  const wrong = offered.filter(
    (sql) => repeats(sql).length > 0 || [...ineffectiveGuards(up(sql), wordsOf(sql))].length > 0,
  );
  expect(wrong).toEqual([]);
});

test.each([
  ['CREATE TABLE ${name} ()', 'CREATE TABLE IF NOT EXISTS ${name} ();'],
  ['CREATE TABLE app.${prefix}_users (id int)', 'CREATE TABLE IF NOT EXISTS app.${prefix}_users (id int);'],
  ['CREATE TABLE ${nameOf({ a: 1 })}.${b} ()', 'CREATE TABLE IF NOT EXISTS ${nameOf({ a: 1 })}.${b} ();'],
  ['CREATE SEQUENCE "${name}"', 'CREATE SEQUENCE IF NOT EXISTS "${name}";'],
])('the guard of %j is %j', (text, expected) => {
  expect(repeats(text).map((repeat) => repeatProblem(repeat, wordsOf(text)).data.sql)).toEqual([expected]);
});

test.each([
  ['nothing', '', '', []],
  ['a new table', 'CREATE TABLE t ()', '', ['the new table "t"']],
  ['its parts are no debts of their own', 'CREATE TABLE t (); CREATE INDEX i ON t (a); ALTER TABLE t ADD b int', '', ['the new table "t"']],
  ['renamed afterwards', 'CREATE TABLE t (); ALTER TABLE t RENAME TO u', '', ['the new table "u"']],
  ['undone under its old name', 'CREATE TABLE t (); ALTER TABLE t RENAME TO u', 'DROP TABLE t', ['the new table "u"']],
  ['public is the default', 'CREATE TABLE t ()', 'DROP TABLE public.t', []],
  ['any schema', 'CREATE TABLE app.t ()', 'DROP TABLE t', []],
  ['another schema', 'CREATE TABLE app.t ()', 'DROP TABLE public.t', ['the new table "app.t"']],
  ['another case', 'CREATE TABLE "T" ()', 'DROP TABLE t', ['the new table "T"']],
  ['one of two', 'CREATE TABLE t (); CREATE TABLE u ()', 'DROP TABLE u', ['the new table "t"']],
  ['a renamed table', 'ALTER TABLE t RENAME TO u', '', ['the new name of table "u"']],
  ['renamed to and fro', 'ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME TO t', '', []],
  ['a column, under its new table', 'ALTER TABLE t ADD a int; ALTER TABLE t RENAME TO u', 'ALTER TABLE u RENAME TO t; ALTER TABLE t DROP a', []],
  ['a column of another table', 'ALTER TABLE t ADD a int', 'ALTER TABLE u DROP a', ['the new column "a" of "t"']],
  ['a table that is dropped', 'DROP TABLE t', 'CREATE TABLE t ()', []],
  ['IF EXISTS', 'DROP TABLE IF EXISTS t', '', ['the dropped table "t"']],
  ['dropped first and made anew', 'DROP TRIGGER IF EXISTS x ON t; CREATE TRIGGER x BEFORE UPDATE ON t EXECUTE FUNCTION f()', 'DROP TRIGGER x ON t', []],
  ['dropped with its function', 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE TRIGGER x BEFORE UPDATE ON t EXECUTE FUNCTION f()', 'DROP FUNCTION f() CASCADE', []],
  ['dropped with its column', 'ALTER TABLE t ADD a int; CREATE INDEX i ON t (a)', 'ALTER TABLE t DROP a', []],
  ['a unique index on another column', 'ALTER TABLE t ADD a int; CREATE UNIQUE INDEX i ON t (b)', 'ALTER TABLE t DROP a', ['the new index "i"']],
  ['dropped with its parent', 'CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE c PARTITION OF p DEFAULT', 'DROP TABLE p', []],
  ['an index that became a constraint', 'CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i', 'ALTER TABLE t DROP CONSTRAINT c', []],
  ['NOT NULL', 'ALTER TABLE t ALTER a SET NOT NULL', 'ALTER TABLE t ALTER b DROP NOT NULL', ['the NOT NULL of column "a" of "t"']],
  ['a default for the time of a type change', 'ALTER TABLE t ALTER a DROP DEFAULT; ALTER TABLE t ALTER a TYPE int; ALTER TABLE t ALTER a SET DEFAULT 0', '', ['the type of column "a" of "t"']],
  ['security', 'ALTER TABLE t FORCE ROW LEVEL SECURITY', 'ALTER TABLE t DISABLE ROW LEVEL SECURITY', ['the force row level security of table "t"']],
  ['two enum values', "ALTER TYPE e ADD VALUE 'a'; ALTER TYPE e RENAME VALUE 'b' TO 'c'", "ALTER TYPE e RENAME VALUE 'c' TO 'b'", ['the new enum value "a" of "e"']],
  ['an enum value by hand', "ALTER TYPE e ADD VALUE 'a'", "DELETE FROM pg_enum WHERE enumlabel = 'a'", []],
  ['a role that may have been there', "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'r') THEN CREATE ROLE r; END IF; END $$", '', []],
  ['a computed way back', 'CREATE TABLE t ()', "DO $$ BEGIN EXECUTE 'DROP TABLE ' || x; END $$", []],
  ['a broken way back', 'CREATE TABLE t ()', 'DROP TABEL t', []],
] as const)('undoing %s', (_, upSql, downText, expected) => {
  expect(undone(upSql, downText)).toEqual(expected);
}); // prettier-ignore

test('rows are asked for on request only', () => {
  const sql = 'INSERT INTO t VALUES (1); UPDATE u SET a = 1; CREATE TABLE v (); INSERT INTO v DEFAULT VALUES';
  const back = 'UPDATE u SET a = 0; DROP TABLE v';
  expect([undone(sql, back), undone(sql, back, true)]).toEqual([[], ['the rows of "t"']]);
});

test.each([
  ['CREATE TABLE app."T" (); CREATE INDEX i ON u (a); CREATE UNIQUE INDEX ON u (a, b)'],
  ['CREATE TYPE e AS ENUM (); CREATE DOMAIN d AS int; CREATE SEQUENCE s; CREATE VIEW v AS SELECT 1; CREATE SCHEMA x'],
  [
    "CREATE FUNCTION f(int, text[]) RETURNS int LANGUAGE sql AS ''; CREATE TRIGGER x BEFORE UPDATE ON t EXECUTE FUNCTION f()",
  ],
  ['CREATE POLICY p ON app.t; CREATE ROLE r; CREATE PUBLICATION pub; CREATE CAST (a AS b) WITHOUT FUNCTION'],
  [
    'ALTER TABLE t ADD a int, ADD CONSTRAINT c CHECK (true), ADD UNIQUE (b), ADD PRIMARY KEY (d), ADD FOREIGN KEY (e) REFERENCES u',
  ],
  ['ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME TO "V"; ALTER TABLE w RENAME a TO b; ALTER TYPE e RENAME TO f'],
  ["ALTER TYPE e RENAME VALUE 'it''s' TO 'b'; ALTER TYPE c ADD ATTRIBUTE a int; ALTER TABLE t SET SCHEMA app"],
  [
    'ALTER TABLE t ALTER a SET NOT NULL, ALTER b DROP NOT NULL, ALTER c SET DEFAULT 1, ALTER d ADD GENERATED ALWAYS AS IDENTITY',
  ],
  ['ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, DISABLE TRIGGER x, SET UNLOGGED'],
  ['ALTER TABLE p ATTACH PARTITION c DEFAULT; ALTER TABLE k INHERIT l; ALTER DOMAIN d ADD CONSTRAINT c CHECK (true)'],
])('what is offered as the way back of %s is one', (sql) => {
  const debts = undoneBy(up(sql), [], { data: false });
  const back = debts.toReversed().map(downSql).join('\n');
  expect([debts.length > 1, undone(sql, back)]).toEqual([true, []]);
});

const hostile: readonly (readonly [what: string, statement: (index: number) => string])[] = [
  ['unnamed indexes', () => 'CREATE INDEX ON t (a);'],
  ['unnamed constraints, some dropped', (i) => (i % 2 ? `ALTER TABLE t DROP CONSTRAINT t_check${i};` : 'ALTER TABLE t ADD CHECK (a > 0);')],
  ['one name in many schemas', (i) => `CREATE TABLE s${i}.t (); DO $$ BEGIN IF to_regclass('t') IS NULL THEN CREATE TABLE u${i} (); END IF; END $$;`],
  ['a long chain of partitions', (i) => `CREATE TABLE p${i + 1} PARTITION OF p${i} DEFAULT PARTITION BY LIST (a);`],
  ['a long chain of names', (i) => `ALTER TABLE t${i} RENAME TO t${i + 1}; ALTER SCHEMA s${i} RENAME TO s${i + 1};`],
  ['schemas dropped again and again', (i) => `CREATE TABLE s.t${i} (); DROP SCHEMA s CASCADE;`],
  ['underscores', (i) => `DROP INDEX ${'a_'.repeat(25)}${i}_idx; CREATE INDEX ON t (a); ALTER SEQUENCE ${'b_'.repeat(25)}${i} OWNED BY t.a;`],
]; // prettier-ignore

test.each(hostile)('thousands of statements take no more than seconds: %s', (_, statement) => {
  const sql = Array.from({ length: 2500 }, (__, index) => statement(index)).join('\n');
  const [sections, back] = [up(sql), read(sql)];
  const start = performance.now();
  const found = [
    secondRun(sections, wordsOf(sql)),
    ineffectiveGuards(sections, wordsOf(sql)),
    undoneBy(sections, back, { data: true }),
  ];
  expect(found.map((each) => [...each].length >= 0)).toEqual([true, true, true]);
  expect(performance.now() - start).toBeLessThan(8000);
});
