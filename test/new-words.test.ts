import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { changeOf } from '../src/new/change.ts';
import { readIntent } from '../src/new/intent.ts';
import { nextVersion } from '../src/new/version.ts';
import { cleanWords, joinWords, nameWords } from '../src/new/words.ts';
import { filledIn, findings, freshProjects, make, memory, names, now, textsOf } from './new-projects.ts';
import { frameworkOf } from '../src/project/framework.ts';
import { kindOf } from '../src/project/framework-kinds.ts';

/** The SQL that the words mean, where an index can be built statement by statement. */
const upOf = (words: string) => changeOf(readIntent(words), 'statements').up.map(({ sql }) => sql);
const unknown = ['<SQL that makes the change>;'];

describe('words are understood', () => {
  test.each([
    ['add rank_image to users', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS rank_image <type>;'],
    ['Add a column rank_image to the table users.', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS rank_image <type>;'],
    ['add_rank_image_to_users', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS rank_image <type>;'],
    ['add-rank-image-to-users', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS rank_image <type>;'],
    ['add rank numeric(10, 2) to users', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS rank numeric(10, 2);'],
    ['add TIMESTAMPTZ column seen_at to users', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS seen_at timestamptz;'],
    ['add column users.tags as text[]', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS tags text[];'],
    ['add größe to Users', 'ALTER TABLE "Users" ADD COLUMN IF NOT EXISTS "größe" <type>;'],
    ['add order to select', 'ALTER TABLE "select" ADD COLUMN IF NOT EXISTS "order" <type>;'],
    ['add "first name" to "app"."Line Items"', 'ALTER TABLE app."Line Items" ADD COLUMN IF NOT EXISTS "first name" <type>;'],
    ['add a1, b1 and c1 to users', 'ALTER TABLE users\n  ADD COLUMN IF NOT EXISTS a1 <type>,\n  ADD COLUMN IF NOT EXISTS b1 <type>,\n  ADD COLUMN IF NOT EXISTS c1 <type>;'],
    ['create orders', 'CREATE TABLE IF NOT EXISTS orders (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  <column> <type>\n);'],
    ['drop table users', 'ALTER TABLE IF EXISTS users RENAME TO users_deprecated;'],
    ['rename table app.users to people', 'ALTER TABLE IF EXISTS app.users RENAME TO people;'],
    ['make users.email not null', 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;'],
    ['set email not null in users', 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;'],
    ['drop email from users', "DO $$ BEGIN\n  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('users') AND attname = 'email' AND NOT attisdropped) THEN\n    ALTER TABLE users RENAME COLUMN email TO email_deprecated;\n  END IF;\nEND $$;"],
  ])('%s', (words, sql) => {
    expect(upOf(words)).toEqual([sql]);
  }); // prettier-ignore

  test.each([
    ['add index on users(email, "Name")', 'users_email_Name_idx', '"users_email_Name_idx" ON users (email, "Name")'],
    ['create unique index by_mail on app.users(email)', 'by_mail', 'by_mail ON app.users (email)'],
    ['add index to users on email', 'users_email_idx', 'users_email_idx ON users (email)'],
    ['make email unique in users', 'users_email_idx', 'users_email_idx ON users (email)'],
  ])('%s', (words, name, created) => {
    const [dropped, sql] = upOf(words);
    expect(dropped).toMatch(new RegExp(`^DROP INDEX CONCURRENTLY IF EXISTS (?:app\\.)?"?${name}"?;$`));
    expect(sql).toMatch(/^CREATE (?:UNIQUE )?INDEX CONCURRENTLY /);
    expect(sql?.replace(/^.*CONCURRENTLY /, '')).toBe(`${created};`);
  });

  test.each([
    ['add foreign key on orders(user_id) references users(id)', 'REFERENCES users (id)'],
    ['add foreign key from orders.user_id to users.id', 'REFERENCES users (id)'],
    ['add foreign key orders.user_id to users', 'REFERENCES users'],
  ])('%s', (words, target) => {
    expect(upOf(words)).toEqual([
      `DO $$ BEGIN\n  ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) ${target} NOT VALID;\nEXCEPTION WHEN duplicate_object THEN NULL;\nEND $$;`,
      'ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;',
    ]);
  });

  test('names that PostgreSQL would cut are cut, and stay different from the column', () => {
    const [, sql = ''] = upOf(`add index on users(${'a'.repeat(63)})`);
    expect(/CONCURRENTLY (\w+) ON/.exec(sql)?.[1]).toHaveLength(63);
    expect(sql).toContain('_idx ON');
  });
});

describe('what is not said without doubt is left to a person', () => {
  test.each([
    'fix things',
    'create view totals',
    'create index',
    'add index to users',
    'add column to users',
    'add rank image to users',
    'rename email to mail',
    'rename users.email to mail',
    'drop users',
    "add x'; DROP TABLE users; -- to users",
    'add x to users; drop table orders',
    'add "x"" to users',
    'add x"y to users',
    'add a to b to c',
    'add x varchar(20); drop table y to users',
    `add ${'x'.repeat(64)} to users`,
    'drop table',
    'select 1',
    '',
  ])('%s', (words) => {
    expect(upOf(words)).toEqual(unknown);
  });
});

const nul = String.fromCharCode(0);

describe('names of files', () => {
  test.each([
    ['Add rank_image to Users!', 'add_rank_image_to_users'],
    ['addRankImage', 'add_rank_image'],
    ['Größe für die Straße', 'grosse_fur_die_strasse'],
    ["don't drop users", 'dont_drop_users'],
    ['../../etc/passwd', 'etc_passwd'],
    [`a${nul}b\nc\r\nd`, 'a_b_c_d'],
    ['C:\\con.sql', 'c_con_sql'],
    ['-rf --force', 'rf_force'],
    ['x'.repeat(300), 'x'.repeat(60)],
    ['word '.repeat(100), `${'word_'.repeat(11)}word`],
  ])('%j', (words, name) => {
    expect(joinWords(nameWords(words), '_')).toBe(name);
  });

  test.each(['', '!?…', '***', 'добавить колонку', `${nul}${nul}`, '"'])('%j makes none', (words) => {
    expect(() => nameWords(words)).toThrow(/makes no file name: name the migration in letters a-z, with --name/);
  });
});

const hostile = [
  'a\n-- +goose Up\nDROP TABLE users;',
  'a\r\n-- migrate:down\r\nDROP TABLE users',
  'a ---- create above / drop below ---- DROP TABLE users',
  'a --> statement-breakpoint',
  'a */ DROP TABLE users; /*',
  'a; DROP TABLE users;',
  `a${nul}b \u2028 DROP TABLE users`,
  'a ${password} {{ .env }} #{x} <%= y %> @z@ :q',
  'a -- farout-guard-disable-file',
  'a -- postgres-migrations disable-transaction',
  'a `${process.exit()}` \\',
  'a \' " $$ DO $$',
  '-- Author: <someone else>',
  'a //@UNDO DROP TABLE users',
  'a \u202e rtl',
  'a'.repeat(5000),
];

test.each(hostile)('%j is one harmless line', (words) => {
  const line = cleanWords(words);
  expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]|--|\/\*|\*\/|;|\$\{|\{\{|<%/u);
  expect(line.length).toBeLessThanOrEqual(201);
});

describe.each(names)('hostile words in a migration of %s', (name) => {
  test.each(kindOf(name).languages)('in %s', (language) => {
    const found = hostile.map((words) => {
      const made = make(name, words, { name: 'harmless', framework: { ...frameworkOf(name), language } });
      const texts = Object.entries({ ...freshProjects[name], ...textsOf(made) });
      const paths = made.files.map(({ path }) => path);
      const odd = paths.filter((path) => !/^[\w./-]+$/.test(path) || path.includes('..'));
      const programs = made.files.filter(({ path }) => !path.endsWith('.sql'));
      const faults = programs.flatMap(
        ({ text }) => ts.transpileModule(text, { reportDiagnostics: true }).diagnostics ?? [],
      );
      return [
        words,
        faults.length,
        findings(Object.fromEntries(texts.map(([path, text]) => [path, filledIn(text)])), paths),
        odd,
      ];
    });
    expect(found).toEqual(hostile.map((words) => [words, 0, [], []]));
  });
});

describe('versions', () => {
  const seconds = { version: 'seconds' } as const;
  test.each([
    ['seconds', [], '20260131123456'],
    ['milliseconds', [], '1769862896789'],
    ['dashed', [], '2026-01-31-123456'],
    ['underscored', [], '20260131_123456'],
    ['dotted', [], '2026.01.31T12.34.56'],
    ['none', ['1'], ''],
    ['counter', [], '001'],
    ['counter', ['001', '009'], '010'],
    ['counter', ['0041', '0007'], '0042'],
    ['counter', ['9', '10'], '11'],
    ['counter', ['1.2', '1.9', '1.10'], '1.11'],
    ['counter', ['1_2'], '1_3'],
    ['counter', ['99999999999999999999'], '100000000000000000000'],
    ['counter', ['20260101000000'], '20260131123456'],
    ['seconds', ['007'], '008'],
    ['seconds', ['202601010000'], '202601311234'],
    ['seconds', ['20260130'], '20260131'],
    ['seconds', ['20260131'], '20260201'],
    ['seconds', ['1700000000'], '1769862896'],
    ['seconds', ['1700000000000'], '1769862896789'],
    ['milliseconds', ['20250101000000'], '20260131123456'],
    ['underscored', ['20250101000000'], '20260131123456'],
    ['seconds', ['20260131_120000'], '20260131_123456'],
    ['seconds', ['20260131123456'], '20260131123457'],
    ['seconds', ['20261231235959', '20250101000000'], '20270101000000'],
    ['milliseconds', ['1999999999999'], '2000000000000'],
    ['dashed', ['2030-12-31-235959'], '2031-01-01-000000'],
  ] as const)('%s after %j', (version, versions, expected) => {
    expect(nextVersion({ naming: { version, first: '001' }, versions, now, byLetters: false })).toBe(expected);
  });

  test('where letters tell the order, a number never grows longer', () => {
    const next = (versions: readonly string[]) => nextVersion({ naming: seconds, versions, now, byLetters: true });
    expect(next(['008'])).toBe('009');
    expect(() => next(['999'])).toThrow('after 999 the numbers need one more digit');
  });

  test('a new migration follows those of its folder', () => {
    const pathsAfter = (name: (typeof names)[number], ...paths: readonly string[]) =>
      make(name, 'add x to users', { texts: Object.fromEntries(paths.map((path) => [path, ''])) }).files.map(({ path }) => path);
    expect([
      pathsAfter('flyway', 'sql/V1.2__a.sql', 'sql/V1.10__b.sql', 'sql/R__views.sql'),
      pathsAfter('golang-migrate', 'migrations/000009_a.up.sql', 'migrations/000009_a.down.sql'),
      pathsAfter('diesel', 'migrations/2030-01-01-000000_a/up.sql'),
      pathsAfter('prisma', 'prisma/migrations/20300101000000_a/migration.sql', 'prisma/migrations/migration_lock.toml'),
      pathsAfter('knex', 'migrations/20300101000000_a.js', 'migrations/20300101000000_a.d.ts'),
      pathsAfter('sqlx', 'migrations/0001_a.sql', 'Cargo.toml'),
      pathsAfter('postgrator', 'migrations/007.do.a.sql', 'migrations/007.undo.a.sql'),
      pathsAfter('graphile-migrate', 'migrations/current/001-a.sql', 'migrations/committed/000001.sql'),
    ]).toEqual([
      ['sql/V1.11__add_x_to_users.sql', 'sql/U1.11__add_x_to_users.sql'],
      ['migrations/000010_add_x_to_users.up.sql', 'migrations/000010_add_x_to_users.down.sql'],
      ['migrations/2030-01-01-000001_add_x_to_users/up.sql', 'migrations/2030-01-01-000001_add_x_to_users/down.sql'],
      ['prisma/migrations/20300101000001_add_x_to_users/migration.sql', 'prisma/migrations/20300101000001_add_x_to_users/down.sql'],
      ['migrations/20300101000001_add_x_to_users.ts'],
      ['migrations/0002_add_x_to_users.sql', 'migrations/down/0002_add_x_to_users.sql'],
      ['migrations/008.do.add-x-to-users.sql', 'migrations/008.undo.add-x-to-users.sql'],
      ['migrations/current/002-add-x-to-users.sql'],
    ]);
  }); // prettier-ignore
});

test('names for the preset protocol, where the framework reads them whole', () => {
  const nameOf = (name: (typeof names)[number]) => {
    const { draft, keepsOwnNames } = make(name, 'add x to users', { protocol: true, files: memory(freshProjects[name]) });
    return [draft.name, keepsOwnNames];
  };
  expect(Object.fromEntries((['plain', 'knex', 'sqitch', 'goose', 'flyway', 'typeorm'] as const).map((name) => [name, nameOf(name)]))).toEqual({
    'plain': ['20260131_123456_add_x_to_users', false],
    'knex': ['20260131_123456_add_x_to_users', false],
    'sqitch': ['20260131_123456_add_x_to_users', false],
    'goose': ['20260131123456_add_x_to_users', true],
    'flyway': ['V1__add_x_to_users', true],
    'typeorm': ['1769862896789-AddXToUsers', true],
  });
}); // prettier-ignore
