import { describe, expect, test } from 'vitest';
import { adapters } from '../src/migration/adapters/index.ts';
import { differencesOf } from '../src/migration/difference.ts';
import { read } from '../src/migration/read.ts';
import { nextVersion } from '../src/migration/next-version.ts';
import { UserError } from '../src/errors.ts';
import type { Change, Changes, Files, History } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';
import { hostileTexts } from './hostile-texts.ts';

type Texts = Readonly<Record<string, string>>;

/** As git's trees and the disk do, it reads a folder once. */
function filesOf(texts: Texts): Files {
  const files = filesInMemory(Object.entries(texts).map(([path, text]) => ({ path, text })));
  const lists = new Map<string, readonly string[]>();
  return {
    ...files,
    list(folder) {
      const names = lists.get(folder) ?? files.list(folder);
      lists.set(folder, names);
      return names;
    },
  };
}

interface Situation {
  readonly base: Texts;
  /** The files after the change, the one that is read among them. */
  readonly after: Texts;
  readonly changes: Readonly<Record<string, Change>>;
}

function historyOf(path: string, { base, after, changes }: Situation, adapter: string | null = null): History | null {
  const files = filesOf(after);
  const given: Changes = {
    base: filesOf(base),
    of: (each) => changes[each] ?? null,
    migrations: Object.entries(changes)
      .flatMap(([each, change]) => (change.kind === 'renamed' ? [change.from, each] : [each]))
      .sort(),
  };
  return read({ path, text: after[path] ?? '' }, files, { adapter, postgres: 15, changes: given }).history;
}

const modified: Change = { kind: 'modified' };
const added: Change = { kind: 'added' };

describe('what the base branch has', () => {
  const edit = (before: string, now: string, path = 'db/migrations/1_a.sql') =>
    historyOf(path, { base: { [path]: before }, after: { [path]: now }, changes: { [path]: modified } })?.published
      ?.differences;
  const comments = (start: number, end: number) => [{ kind: 'comments', range: [start, end] }];

  test.each([
    ['the same text (its mode has changed)', 'SELECT 1;\n', 'SELECT 1;\n', []],
    ['other line ends', 'SELECT $$a\nb$$;\n-- x\n', 'SELECT $$a\r\nb$$;\r\n-- x\r\n', []],
    ['an end of line at the end', 'SELECT 1;', 'SELECT 1;\n', comments(0, 9)],
    ['a semicolon more', 'SELECT 1', 'SELECT 1;', comments(0, 9)],
    ['white space', 'SELECT 1;\nSELECT 2;\n', 'SELECT 1;\n\tSELECT   2;\n', comments(11, 22)],
    ['words in capitals', 'select Users.id;', 'SELECT users.ID;', comments(0, 16)],
    ['a comment inside a statement', 'SELECT 1;', 'SELECT /* one */ 1;', comments(0, 19)],
    ['only comments are left, as there were', '-- a\n', '-- b\n', comments(0, 4)],
  ])('%s', (_, before, now, expected) => {
    expect(edit(before, now)).toEqual(expected);
  });

  const changed = (range: readonly [number, number], was: string, kind = 'changed') => [
    { kind, direction: 'up', range, was },
  ];

  test.each([
    ['a quoted name in capitals', 'SELECT "a";', 'SELECT "A";', changed([0, 10], 'SELECT "a"')],
    ['white space in a string', "SELECT 'a b';", "SELECT 'a  b';", changed([0, 13], "SELECT 'a b'")],
    ['a comment in a body', 'SELECT $$x$$;', 'SELECT $$x --\n$$;', changed([0, 16], 'SELECT $$x$$')],
    ['a comment that becomes a statement', '-- DROP TABLE a;', 'DROP TABLE a;', changed([0, 12], '', 'added')],
    [
      'a statement that becomes a comment',
      'DROP TABLE a;',
      '-- DROP TABLE a;',
      changed([0, 0], 'DROP TABLE a', 'removed'),
    ],
    ['a command of psql', '\\set a 1\nSELECT 1;', '\\set a 2\nSELECT 1;', changed([0, 8], '\\set a 1')],
    ['rows', 'COPY a FROM stdin;\n1\n\\.\n', 'COPY a FROM stdin;\n2\n\\.\n', changed([19, 23], '1\n\\.')],
    ['a statement in two', 'SELECT 1, 2;', 'SELECT 1; SELECT 2;', changed([0, 8], 'SELECT 1, 2')],
    ['one that is moved', 'A; B; C;', 'B; C; A;', changed([0, 1], 'A')],
    ['one before the last', 'A; B; C;', 'A; C;', changed([3, 4], 'B', 'removed')],
    ['text that never ends', "SELECT 'a", "SELECT 'b", changed([0, 9], "SELECT 'a")],
    ['nothing is left', 'A;', '', changed([0, 0], 'A', 'removed')],
  ])('a statement: %s', (_, before, now, expected) => {
    expect(edit(before, now)?.[0]).toEqual(expected[0]);
  });

  test('without its markers a file is another, whatever its comments are to other tools', () => {
    expect(
      edit('-- migrate:up\nA;\n-- migrate:down\nB;\n', '-- up\nA;\n-- down\nB;\n')?.map(({ kind }) => kind),
    ).toEqual(['added', 'removed']);
  });

  test('a line that tells its tool what to do', () => {
    const goose = '-- +goose Up\nA;\n-- +goose Down\nB;\n';
    expect(edit(goose, goose.replace('A', '-- +goose ENVSUB ON\nA'))).toEqual([
      { kind: 'manner', direction: 'up', range: [13, 32] },
    ]);
  });

  test('a name that a change before this one has made is taken back', () => {
    const situation = { base: { 'db/1_a.sql': 'A;' }, after: { 'db/1_a.sql': 'A;' } };
    const back = { ...situation, changes: { 'db/1_a.sql': { kind: 'renamed', from: 'db/1_b.sql' } as const } };
    expect(historyOf('db/1_a.sql', back)?.published).toEqual({
      path: 'db/1_a.sql',
      direction: 'up',
      place: 'kept',
      differences: [],
    });
  });

  test('what is the same on the base branch already is no edit, and not new', () => {
    const texts = { 'db/1_a.sql': 'A;', 'db/2_b.sql': 'B;' };
    const { published, later } =
      historyOf('db/1_a.sql', { base: texts, after: texts, changes: { 'db/1_a.sql': added } }) ?? {};
    expect([published?.differences, later]).toEqual([[], []]);
  });

  test('a migration that only this branch has may change, go and get another name', () => {
    const base = { 'db/1_a.sql': 'A;' };
    const at = (path: string, change: Change) =>
      historyOf(path, { base, after: { ...base, [path]: 'C;' }, changes: { [path]: change } })?.published;
    const changes: Change[] = [modified, { kind: 'deleted' }, { kind: 'renamed', from: 'db/2_c.sql' }];
    expect(changes.map((change) => at('db/2_b.sql', change))).toEqual([null, null, null]);
  });

  test('nothing is known of what the change does not touch', () => {
    expect(historyOf('db/1_a.sql', { base: {}, after: { 'db/1_a.sql': 'A;' }, changes: {} })).toBeNull();
  });

  test('without a base branch all is new, and nothing is late', () => {
    const situation = { base: {}, after: { 'db/1_a.sql': 'A;', 'db/2_b.sql': 'B;' }, changes: { 'db/1_a.sql': added } };
    expect(historyOf('db/1_a.sql', situation)).toMatchObject({ published: null, later: [], namesakes: [] });
  });

  test('what the base branch has and nobody can read is no failure, and no silence', () => {
    const files = filesOf({ 'db/1_a.sql': 'A;' });
    const refuse = (): never => {
      throw new UserError('db/1_a.sql: binary file');
    };
    const changes: Changes = { base: { ...files, read: refuse }, of: () => modified, migrations: ['db/1_a.sql'] };
    const settings = { adapter: null, postgres: 15, changes };
    expect(read({ path: 'db/1_a.sql', text: 'A;' }, files, settings).history?.published?.differences).toEqual([
      { kind: 'unknown' },
    ]);
  });

  test('a changelog that is set by hand is compared by changesets, too', () => {
    const head = '--changeset a:1\nA;\n';
    const path = 'db/x.sql';
    const grown = {
      base: { [path]: head },
      after: { [path]: `${head}--changeset a:2\nB;\n` },
      changes: { [path]: modified },
    };
    expect(historyOf(path, grown, 'liquibase')?.published?.differences).toEqual([]);
    expect(historyOf(path, grown, 'plain')?.published?.differences).toHaveLength(1);
  });
});

test('any text is compared, by every adapter, in moderate time', () => {
  const files = filesOf({});
  const texts = [...hostileTexts(400), ['changesets', '--changeset  a :  \n'.repeat(100)] as const];
  const start = performance.now();
  const found = Object.values(adapters).flatMap((adapter) =>
    texts.map(([, text]) => {
      const at = (each: string) => ({ path: 'db/1_a.sql', text: each, adapter, files });
      return [differencesOf(at(text), at(text)), differencesOf(at(text), at(`SELECT 1;\n${text}`))].map(
        (each) => each.length,
      );
    }),
  );
  expect(found.filter(([same, other]) => same !== 0 || other === 0)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(15_000);
});

describe('the place among the others', () => {
  test('what came to the base branch in the meantime counts, what this change takes away does not', () => {
    const base = { 'db/1_a.sql': 'A;', 'db/5_main.sql': 'M;', 'db/7_old.sql': 'O;' };
    const changes = { 'db/3_x.sql': added, 'db/7_old.sql': { kind: 'deleted' } as const };
    const after = { 'db/1_a.sql': 'A;', 'db/3_x.sql': 'X;' };
    expect(historyOf('db/3_x.sql', { base, after, changes })).toMatchObject({
      later: ['db/5_main.sql'],
      free: 'db/8_x.sql',
    });
  });

  test('the proposed names of several keep their order and differ', () => {
    const fresh = ['db/V1__c.sql', 'db/V2__b.sql', 'db/V2__d.sql', 'db/V3__a.sql', 'db/V9__fine.sql'];
    const base = { 'db/V4__main.sql': 'M;' };
    const after = { ...base, ...Object.fromEntries(fresh.map((path) => [path, 'X;'])) };
    const changes = Object.fromEntries(fresh.map((path) => [path, added]));
    expect(fresh.map((path) => historyOf(path, { base, after, changes })?.free)).toEqual([
      'db/V10__c.sql',
      'db/V11__b.sql',
      'db/V12__d.sql',
      'db/V13__a.sql',
      'db/V10__fine.sql',
    ]);
  });

  test('thousands of new ones are placed in moderate time', () => {
    const paths = Array.from({ length: 1000 }, (_, index) => `db/V${index}__x.sql`);
    const base = { 'db/V9999__main.sql': 'M;' };
    const after = { ...base, ...Object.fromEntries(paths.map((path) => [path, 'X;'])) };
    const changes = Object.fromEntries(paths.map((path) => [path, added]));
    const files = filesOf(after);
    const given = { base: filesOf(base), of: (path: string) => changes[path] ?? null, migrations: paths };
    const settings = { adapter: null, postgres: 15, changes: given };
    const start = performance.now();
    const amounts = paths.map((path) => read({ path, text: '' }, files, settings).history?.later.length);
    expect(amounts).toEqual(paths.map(() => 1));
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

test.each([
  ['7', 1, '8'],
  ['0099', 1, '0100'],
  ['999', 2, '1001'],
  ['1.2.9', 1, '1.2.10'],
  ['1_09', 1, '1_10'],
  ['20241231235959', 1, '20250101000000'],
  ['20240131_120059', 2, '20240131_120101'],
  ['2024-02-28-235959', 1, '2024-02-29-000000'],
  ['202402282359', 1, '202402290000'],
  ['20240228', 2, '20240301'],
  ['20249999', 1, '20250000'],
  ['1769093216500', 1, '1769093216501'],
  ['2026-05-27-120000-0000', 1, '2026-05-27-120000-0001'],
  ['99999999999999999999', 1, '100000000000000000000'],
])('after version %s, by %i: %s', (version, steps, next) => {
  expect(nextVersion(version, steps)).toBe(next);
});
