import { PGlite } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/engine/pglite/open.ts';
import { differences, printDifferences } from '../../src/trial/catalog/differences.ts';
import { fingerprint, type Fingerprint } from '../../src/trial/catalog/fingerprint.ts';
import { base, objectCases, propertyCases, type ObjectCase } from './catalog-objects.ts';

const pglite = await PGlite.create({ extensions: { citext } });
const database = openDatabase(pglite, 18);
await run(base);
afterAll(() => pglite.close());

async function run(sql: string): Promise<void> {
  expect({ sql, ...(await database.run(sql)) }).toMatchObject({ sql, failure: null });
}

async function inTransaction<Result>(task: () => Promise<Result>): Promise<Result> {
  await run('BEGIN');
  try {
    return await task();
  } finally {
    await run('ROLLBACK');
  }
}

async function searchPath(): Promise<string> {
  const { rows } = await pglite.query<{ readonly path: string }>("SELECT current_setting('search_path') AS path");
  return rows.map(({ path }) => path).join();
}

const lines = (before: Fingerprint, after: Fingerprint) =>
  printDifferences(differences(before, after)).split('\n').filter(Boolean);

/** For each case: what differs after it was made, and what still does after it was taken back. */
async function results(cases: readonly ObjectCase[]): Promise<readonly unknown[]> {
  const before = await fingerprint(database);
  const found: unknown[] = [];
  for (const { make, undo } of cases)
    await inTransaction(async () => {
      await run(make);
      const made = lines(before, await fingerprint(database));
      await run(undo);
      found.push({ make, undo, lines: made, left: lines(before, await fingerprint(database)) });
    });
  return found;
}

describe('what a statement makes different', () => {
  const expected = (cases: readonly ObjectCase[]) => cases.map((entry) => ({ ...entry, left: [] }));

  test('objects', async () => {
    expect(await results(objectCases)).toEqual(expected(objectCases));
  });
  test('properties', async () => {
    expect(await results(propertyCases)).toEqual(expected(propertyCases));
  });
});

describe('a fingerprint', () => {
  test('is the same in a transaction and outside', async () => {
    const outside = await fingerprint(database);
    const inside = await inTransaction(async () => [await fingerprint(database), await fingerprint(database)]);
    expect(inside).toEqual([outside, outside]);
  });

  test('is the same whatever the search_path, and leaves it alone', async () => {
    const before = await fingerprint(database);
    const paths = [
      'SET LOCAL search_path = nowhere',
      "SET search_path = ''",
      'SET LOCAL search_path = public, pg_catalog',
    ];
    const found: unknown[] = [];
    for (const sql of ['SELECT 1', ...paths]) {
      await run('BEGIN');
      await run(sql);
      const path = await searchPath();
      const differ = lines(before, await fingerprint(database));
      const during = await searchPath();
      await run('COMMIT');
      found.push({ sql, kept: during === path, differ, after: await searchPath() });
      await run('RESET search_path');
    }
    const [own, none] = [await searchPath(), '""'];
    const expected = { kept: true, differ: [] };
    expect(found).toEqual([
      { sql: 'SELECT 1', ...expected, after: own },
      { sql: paths[0], ...expected, after: own },
      { sql: paths[1], ...expected, after: none },
      { sql: paths[2], ...expected, after: own },
    ]);
  });

  test('does not tell when an object was made', async () => {
    const make =
      'CREATE TABLE t (id serial PRIMARY KEY, a text CHECK (a <> $$$$), b int REFERENCES users); CREATE INDEX ON t (a); CREATE VIEW w AS SELECT * FROM t';
    const found = await inTransaction(async () => {
      await run(make);
      const before = await fingerprint(database);
      await run(`DROP TABLE t CASCADE; CREATE TABLE other (a int); DROP TABLE other; ${make}`);
      return { size: before.length, after: lines(before, await fingerprint(database)) };
    });
    const size = (await fingerprint(database)).length;
    expect(found).toEqual({ size: size + 14, after: [] });
  });

  test('numbers columns as if none had ever been dropped', async () => {
    const found = await inTransaction(async () => {
      await run('CREATE TABLE t (a int, b int, c int)');
      const before = await fingerprint(database);
      await run('ALTER TABLE t DROP COLUMN c; ALTER TABLE t ADD COLUMN c int');
      const same = lines(before, await fingerprint(database));
      await run('ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a int');
      return { same, moved: differences(before, await fingerprint(database)) };
    });
    const words = 'table public.t: order of columns: a, b, c -> b, c, a';
    const moved = { weight: 'order', change: 'changed', kind: 'table', id: 'public.t', words };
    expect(found).toEqual({ same: [], moved: [moved] });
  });

  test('leaves out what it is told to, with all that hangs on it', async () => {
    const before = await fingerprint(database);
    const found = await inTransaction(async () => {
      await run('CREATE SCHEMA tool CREATE TABLE history (id serial PRIMARY KEY); CREATE TABLE "Meta" (id int)');
      const ignored = [[], ['history'], ['public.history'], ['tool.history', 'public.Meta'], ['Meta', 'history']];
      const all: unknown[] = [];
      for (const names of ignored) all.push([names, lines(before, await fingerprint(database, names))]);
      return all;
    });
    expect(found).toEqual([
      [[], ['+ table public."Meta"', '+ schema tool']],
      [['history'], ['+ table public."Meta"', '+ schema tool']],
      [['public.history'], ['+ table public."Meta"', '+ schema tool']],
      [['tool.history', 'public.Meta'], ['+ schema tool']],
      [['Meta', 'history'], ['+ schema tool']],
    ]);
  });

  test('has no table of the tool, nor its parts', async () => {
    const found = await inTransaction(async () => {
      await run('CREATE TABLE history (id serial PRIMARY KEY, at date); CREATE INDEX ON history (at)');
      return lines(await fingerprint(database, ['history']), await fingerprint(database));
    });
    const left = await fingerprint(database);
    expect(found).toEqual(['+ table public.history']);
    expect(left.filter(({ id }) => id.includes('history'))).toEqual([]);
  });

  test('names each item once', async () => {
    const keys = (await fingerprint(database)).map(({ kind, id }) => `${kind} ${id}`);
    expect(keys).toEqual([...new Set(keys)]);
  });
});
