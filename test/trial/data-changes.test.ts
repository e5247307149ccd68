import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/engine/database.ts';
import { dataChanges, wordsOf, type DataChange } from '../../src/trial/data/changes.ts';
import { dataSnapshot } from '../../src/trial/data/snapshot.ts';
import { plainDatabase } from '../plain-database.ts';

let database: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  const plain = await plainDatabase();
  database = plain.database;
  close = () => plain.close();
}, 60_000);
afterAll(() => close());

async function done(sql: string): Promise<void> {
  expect((await database.run(sql)).failure).toBeNull();
}

const table = (kind: DataChange['kind'], before: number, after: number, name = 'public.t'): DataChange => ({
  kind,
  table: name,
  column: null,
  before,
  after,
});
const column = (kind: DataChange['kind'], name: string, before: number, after: number): DataChange => ({
  kind,
  table: 'public.t',
  column: name,
  before,
  after,
});

const plain = `CREATE TABLE t (id int PRIMARY KEY, a text, n int); INSERT INTO t VALUES (1, 'x', 10), (2, 'y', 20), (3, NULL, NULL), (4, 'x', 10);`;
const parted = `CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
  CREATE TABLE t2 PARTITION OF t DEFAULT; INSERT INTO t VALUES (1), (2), (3);`;

test.each<readonly [shows: string, before: string, statement: string, expected: readonly DataChange[]]>([
  ['nothing', plain, 'SELECT', []],
  ['a table is dropped', plain, 'DROP TABLE t', [table('table lost', 4, 0)]],
  ['an empty table is dropped', 'CREATE TABLE t (a int);', 'DROP TABLE t', []],
  [
    'a schema is dropped',
    `CREATE SCHEMA "S s"; CREATE TABLE "S s"."T" AS SELECT 1 AS a;`,
    'DROP SCHEMA "S s" CASCADE',
    [table('table lost', 1, 0, '"S s"."T"')],
  ],
  ['a table is emptied', plain, 'TRUNCATE t', [table('rows lost', 4, 0)]],
  ['rows are deleted', plain, 'DELETE FROM t WHERE id = 2', [table('rows lost', 4, 3)]],
  ['rows are added', plain, `INSERT INTO t VALUES (5, 'z', 1)`, [table('rows added', 4, 5)]],
  [
    'rows are added to an empty table',
    'CREATE TABLE t (a int);',
    'INSERT INTO t VALUES (1)',
    [table('rows added', 0, 1)],
  ],
  ['a new table', plain, 'CREATE TABLE u AS SELECT 1 AS a', []],
  ['a table is renamed', plain, 'ALTER TABLE t RENAME TO "U"', []],
  ['a table goes to another schema', plain, 'CREATE SCHEMA s; ALTER TABLE t SET SCHEMA s', []],
  [
    'a table is made again, empty',
    plain,
    'DROP TABLE t; CREATE TABLE t (id int, a text, n int)',
    [table('rows lost', 4, 0)],
  ],
  [
    'a table is copied and replaced',
    plain,
    'CREATE TABLE u AS SELECT n, a, id FROM t; DROP TABLE t; ALTER TABLE u RENAME TO t',
    [],
  ],
  [
    'a table is replaced by one without a column',
    plain,
    'CREATE TABLE u AS SELECT id, n FROM t; DROP TABLE t; ALTER TABLE u RENAME TO t',
    [column('column lost', 'a', 3, 0)],
  ],
  [
    'a table gets the name of one that is dropped',
    `${plain} CREATE TABLE u (a int);`,
    'DROP TABLE t; ALTER TABLE u RENAME TO t',
    [table('table lost', 4, 0)],
  ],
  ['a column is dropped', plain, 'ALTER TABLE t DROP COLUMN a', [column('column lost', 'a', 3, 0)]],
  [
    'an empty column is dropped',
    'CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1);',
    'ALTER TABLE t DROP COLUMN b',
    [],
  ],
  ['a column is renamed', plain, 'ALTER TABLE t RENAME COLUMN a TO "B b"', []],
  [
    'a column is made again',
    plain,
    'ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a text',
    [column('values lost', 'a', 3, 0)],
  ],
  [
    'a column is copied and dropped',
    plain,
    'ALTER TABLE t ADD COLUMN b text; UPDATE t SET b = a; ALTER TABLE t DROP COLUMN a',
    [],
  ],
  ['a column is added', plain, `ALTER TABLE t ADD COLUMN b text DEFAULT 'x'`, []],
  ['values become NULL', plain, 'UPDATE t SET a = NULL WHERE id < 3', [column('values lost', 'a', 3, 1)]],
  ['values become others', plain, 'UPDATE t SET n = n + 1 WHERE id = 1', [column('values changed', 'n', 3, 3)]],
  ['NULL becomes a value', plain, `UPDATE t SET a = 'z' WHERE a IS NULL`, []],
  ['all become one value', plain, `UPDATE t SET a = 'x'`, [column('values changed', 'a', 3, 4)]],
  [
    'rows go and values with them',
    plain,
    'DELETE FROM t WHERE id = 1; UPDATE t SET a = NULL',
    [table('rows lost', 4, 3), column('values lost', 'a', 3, 0)],
  ],
  [
    'rows come and values change',
    plain,
    `INSERT INTO t VALUES (5, 'z', 1); UPDATE t SET n = 0`,
    [table('rows added', 4, 5), column('values changed', 'n', 3, 5)],
  ],
  [
    'a type that prints the same',
    plain,
    'ALTER TABLE t ALTER COLUMN n TYPE bigint, ALTER COLUMN a TYPE varchar(9)',
    [],
  ],
  [
    'a type that prints otherwise',
    plain,
    'ALTER TABLE t ALTER COLUMN n TYPE numeric(9,2)',
    [column('values changed', 'n', 3, 3)],
  ],
  [
    'a type that cuts off',
    `CREATE TABLE t (a text); INSERT INTO t VALUES ('abc');`,
    'ALTER TABLE t ALTER COLUMN a TYPE varchar(2) USING left(a, 2)',
    [column('values changed', 'a', 1, 1)],
  ],
  [
    'a time zone is set',
    `CREATE TABLE t (a timestamptz); INSERT INTO t VALUES ('2024-01-01 00:00+00');`,
    `SET LOCAL timezone = 'Asia/Tokyo'`,
    [],
  ],
  [
    'a time gets a zone',
    `CREATE TABLE t (a timestamp); INSERT INTO t VALUES ('2024-01-01');`,
    'ALTER TABLE t ALTER COLUMN a TYPE timestamptz',
    [column('values changed', 'a', 1, 1)],
  ],
  [
    'types without equality',
    `CREATE TABLE t (a json, b point, c xid[]); INSERT INTO t VALUES ('{}', '(1,2)', '{1}');`,
    `UPDATE t SET b = '(2,1)'`,
    [column('values changed', 'b', 1, 1)],
  ],
  [
    'generated columns',
    'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (1 / a) VIRTUAL); INSERT INTO t VALUES (0);',
    'ALTER TABLE t DROP COLUMN b',
    [],
  ],
  [
    'names that must be quoted',
    `CREATE TABLE "T""t" ("A b" int); INSERT INTO "T""t" VALUES (1);`,
    'UPDATE "T""t" SET "A b" = 2',
    [{ kind: 'values changed', table: 'public."T""t"', column: '"A b"', before: 1, after: 1 }],
  ],
  [
    '300 columns',
    `CREATE TABLE t (${Array.from({ length: 300 }, (_, at) => `c${at} int DEFAULT 1`).join(', ')}); INSERT INTO t DEFAULT VALUES;`,
    'UPDATE t SET c299 = 2',
    [column('values changed', 'c299', 1, 1)],
  ],
  ['no column', 'CREATE TABLE t (); INSERT INTO t DEFAULT VALUES;', 'DELETE FROM t', [table('rows lost', 1, 0)]],
  [
    'many rows',
    'CREATE TABLE t AS SELECT n, n::text AS a, NULL::int AS b FROM generate_series(1, 3000) AS n;',
    `UPDATE t SET a = a || 'x' WHERE n = 7`,
    [column('values changed', 'a', 3000, 3000)],
  ],
  [
    'many rows, and more',
    'CREATE TABLE t AS SELECT n FROM generate_series(1, 3000) AS n;',
    'INSERT INTO t VALUES (1)',
    [table('rows added', 3000, 3001)],
  ],
  [
    'many rows become few',
    'CREATE TABLE t AS SELECT n FROM generate_series(1, 3000) AS n;',
    'DELETE FROM t WHERE n > 5',
    [table('rows lost', 3000, 5)],
  ],
  ['a sequence goes on', 'CREATE TABLE t (a serial);', `SELECT nextval('t_a_seq')`, []],
  [
    'a view is dropped',
    `${plain} CREATE VIEW v AS SELECT * FROM t; CREATE MATERIALIZED VIEW m AS SELECT * FROM t;`,
    'DROP VIEW v; DROP MATERIALIZED VIEW m',
    [],
  ],
  [
    'a child loses rows',
    `CREATE TABLE t (a int); CREATE TABLE u () INHERITS (t); INSERT INTO u VALUES (1);`,
    'DELETE FROM t',
    [table('rows lost', 1, 0, 'public.u')],
  ],
  ['a partition is dropped', parted, 'DROP TABLE t1', [table('table lost', 1, 0, 'public.t1')]],
  ['a partition stands alone', parted, 'ALTER TABLE t DETACH PARTITION t2', []],
  ['rows go to another partition', parted, 'UPDATE t SET a = 1 WHERE a = 2', [column('values changed', 'a', 3, 3)]],
  [
    'partitions are joined',
    parted,
    `ALTER TABLE t DETACH PARTITION t1; INSERT INTO t SELECT a + 0 FROM t1; DROP TABLE t1`,
    [],
  ],
  ['a partitioned table is dropped', parted, 'DROP TABLE t', [table('table lost', 3, 0)]],
  [
    'a partitioned table loses a column',
    parted.replace('(a int)', '(a int, b int DEFAULT 1)'),
    'ALTER TABLE t DROP COLUMN b',
    [column('column lost', 'b', 3, 0)],
  ],
  [
    'a table becomes partitioned',
    plain,
    `ALTER TABLE t RENAME TO o; CREATE TABLE t (LIKE o) PARTITION BY LIST (a); CREATE TABLE d PARTITION OF t DEFAULT;
    INSERT INTO t SELECT * FROM o; DROP TABLE o`,
    [],
  ],
])('%s', async (_, before, statement, expected) => {
  await done(`BEGIN; ${before}`);
  try {
    const was = await dataSnapshot(database);
    await done(statement);
    expect(dataChanges(was, await dataSnapshot(database))).toEqual(expected);
  } finally {
    await done('ROLLBACK');
  }
});

test.each<readonly [DataChange, string]>([
  [table('table lost', 4, 0), 'public.t is gone with 4 rows'],
  [table('rows lost', 4, 0), '4 rows of public.t are gone'],
  [table('rows lost', 4, 3), '1 row of public.t is gone'],
  [table('rows added', 4, 6), '2 rows of public.t are new'],
  [column('column lost', 'a', 1, 0), 'public.t.a is gone with 1 value'],
  [column('values lost', 'a', 4, 1), '3 values of public.t.a are gone'],
  [column('values changed', 'a', 4, 4), 'values of public.t.a changed'],
])('%o in words', (change, words) => {
  expect(wordsOf(change)).toBe(words);
});

test('many tables', async () => {
  const names = Array.from({ length: 500 }, (_, at) => `t${String(at).padStart(3, '0')}`);
  await done(`BEGIN; ${names.map((name) => `CREATE TABLE ${name} AS SELECT 1 AS a, 'x' AS b`).join(';')}`);
  const was = await dataSnapshot(database);
  await done('DELETE FROM t007');
  const is = await dataSnapshot(database);
  await done('ROLLBACK');
  expect(dataChanges(was, is)).toEqual([table('rows lost', 1, 0, 'public.t007')]);
});
