import { afterAll, describe, expect, test } from 'vitest';
import { type Difference, differences, printDifferences } from '../../src/trial/catalog/differences.ts';
import { fingerprint } from '../../src/trial/catalog/fingerprint.ts';
import { plainDatabase } from '../plain-database.ts';

const plain = await plainDatabase();
const { database } = plain;
afterAll(() => plain.close());

async function run(sql: string): Promise<void> {
  expect({ sql, ...(await database.run(sql)) }).toMatchObject({ sql, failure: null });
}

/** What differs between the state after one text and that after another. */
async function compare(before: string, change: string): Promise<readonly Difference[]> {
  await run('BEGIN');
  try {
    await run(before);
    const first = await fingerprint(database);
    await run(change);
    return differences(first, await fingerprint(database));
  } finally {
    await run('ROLLBACK');
  }
}

const table = 'CREATE TABLE t (a int, b int)';
const f = (body: string) => `CREATE OR REPLACE FUNCTION f() RETURNS text LANGUAGE sql AS $$${body}$$`;
const long = 'SELECT concat_ws($1, $2, $3) FROM some_table_with_a_long_name WHERE ';

interface Case {
  readonly shows: string;
  readonly before: string;
  readonly change: string;
  /** Each line after the first letter of its weight. */
  readonly lines: readonly string[];
}

const cases: readonly Case[] = [
  { shows: 'nothing', before: table, change: 'SELECT 1', lines: [] },
  {
    shows: 'the moment at which a view was made',
    before: "CREATE VIEW v AS SELECT now() - timestamp '2024-01-01 10:00:00.5' AS age",
    change: "CREATE OR REPLACE VIEW v AS SELECT now() - timestamp '2024-01-01 10:00:01' AS age",
    lines: [],
  },
  {
    shows: 'another day in a view',
    before: "CREATE VIEW v AS SELECT timestamp '2024-01-01 10:00:00' AS day",
    change: "CREATE OR REPLACE VIEW v AS SELECT timestamp '2024-01-02 10:00:00' AS day",
    lines: ["s ~ view public.v: definition: SELECT '2024-01-01 … -> SELECT '2024-01-02 …"],
  },
  {
    shows: 'a table without its parts',
    before: `${table}; ALTER TABLE t ADD PRIMARY KEY (a); CREATE INDEX i ON t (b)`,
    change: 'DROP TABLE t; CREATE TABLE u (a serial UNIQUE)',
    lines: ['s - table public.t', 's + table public.u'],
  },
  {
    shows: 'a schema without what is in it, but what hangs on it elsewhere',
    before: `CREATE SCHEMA s CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int CONSTRAINT c REFERENCES s.t)`,
    change: 'DROP SCHEMA s CASCADE',
    lines: ['s - constraint public.u.c FOREIGN KEY (a) REFERENCES s.t(a)', 's - schema s'],
  },
  {
    shows: 'another kind of thing under the same name',
    before: 'CREATE VIEW t AS SELECT 1 AS a',
    change: `DROP VIEW t; ${table}`,
    lines: ['s + table public.t', 's - view public.t'],
  },
  {
    shows: 'all that has changed of a column in one line',
    before: table,
    change: "ALTER TABLE t ALTER a TYPE bigint, ALTER a SET DEFAULT 1, ADD CHECK (b > 0); COMMENT ON COLUMN t.a IS 'x'",
    lines: [
      's ~ column public.t.a: type: integer -> bigint; default: none -> 1; comment: none -> x',
      's + constraint public.t.t_b_check CHECK (b > 0)',
    ],
  },
  {
    shows: 'a renamed column as two',
    before: table,
    change: 'ALTER TABLE t RENAME a TO c',
    lines: ['s - column public.t.a integer', 's + column public.t.c integer'],
  },
  {
    shows: 'a renamed constraint',
    before: `${table}; ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)`,
    change: 'ALTER TABLE t RENAME CONSTRAINT x TO y',
    lines: ['c ~ constraint public.t.x: name: public.t.x -> public.t.y'],
  },
  {
    shows: 'a renamed index',
    before: `${table}; CREATE INDEX "an x" ON t (a)`,
    change: 'ALTER INDEX "an x" RENAME TO y',
    lines: ['c ~ index public."an x": name: public."an x" -> public.y'],
  },
  {
    shows: 'a renamed unique constraint without its index',
    before: `${table}; ALTER TABLE t ADD CONSTRAINT x UNIQUE (a)`,
    change: 'ALTER TABLE t RENAME CONSTRAINT x TO y',
    lines: ['c ~ constraint public.t.x: name: public.t.x -> public.t.y'],
  },
  {
    shows: 'each of two renamed indexes once',
    before: `${table}; CREATE INDEX w ON t (a); CREATE INDEX x ON t (a)`,
    change: 'ALTER INDEX w RENAME TO y; ALTER INDEX x RENAME TO z; CREATE INDEX zz ON t (a)',
    lines: [
      's + index public.zz',
      'c ~ index public.w: name: public.w -> public.y',
      'c ~ index public.x: name: public.x -> public.z',
    ],
  },
  {
    shows: 'another constraint under another name',
    before: `${table}; ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)`,
    change: 'ALTER TABLE t DROP CONSTRAINT x, ADD CONSTRAINT y CHECK (a > 1)',
    lines: ['s - constraint public.t.x CHECK (a > 0)', 's + constraint public.t.y CHECK (a > 1)'],
  },
  {
    shows: 'a constraint that was validated',
    before: `${table}; ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0) NOT VALID`,
    change: 'ALTER TABLE t VALIDATE CONSTRAINT x',
    lines: ['s ~ constraint public.t.x: definition: CHECK (a > 0) NOT VALID -> CHECK (a > 0)'],
  },
  {
    shows: 'a unique index where a constraint was',
    before: `${table}; ALTER TABLE t ADD CONSTRAINT x UNIQUE (a)`,
    change: 'ALTER TABLE t DROP CONSTRAINT x; CREATE UNIQUE INDEX x ON t (a)',
    lines: ['s - constraint public.t.x UNIQUE (a)'],
  },
  {
    shows: 'white space in a body',
    before: f('SELECT 1::text || 2'),
    change: f('SELECT\n  1::text ||\n  2'),
    lines: ['c ~ function public.f(): definition: white space'],
  },
  {
    shows: 'that part of a body that differs',
    before: f(`${long} id > 1 ORDER BY id LIMIT 10`)
      .replace('AS', 'SET check_function_bodies = off AS')
      .replace('CREATE', 'SET LOCAL check_function_bodies = off; CREATE'),
    change: f(`${long} id > 2 ORDER BY id LIMIT 10`).replace('AS', 'SET check_function_bodies = off AS'),
    lines: ['s ~ function public.f(): definition: … WHERE id > 1 … -> … WHERE id > 2 …'],
  },
  {
    shows: 'triggers of a foreign key that do not fire',
    before: `${table}; ALTER TABLE t ADD UNIQUE (b), ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES t (b)`,
    change: 'ALTER TABLE t DISABLE TRIGGER ALL',
    lines: ['s ~ constraint public.t.x: disabled triggers: no -> yes'],
  },
  {
    shows: 'a NOT NULL under another name',
    before: `${table}; ALTER TABLE t ALTER a SET NOT NULL`,
    change: 'ALTER TABLE t RENAME CONSTRAINT t_a_not_null TO x',
    lines: ['c ~ column public.t.a: not null name: t_a_not_null -> x'],
  },
  {
    shows: 'columns that have moved, from the first to the last',
    before: 'CREATE TABLE t (a int, b int, c int, d int, e int)',
    change: 'DROP TABLE t; CREATE TABLE t (a int, d int, b int, c int, e int)',
    lines: ['o ~ table public.t: order of columns: b, c, d -> d, b, c'],
  },
  {
    shows: 'no order where a column is gone',
    before: 'CREATE TABLE t (a int, b int, c int)',
    change: 'ALTER TABLE t DROP a, ADD d int',
    lines: ['s - column public.t.a integer', 's + column public.t.d integer'],
  },
  {
    shows: 'attributes that have moved',
    before: 'CREATE TYPE p AS (a int, b int)',
    change: 'ALTER TYPE p DROP ATTRIBUTE a, ADD ATTRIBUTE a int',
    lines: ['o ~ type public.p: order of columns: a, b -> b, a'],
  },
  {
    shows: 'the heaviest first',
    before: `${table}; CREATE INDEX i ON t (b)`,
    change: 'ALTER TABLE t DROP a, ADD a int; ALTER INDEX i RENAME TO j; CREATE VIEW v AS SELECT 1',
    lines: [
      's + view public.v',
      'c ~ index public.i: name: public.i -> public.j',
      'o ~ table public.t: order of columns: a, b -> b, a',
    ],
  },
  {
    shows: 'an index of a partitioned table without those of its partitions',
    before: 'CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF p DEFAULT',
    change: 'CREATE INDEX i ON p (a)',
    lines: ['s + index public.i'],
  },
  {
    shows: 'a foreign key of a partitioned table, and to one, without those of its partitions',
    before: 'CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF p DEFAULT',
    change: 'ALTER TABLE p ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES p',
    lines: ['s + constraint public.p.x FOREIGN KEY (a) REFERENCES public.p(a)'],
  },
  {
    shows: 'a partition without the constraints that PostgreSQL keeps for it',
    before: 'CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE u (a int REFERENCES p)',
    change: 'CREATE TABLE q PARTITION OF p DEFAULT',
    lines: ['s + table public.q'],
  },
  {
    shows: 'a trigger of a partitioned table without those of its partitions',
    before: `CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF p DEFAULT;
      CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'`,
    change: 'CREATE TRIGGER x AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION g()',
    lines: ['s + trigger public.p.x'],
  },
];

describe('differences show', () => {
  test.each(cases)('$shows', async ({ before, change, lines }) => {
    const found = await compare(before, change);
    expect(found.map((difference) => `${difference.weight[0]} ${printDifferences([difference])}`)).toEqual(lines);
  });
});

test('are missing the other way round where they were extra', async () => {
  await run('BEGIN');
  const before = await fingerprint(database);
  await run(`${table}; CREATE TYPE e AS ENUM ('a')`);
  const after = await fingerprint(database);
  await run('ROLLBACK');
  expect([differences(before, after), differences(after, before)].map(printDifferences)).toEqual([
    '+ type public.e\n+ table public.t',
    '- type public.e\n- table public.t',
  ]);
});

test('do not depend on the order of items', async () => {
  await run('BEGIN');
  const before = await fingerprint(database);
  await run(`${table}; CREATE TYPE e AS ENUM ('a'); CREATE SCHEMA s`);
  const after = await fingerprint(database);
  await run('ROLLBACK');
  expect(differences(before.toReversed(), after.toReversed())).toEqual(differences(before, after));
  expect(differences(before, after)).toHaveLength(3);
});
