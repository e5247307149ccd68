import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultApprovals } from '../src/approval/settings.ts';
import { diskFiles, readSource } from '../src/files/disk.ts';
import { lint, lintSource } from '../src/lint.ts';
import { compare, secondOpinion } from '../src/sql/second-opinion-compare.ts';
import { factOf } from '../src/sql/second-opinion-facts.ts';
import { crossCheck } from '../src/sql/second-opinion.ts';
import type { FileConfig } from '../src/config/types.ts';
import type { Files, Migration, Operation } from '../src/types.ts';

const noFiles: Files = { read: () => null, list: () => [] };
const config = (...names: readonly string[]): FileConfig => ({
  rules: names.map((name) => ({ name, severity: 'error', options: {} })),
  adapter: 'plain',
  postgres: 15,
  approvals: defaultApprovals,
});

const readText = (text: string): Migration => lintSource({ path: 'a.sql', text }, noFiles, config()).migration;

describe('what the second reader takes a statement for', () => {
  test.each<[statement: string, facts: string[] | null]>([
    ['DROP TABLE IF EXISTS app."Users", b CASCADE', ['drop table (app.Users, b) if exists cascade']],
    ['DROP TABLE "a""b" RESTRICT', ['drop table (a"b)']],
    ['DROP INDEX CONCURRENTLY IF EXISTS i', ['drop index (i) concurrently if exists']],
    ['DROP FUNCTION IF EXISTS f(int)', ['drop function (f) if exists']],
    ['TRUNCATE a, b RESTART IDENTITY CASCADE', ['truncate (a, b) restart identity cascade']],
    ['DELETE FROM a', ['delete from a']],
    ['DELETE FROM a WHERE true', ['delete from a where']],
    ['UPDATE a SET (b, c) = (1, 2)', ['update a (b, c)']],
    [
      'WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b (id) SELECT id FROM gone ON CONFLICT (id) DO NOTHING',
      ['delete from a', 'insert into b (id) query on conflict (id) do nothing'],
    ],
    ['PREPARE p AS DELETE FROM a', ['delete from a']],
    ['ALTER TABLE a DROP b, DROP COLUMN IF EXISTS c CASCADE', ['alter a drop b', 'alter a drop c if exists cascade']],
    ['ALTER TABLE a ALTER COLUMN b TYPE character varying(10)', ['alter a b type varchar(10)']],
    ['ALTER TABLE a ALTER b SET NOT NULL, ALTER b DROP DEFAULT', ['alter a b set not null', 'alter a b drop default']],
    ['ALTER TABLE a RENAME TO b', ['rename table a a to b']],
    ['ALTER TABLE a RENAME b TO c', ['rename column a b to c']],
    ['ALTER TABLE a ADD CONSTRAINT k UNIQUE (b)', ['alter a add k unique (b)']],
    ["ALTER TYPE t ADD VALUE 'x'", ['add value x to t']],
    [
      'CREATE TEMP TABLE IF NOT EXISTS a (id bigserial PRIMARY KEY, n double precision[] NOT NULL, CHECK (id > 0))',
      [
        'create table a temporary if not exists (id int8 not null default primary key (id), n float8[] not null) (check)',
      ],
    ],
    ['CREATE UNIQUE INDEX CONCURRENTLY ON s.a (b)', ['create index on s.a unique concurrently']],
    [`CREATE TABLE ${'é'.repeat(40)} (a int)`, null],
    [`DROP TABLE ${'a'.repeat(70)}`, [`drop table (${'a'.repeat(63)})`]],
    ['SELECT 1', []],
    ['BEGIN', []],
    ['DO $$ BEGIN DROP TABLE a; END $$', null],
    ['DROP VIEW a', null],
    ['no SQL', null],
    [`DELETE FROM a WHERE id IN (${'1,'.repeat(10_000)}1)`, null],
  ])('%s', (statement, facts) => {
    expect(secondOpinion(statement)?.map((operation) => factOf(operation)?.words) ?? null).toEqual(facts);
  });
});

test('both readers agree on every statement of the fixtures that both can read', () => {
  const root = join(import.meta.dirname, '../fixtures');
  const files = diskFiles(root);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'));
  const sources = paths.map((path) => readSource(root, path.replaceAll('\\', '/')));
  const texts = sources.filter(({ problem }) => problem === undefined);
  const compared = texts.flatMap((source) => {
    const { path } = source;
    const { migration } = lintSource(source, files, { ...config(), adapter: null });
    return migration.sections
      .flatMap(({ statements }) => statements)
      .map((statement) => ({ path, ...compare(statement, migration.words(statement.range)) }));
  });
  expect(compared.filter(({ kind }) => kind === 'disputed')).toEqual([]);
  expect(compared.filter(({ kind }) => kind === 'agreed').length).toBeGreaterThan(100);
});

describe('--cross-check', () => {
  /** A migration in which our reader got a statement's operations wrong. */
  const misread = (text: string, change: (operations: readonly Operation[]) => readonly Operation[]): Migration => {
    const migration = readText(text);
    return {
      ...migration,
      sections: migration.sections.map((section) => ({
        ...section,
        statements: section.statements.map((statement) => ({ ...statement, operations: change(statement.operations) })),
      })),
    };
  };
  const disputes = (migration: Migration) =>
    lint(crossCheck(migration), config('unverifiable-sql')).map(({ line, column, message }) => [
      line,
      column,
      message.split('\n')[0],
    ]);
  const say = (what: string) =>
    `Two readers of SQL understand this statement differently: ${what}. Nobody should run what can be misread.`;

  test.each<
    [what: string, text: string, change: (operations: readonly Operation[]) => readonly Operation[], said: string]
  >([
    [
      'what we do not see',
      'BEGIN;\nDROP TABLE users;',
      () => [],
      'one reader finds nothing that destroys, another drop table (users)',
    ],
    [
      'what the other does not see',
      '\nDELETE FROM a WHERE id = 1;',
      (operations) =>
        operations.flatMap((operation) => [
          operation,
          { ...operation, kind: 'truncate', tables: [], cascade: false, restartIdentity: false },
        ]),
      'one reader finds delete from a where; truncate, another delete from a where',
    ],
    [
      'another name',
      '\nTRUNCATE a;',
      (operations) =>
        operations.map((operation) =>
          operation.kind === 'truncate' ? { ...operation, tables: [{ schema: null, name: 'A' }] } : operation,
        ),
      'one reader finds truncate (A), another truncate (a)',
    ],
  ])('names %s', (_, text, change, said) => {
    expect(disputes(misread(text, change))).toEqual([[2, 1, say(said)]]);
  });

  test.each([
    'DROP TABLE users; TRUNCATE a; DELETE FROM b; ALTER TABLE c DROP d;',
    'CREATE TABLE a (id int); INSERT INTO a VALUES (1); SELECT 1;',
    'DO $$ BEGIN DROP TABLE a; END $$; DROP TABL b; DROP VIEW c;',
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM a'; SELECT f();",
  ])('is silent where the readers agree or the second cannot read: %s', (text) => {
    expect(disputes(readText(text))).toEqual([]);
  });

  test('does not ask the second reader where nothing can be destroyed', () => {
    const migration = misread('CREATE TABLE a (id int);', () => []);
    expect(crossCheck(migration)).toEqual(migration);
  });
});
