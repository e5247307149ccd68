import { afterAll, describe, expect, test } from 'vitest';
import { openTrace, type StatementTrace } from '../../src/trial/locks/trace.ts';
import { plainDatabase } from '../plain-database.ts';

const thousand = 'FROM generate_series(1, 1000) AS n';

const tables = `
  CREATE TABLE p (id int PRIMARY KEY);
  INSERT INTO p SELECT n ${thousand};
  CREATE TABLE t (id int PRIMARY KEY, a int, b int, c varchar(10), d timestamp, p_id int);
  INSERT INTO t SELECT n, n, n, 'x', now(), n ${thousand};
  CREATE INDEX t_b ON t (b);
  CREATE INDEX t_c ON t (c);
  CREATE TABLE ch (id int PRIMARY KEY, t_id int REFERENCES t);
  INSERT INTO ch SELECT n, n ${thousand};
  CREATE TABLE later (a int, b int);
  ALTER TABLE later ADD CONSTRAINT later_b CHECK (b IS NOT NULL) NOT VALID;
  ALTER TABLE later ADD CONSTRAINT later_a FOREIGN KEY (a) REFERENCES p NOT VALID;
  INSERT INTO later SELECT n, n ${thousand};
  CREATE TABLE known (b int CHECK (b IS NOT NULL));
  INSERT INTO known SELECT n ${thousand};
  CREATE UNIQUE INDEX known_b ON known (b);
  CREATE TABLE seen (a int);
  CREATE VIEW v AS SELECT * FROM seen;
  CREATE TABLE parts (a int) PARTITION BY RANGE (a);
  CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (10);
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'`;

const rewritten = 'rewrites t, t_b, t_c, t_pkey';

/** Statements, each in a transaction of its own, and what the trace tells of it. */
const rows: readonly (readonly [sql: string, trace: string])[] = [
  ['ALTER TABLE t ADD COLUMN n int', 'ACCESS EXCLUSIVE t'],
  ['ALTER TABLE t ADD COLUMN n int NOT NULL DEFAULT 5', 'ACCESS EXCLUSIVE t'],
  ['ALTER TABLE t ADD COLUMN n uuid DEFAULT gen_random_uuid()', `ACCESS EXCLUSIVE t; ${rewritten}; reads t 4000`],
  ['ALTER TABLE t ADD COLUMN n serial', `ACCESS EXCLUSIVE t; ${rewritten}; reads t 4000`],
  ['ALTER TABLE t ADD COLUMN n int GENERATED ALWAYS AS (a) STORED', `ACCESS EXCLUSIVE t; ${rewritten}; reads t 4000`],
  ['ALTER TABLE t ADD COLUMN n int CHECK (n > 0)', 'ACCESS EXCLUSIVE t; reads t 1000'],
  ['ALTER TABLE t ADD COLUMN n int REFERENCES p', 'SHARE ROW EXCLUSIVE p, ACCESS EXCLUSIVE t'],
  ['ALTER TABLE t ADD COLUMN n int UNIQUE', 'ACCESS EXCLUSIVE t; reads t 1000'],
  ['ALTER TABLE t ALTER COLUMN b TYPE bigint', `ACCESS EXCLUSIVE t; ${rewritten}; reads t 4000`],
  ['ALTER TABLE t ALTER COLUMN c TYPE varchar(20)', 'ACCESS EXCLUSIVE t'],
  ['ALTER TABLE t ALTER COLUMN c TYPE text', 'ACCESS EXCLUSIVE t'],
  ['ALTER TABLE t ALTER COLUMN c TYPE varchar(5) USING left(c, 5)', `ACCESS EXCLUSIVE t; ${rewritten}; reads t 4000`],
  ["SET LOCAL TimeZone = 'UTC'; ALTER TABLE t ALTER COLUMN d TYPE timestamptz", 'ACCESS EXCLUSIVE t'],
  [
    "SET LOCAL TimeZone = 'Europe/Berlin'; ALTER TABLE t ALTER COLUMN d TYPE timestamptz",
    `ACCESS EXCLUSIVE t; ${rewritten}; reads t 4000`,
  ],
  ['ALTER TABLE t ALTER COLUMN b SET NOT NULL', 'ACCESS EXCLUSIVE t; reads t 1000'],
  ['ALTER TABLE later VALIDATE CONSTRAINT later_b', 'SHARE UPDATE EXCLUSIVE later; reads later 1000'],
  ['ALTER TABLE known ALTER COLUMN b SET NOT NULL', 'ACCESS EXCLUSIVE known'],
  ['ALTER TABLE t ADD CHECK (b > 0)', 'ACCESS EXCLUSIVE t; reads t 1000'],
  ['ALTER TABLE t ADD CHECK (b > 0) NOT VALID', 'ACCESS EXCLUSIVE t'],
  [
    'ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p',
    'SHARE ROW EXCLUSIVE p, SHARE ROW EXCLUSIVE t; reads p 1000, t 1000',
  ],
  ['ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p NOT VALID', 'SHARE ROW EXCLUSIVE p, SHARE ROW EXCLUSIVE t'],
  [
    'ALTER TABLE later VALIDATE CONSTRAINT later_a',
    'SHARE UPDATE EXCLUSIVE later, ROW SHARE p; reads later 1000, p 1000',
  ],
  ['CREATE INDEX ON t (a)', 'SHARE t; reads t 1000'],
  ['CREATE UNIQUE INDEX ON t (a)', 'SHARE t; reads t 1000'],
  ['ALTER TABLE known ADD UNIQUE USING INDEX known_b', 'ACCESS EXCLUSIVE known'],
  ['DROP TABLE ch', 'ACCESS EXCLUSIVE ch, ACCESS EXCLUSIVE t'],
  ['CLUSTER t USING t_b', `ACCESS EXCLUSIVE t; ${rewritten}; reads t 3000`],
  [
    'REINDEX TABLE t',
    'SHARE t, ACCESS EXCLUSIVE t_b, ACCESS EXCLUSIVE t_c, ACCESS EXCLUSIVE t_pkey; rewrites t_b, t_c, t_pkey; reads t 3000',
  ],
  ['REINDEX INDEX t_b', 'SHARE t, ACCESS EXCLUSIVE t_b; rewrites t_b; reads t 1000'],
  ['TRUNCATE t CASCADE', 'ACCESS EXCLUSIVE ch, ACCESS EXCLUSIVE t; rewrites ch, ch_pkey, t, t_b, t_c, t_pkey'],
  ['ALTER TABLE t SET (fillfactor = 50)', 'SHARE UPDATE EXCLUSIVE t'],
  ['ALTER TABLE t ALTER COLUMN a SET STATISTICS 10', 'SHARE UPDATE EXCLUSIVE t'],
  ["COMMENT ON TABLE t IS 'x'", 'SHARE UPDATE EXCLUSIVE t'],
  ['CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()', 'SHARE ROW EXCLUSIVE t'],
  ['UPDATE t SET b = 1', 'ROW EXCLUSIVE t; reads t 1000'],
  ['DELETE FROM p WHERE id < 0', 'ROW EXCLUSIVE p'],
  ['SELECT FROM t WHERE id = 1', 'ACCESS SHARE t'],
  ['DROP INDEX t_b', 'ACCESS EXCLUSIVE t'],
  ['ALTER TABLE t RENAME TO u', 'ACCESS EXCLUSIVE t'],
  ['DROP TABLE seen CASCADE', 'ACCESS EXCLUSIVE seen, ACCESS EXCLUSIVE v'],
  ['CREATE TABLE mine (id int REFERENCES t); INSERT INTO mine VALUES (1)', 'SHARE ROW EXCLUSIVE t'],
  ['ALTER TABLE parts ADD COLUMN n int', 'ACCESS EXCLUSIVE part, ACCESS EXCLUSIVE parts'],
  ['CREATE TEMPORARY TABLE temporary AS SELECT 1', ''],
  ['CREATE SCHEMA elsewhere', ''],
];

const plain = await plainDatabase();
const { database } = plain;
await run(tables);
afterAll(() => plain.close());

async function run(sql: string): Promise<void> {
  expect(await database.run(sql)).toMatchObject({ failure: null });
}

const bare = (name: string) => name.replace(/^public\./, '');
const locks = (list: StatementTrace['locks']) => list.map(({ table, mode }) => `${mode} ${bare(table)}`).join(', ');

function print({ locks: taken, rewrites, scans }: StatementTrace): string {
  const parts = [
    locks(taken),
    rewrites.length > 0 && `rewrites ${rewrites.map(bare).join(', ')}`,
    scans.length > 0 && `reads ${scans.map(({ table, rows: count }) => `${bare(table)} ${count}`).join(', ')}`,
  ];
  return parts.filter(Boolean).join('; ');
}

async function inTransaction<Result>(task: () => Promise<Result>): Promise<Result> {
  await run('BEGIN');
  try {
    return await task();
  } finally {
    await run('ROLLBACK');
  }
}

describe('one statement', () => {
  test('takes locks, rewrites and reads', async () => {
    const found: (readonly [string, string])[] = [];
    for (const [sql] of rows)
      await inTransaction(async () => {
        const trace = await openTrace(database);
        await run(sql);
        found.push([sql, print(await trace.after())]);
      });
    expect(found).toEqual(rows);
  });
});

/** What the trace tells after each statement: what is new, then what is held. */
async function follow(statements: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const trace = await openTrace(database);
  const found: (readonly [string, string])[] = [];
  for (const sql of statements) {
    await run(sql);
    const result = await trace.after();
    found.push([print(result), locks(result.held)]);
  }
  return found;
}

describe('several statements', () => {
  test('hold what they have taken until the transaction ends', async () => {
    const statements = [
      'BEGIN',
      "COMMENT ON TABLE t IS 'x'",
      'SELECT FROM t, p WHERE t.id = 1 AND p.id = 1',
      'ALTER TABLE t ADD COLUMN n int',
      'CREATE INDEX t_n ON t (n)',
      'ALTER TABLE t ALTER COLUMN b TYPE bigint',
      'ALTER TABLE t ALTER COLUMN b TYPE int',
      'DROP INDEX t_b',
      'CREATE INDEX t_b ON t (b)',
      'ROLLBACK',
    ];
    // What other tests have rolled back would be read as well.
    await run('VACUUM FULL t');
    const share = 'ACCESS SHARE p';
    const all = `${share}, ACCESS EXCLUSIVE t`;
    expect(await follow(statements)).toEqual([
      ['', ''],
      ['SHARE UPDATE EXCLUSIVE t', 'SHARE UPDATE EXCLUSIVE t'],
      [share, `${share}, SHARE UPDATE EXCLUSIVE t`],
      ['ACCESS EXCLUSIVE t', all],
      ['reads t 1000', all],
      ['rewrites t, t_b, t_c, t_n, t_pkey; reads t 5000', all],
      ['rewrites t, t_b, t_c, t_n, t_pkey; reads t 5000', all],
      ['', all],
      ['reads t 1000', all],
      // The files are again what they were.
      [rewritten, ''],
    ]);
  });

  test('give locks back with a savepoint', async () => {
    const statements = [
      'BEGIN',
      'SAVEPOINT a',
      'LOCK TABLE t',
      'ROLLBACK TO a',
      'LOCK TABLE t IN SHARE MODE',
      'COMMIT',
    ];
    expect(await follow(statements)).toEqual([
      ['', ''],
      ['', ''],
      ['ACCESS EXCLUSIVE t', 'ACCESS EXCLUSIVE t'],
      ['', ''],
      ['SHARE t', 'SHARE t'],
      ['', ''],
    ]);
  });

  test('outside a transaction show rewrites alone', async () => {
    const statements = [
      'ALTER TABLE t ALTER COLUMN b TYPE bigint',
      'SELECT FROM t WHERE a = 1',
      'REINDEX INDEX CONCURRENTLY t_b',
    ];
    expect(await follow(statements)).toEqual([
      [rewritten, ''],
      ['', ''],
      ['rewrites t_b', ''],
    ]);
  });
});
