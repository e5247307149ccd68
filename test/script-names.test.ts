import { describe, expect, test } from 'vitest';
import { isMigration } from '../src/config/match.ts';
import { mergeConfigs } from '../src/config/merge.ts';
import { touchedBy } from '../src/files/git/changes.ts';
import { adapters } from '../src/migration/adapters/index.ts';
import { withoutBuilt } from '../src/migration/built.ts';
import { ofVersion } from '../src/migration/versions.ts';
import { filesInMemory } from './fixture.ts';

const none = filesInMemory([]);
const down = { kind: 'section', marker: 'down()' };

type Named = readonly [adapter: string, path: string, name: string, version: string | null, valid: boolean];

describe('the name of a script', () => {
  const cases: readonly Named[] = [
    ['typeorm', 'src/migrations/1706700000000-AddUsers.ts', '1706700000000-AddUsers', '1706700000000', true],
    ['typeorm', 'src/migration/AddUsers1706700000000.js', 'AddUsers1706700000000', '1706700000000', true],
    ['typeorm', 'src/migrations/20240131120000-AddUsers.ts', '20240131120000-AddUsers', '20240131120000', false],
    ['knex', 'migrations/20240131120000_users.ts', '20240131120000_users', '20240131120000', true],
    ['knex', 'migrations/20240131_120000_users.mjs', '20240131_120000_users', '20240131_120000', true],
    ['knex', 'migrations/20240131120000_2fa.CJS', '20240131120000_2fa', '20240131120000', true],
    ['knex', 'migrations/users.js', 'users', null, false],
    ['knex', 'migrations/20240131120000_users.sql', '20240131120000_users', '20240131120000', false],
    ['kysely', 'migrations/1706700000000_users.mts', '1706700000000_users', '1706700000000', true],
    ['kysely', 'migrations/2024-01-31-users.ts', '2024-01-31-users', '2024-01-31', true],
    ['kysely', 'migrations/2024-01-31-120000-users.ts', '2024-01-31-120000-users', '2024-01-31-120000', true],
    ['kysely', 'migrations/20250603T163446567Z-a.ts', '20250603T163446567Z-a', '20250603T163446567Z', true],
    ['kysely', 'migrations/0002.ts', '0002', '0002', true],
    ['sequelize', 'migrations/20240131120000-users.cjs', '20240131120000-users', '20240131120000', true],
    ['sequelize', 'migrations/20240131120000-users/up.sql', '20240131120000-users', '20240131120000', true],
    ['umzug', 'db/migrations/2024.01.31T12.00.00.users.ts', '2024.01.31T12.00.00.users', '2024.01.31T12.00.00', true],
    ['umzug', 'db/migrations/2024.01.31T12.00.00.a.up.sql', '2024.01.31T12.00.00.a', '2024.01.31T12.00.00', true],
    ['slonik', 'migrations/2024.01.31T12.00.00.users.cts', '2024.01.31T12.00.00.users', '2024.01.31T12.00.00', true],
    ['mikro-orm', 'migrations/Migration20240131120000.ts', 'Migration20240131120000', '20240131120000', true],
    ['mikro-orm', 'migrations/Migration20240131120000_a.js', 'Migration20240131120000_a', '20240131120000', true],
    ['mikro-orm', 'migrations/InitialSetup20240131120000.ts', 'InitialSetup20240131120000', '20240131120000', true],
    ['mikro-orm', 'migrations/20240131120000.ts', '20240131120000', '20240131120000', false],
    ['node-pg-migrate', 'migrations/1706700000000_users.js', '1706700000000_users', '1706700000000', true],
    ['node-pg-migrate', 'migrations/users.ts', 'users', null, false],
    ['db-migrate', 'migrations/20240131120000-users.js', '20240131120000-users', '20240131120000', true],
    ['db-migrate', 'migrations/1-users.js', '1-users', '1', false],
    ['prisma', 'migrations/app/20240131T1200_users/migration.ts', '20240131T1200_users', '20240131T1200', true],
    ['drizzle', 'drizzle/backfill.ts', 'backfill', null, true],
    ['drizzle', 'drizzle/0003_backfill.ts', '0003_backfill', '0003', true],
    ['pg', 'migrations/0003_backfill.ts', '0003_backfill', '0003', true],
    ['postgres-js', 'migrations/backfill.mts', 'backfill', null, true],
    ['plain', 'migrations/0003_tear-down.ts', '0003_tear-down', '0003', true],
    ['goose', 'migrations/0003_users.ts', '0003_users', '0003', false],
  ];
  test.each(cases)('%s: %s', (adapter, path, name, version, valid) => {
    const found = adapters[adapter]!.identify(path, none);
    expect({ ...found, unit: null }).toEqual({ name, version, valid, direction: 'up', unit: null });
  });

  test('a folder is the migration of Prisma 8, as the path alone proves', () => {
    const path = 'migrations/app/20240131T1200_users/migration.ts';
    const found = Object.entries(adapters).flatMap(([name, adapter]) => adapter.evidence({ path, text: '' }, none) ? [name] : []);
    expect([adapters['prisma']!.identify(path, none).unit, found]).toEqual(['folder', ['prisma']]);
  }); // prettier-ignore

  test('no path but that proves whose a script is, whatever stands in it', () => {
    const text = '// +goose Up\n-- migrate:up\n-- Up Migration\n--> statement-breakpoint\n';
    const paths = cases.map(([, path]) => path).filter((path) => !/T1200_|\.sql$/.test(path));
    const claims = paths.flatMap((path) => ['drizzle', 'node-pg-migrate', 'db-migrate', 'knex', 'plain', 'pg'].flatMap((name) => {
      const evidence = adapters[name]!.evidence({ path, text }, none);
      return evidence ? [[name, path, evidence]] : [];
    }));
    expect(claims).toEqual([]);
  }); // prettier-ignore
});

describe('the way back of a script', () => {
  const scripts = ['typeorm', 'knex', 'kysely', 'sequelize', 'umzug', 'slonik', 'mikro-orm', 'node-pg-migrate', 'db-migrate', 'pg', 'postgres-js', 'plain']; // prettier-ignore
  test.each(scripts)('%s: a function of the same file, and no part of it is SQL', (name) => {
    const path = 'migrations/1706700000000_users.ts';
    const adapter = adapters[name]!;
    const file = { path, text: 'DROP TABLE a;' };
    expect([adapter.wayBack(path, none), adapter.parts(file, 'up', none)]).toEqual([down, []]);
  });

  test('where there is none, SQL may stand beside it', () => {
    const ways = ['drizzle', 'prisma'].map((name) => adapters[name]!.wayBack('m/1_a.ts', none));
    expect(ways.map((way) => ('paths' in way ? [way.kind, way.paths[0]] : null))).toEqual([
      ['none', 'm/1_a.down.sql'],
      ['none', 'm/down.sql'],
    ]);
  });

  test.each(['typeorm', 'knex', 'kysely', 'sequelize', 'mikro-orm', 'pg'])(
    '%s: SQL among scripts is judged',
    (name) => {
      const file = { path: 'migrations/1_a.sql', text: 'DROP TABLE a;' };
      expect(adapters[name]!.parts(file, 'up', none).map(({ range }) => range)).toEqual([[0, 13]]);
    },
  );
});

describe('which files count', () => {
  const counts = (migrations?: readonly string[]) => {
    const config = mergeConfigs(migrations ? [{ migrations }] : [], { path: null, root: '/' });
    return (path: string) => isMigration(config, path);
  };

  test.each([
    'migrations/1_a.ts', 'migrations/1_a.mts', 'migrations/1_a.cts', 'migrations/1_a.js', 'migrations/1_a.mjs', 'migrations/1_a.cjs',
    'src/migration/1_a.TS', 'src/dataMigrations/a.ts', 'app/db/migrations/2024/1_a.js', 'db/migrate/1_a.js', 'db/migration_postgres/a.ts',
    'migrations/app/20240131T1200_users/migration.ts', 'migrations/sqls/20240131120000-a-up.sql', 'build/migrations/1_a.js',
    'migrations/1_a.Test.ts',
  ])('%s', (path) => expect(counts()(path)).toBe(true)); // prettier-ignore

  test.each([
    'migrations/types.d.ts', 'migrations/types.d.mts', 'migrations/1_a.test.ts', 'migrations/1_a.spec.js', 'migrations/__tests__/1_a.ts',
    'migrations/__mocks__/deep/1_a.cjs', 'migrations/1_a.stories.ts', 'migrations/knex.config.js', 'dist/migrations/1_a.js',
    'node_modules/x/migrations/1_a.js', 'migrations/1_a.tsx', 'migrations/1_a.json', 'src/migrate/index.ts', 'src/changelog/index.ts',
    'src/icons/up.ts', 'src/V1__a.ts', 'src/users.up.ts', 'src/seeds/1_a.ts', 'drizzle/schema.ts',
  ])('not %s', (path) => expect(counts()(path)).toBe(false)); // prettier-ignore

  const own: readonly (readonly [readonly string[], string, boolean])[] = [
    [['db'], 'db/1_a.ts', true],
    [['db'], 'db/1_a.test.ts', false],
    [['db/**'], 'db/x/__tests__/1_a.ts', false],
    [['db/*.ts'], 'db/1_a.spec.ts', false],
    [['db/*.sql'], 'db/1_a.ts', false],
    [['db/*.test.ts'], 'db/1_a.test.ts', true],
    [['db/__tests__'], 'db/__tests__/1_a.ts', true],
    [['db/*.{test,up}.ts', '!db/1*'], 'db/1_a.test.ts', false],
    [['db/a.d.ts'], 'db/a.d.ts', true],
    [['db', '!db/*.ts'], 'db/1_a.ts', false],
  ];
  test.each(own)('of the globs %j %s: %s', (migrations, path, expected) => {
    expect(counts(migrations)(path)).toBe(expected);
  });

  test('what a compiler made beside its source is not read twice', () => {
    const all = [
      'a/1.js',
      'a/1.ts',
      'a/2.js',
      'b/1.mjs',
      'b/1.mts',
      'b/1.ts',
      'b/2.cjs',
      'b/2.ts',
      'c/1.js',
      'c/1.mts',
    ];
    const built = all.filter((path) => !withoutBuilt(all).includes(path));
    expect(built).toEqual(['a/1.js', 'b/1.mjs']);
  });
});

test('of a change, what a compiler made goes with its source when the same becomes of both', () => {
  const raw = (path: string, status: 'A' | 'M' | 'D') => ({ path, status, from: null, mode: '100644', oldMode: '100644', id: 'b', oldId: 'a' }); // prettier-ignore
  const touched = (...changes: readonly ReturnType<typeof raw>[]) => touchedBy(changes as never, () => 'migration').map(({ path }) => path); // prettier-ignore
  expect([
    touched(raw('m/1.js', 'A'), raw('m/1.ts', 'A')),
    touched(raw('m/1.js', 'M')),
    touched(raw('m/1.js', 'A'), raw('m/1.ts', 'D')),
    touched(raw('m/1.js', 'D'), raw('m/1.ts', 'D')),
  ]).toEqual([['m/1.ts'], ['m/1.js'], ['m/1.js', 'm/1.ts'], ['m/1.ts']]);
});

test('scripts and SQL of one folder are one list, in which twins count once', () => {
  const paths = [
    'm/1_a.sql',
    'm/1_b.ts',
    'm/1_b.js',
    'm/1_c.d.ts',
    'm/1_d.test.ts',
    'm/2_a.ts',
    'm/2_a.sql',
    'm/3_a.js',
    'm/readme.md',
  ];
  const files = filesInMemory(paths.map((path) => ({ path, text: '' })));
  const same = ['m/1_a.sql', 'm/1_b.ts', 'm/1_b.js', 'm/2_a.ts', 'm/2_a.sql', 'm/3_a.js'].map((path) =>
    ofVersion(path, 'up', adapters['node-pg-migrate']!, files),
  );
  expect(same).toEqual([['m/1_b.ts'], ['m/1_a.sql'], ['m/1_a.sql'], [], [], []]);
});
