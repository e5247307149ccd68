import { expect, test } from 'vitest';
import { filesInMemory } from './fixture.ts';
import { detectFramework, detectFrameworks } from '../src/project/framework.ts';
import { diskFiles } from '../src/files/disk.ts';
import { freshProjects, make, memory, names, textsOf } from './new-projects.ts';

type Texts = Readonly<Record<string, string>>;

const facts = (texts: Texts) => {
  const { name, folder, language } = detectFramework(memory(texts));
  return `${name} ${language} ${folder}`;
};

test('a fresh project of each framework', () => {
  expect(names.map((name) => [name, detectFramework(memory(freshProjects[name])).name])).toEqual(
    names.map((name) => [name, name]),
  );
});

test('what it writes itself belongs to the same framework', () => {
  const found = names.map((name) => {
    const made = make(name, 'add index on users(email)', { framework: detectFramework(memory(freshProjects[name])) });
    const {
      name: again,
      folder,
      language,
      amount,
    } = detectFramework(memory({ ...freshProjects[name], ...textsOf(made) }));
    return [name, again, folder, language, amount];
  });
  const expected = names.map((name) => {
    const { folder, language } = detectFramework(memory(freshProjects[name]));
    return [name, name, folder, language, name === 'sqitch' ? 2 : 1];
  });
  expect(found).toEqual(expected);
});

const manifest = (...dependencies: readonly string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) });

const typeorm = 'export class A1700000000000 implements MigrationInterface {}';

test.each<[title: string, texts: Texts, expected: string]>([
  ['nothing at all', {}, 'plain sql migrations'],
  ['SQL of no framework', { 'db/migrations/0001_a.sql': 'SELECT 1;' }, 'plain sql db/migrations'],
  ['what stands in the files', { 'database/migrations/1_a.sql': '-- +goose Up\nSELECT 1;\n' }, 'goose sql database/migrations'],
  ['the names of the files', { 'db/migrations/1_a.up.sql': '', 'db/migrations/1_a.down.sql': '' }, 'golang-migrate sql db/migrations'],
  ['folders', { 'prisma/migrations/20250101000000_a/migration.sql': 'SELECT 1;' }, 'prisma sql prisma/migrations'],
  ['dependencies in TypeScript', { 'package.json': manifest('knex', 'typescript') }, 'knex ts migrations'],
  ['dependencies in JavaScript', { 'package.json': manifest('knex') }, 'knex js migrations'],
  ['sequelize is JavaScript unless its migrations are not', { 'package.json': manifest('sequelize-cli', 'typescript') }, 'sequelize js migrations'],
  ['a folder in the settings of knex', { 'knexfile.ts': "export default { migrations: { tableName: 'x', directory: './src/db/migrations/' } }" }, 'knex ts src/db/migrations'],
  ['a folder in the settings of TypeORM', { 'src/data-source.ts': "new DataSource({ migrations: ['src/migration/*.ts'] })", 'package.json': manifest('typeorm', 'typescript') }, 'typeorm ts src/migration'],
  ['a folder in the settings of Sequelize', { '.sequelizerc': "module.exports = { 'migrations-path': path.resolve('db', 'migrations') };" }, 'sequelize js db/migrations'],
  ['a folder in the settings of Drizzle', { 'drizzle.config.ts': "export default defineConfig({ out: './src/drizzle' });" }, 'drizzle sql src/drizzle'],
  ['a folder in the settings of Atlas', { 'atlas.hcl': 'env "a" {\n  migration {\n    dir = "file://db/changes"\n  }\n}' }, 'atlas sql db/changes'],
  ['a folder in the settings of goose', { '.env': 'GOOSE_DRIVER=postgres\nGOOSE_MIGRATION_DIR=./sql/goose\n' }, 'goose sql sql/goose'],
  ['a folder in the settings of dbmate', { '.env': 'DBMATE_MIGRATIONS_DIR="./sql"\n' }, 'dbmate sql sql'],
  ['a folder in the settings of golang-migrate', { 'Makefile': 'up:\n\tmigrate -database $(DB) -path db/sql up\n', 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4' }, 'golang-migrate sql db/sql'],
  ['a folder that only the program knows', { 'knexfile.js': 'module.exports = { migrations: { directory: `${__dirname}/x` } }' }, 'knex js migrations'],
  ['a folder outside', { 'drizzle.config.ts': "export default { out: '../../elsewhere' }" }, 'drizzle sql drizzle'],
  ['Flyway with Maven', { 'pom.xml': '<artifactId>flyway-core</artifactId>' }, 'flyway sql src/main/resources/db/migration'],
  ['Flyway by itself', { 'flyway.conf': 'flyway.locations=filesystem:db/sql\n' }, 'flyway sql db/sql'],
  ['Liquibase with Gradle', { 'build.gradle.kts': 'implementation("org.liquibase:liquibase-core")' }, 'liquibase sql src/main/resources/db/changelog'],
  ['migrations that are there before the settings', { 'knexfile.ts': '', 'src/db/migrations/20250101000000_a.ts': 'export async function up(knex: Knex) {}' }, 'knex ts src/db/migrations'],
  ['JavaScript migrations in a project in TypeScript', { 'package.json': manifest('knex', 'typescript'), 'migrations/20250101000000_a.js': 'exports.up = (knex) => {}' }, 'knex js migrations'],
  ['a newer framework beside an old one', { 'migrations/20200101000000_a.js': 'exports.up = (knex) => {}', 'migrations/20200102000000_b.js': 'exports.up = (knex) => {}', 'prisma/migrations/20250101000000_a/migration.sql': 'SELECT 1;' }, 'prisma sql prisma/migrations'],
  ['more migrations, where versions tell no time', { 'a/migrations/1_a.up.sql': '', 'b/migrations/1_a.sql': '-- +goose Up\n', 'b/migrations/2_a.sql': '-- +goose Up\n' }, 'goose sql b/migrations'],
  ['a known framework before plain SQL', { 'migrations/1.sql': 'SELECT 1;', 'migrations/2.sql': 'SELECT 1;', 'src/migrations/1700000000000-A.ts': typeorm }, 'typeorm ts src/migrations'],
  ['a way back beside plain SQL', { 'migrations/1_a.sql': 'SELECT 1;', 'migrations/1_a.down.sql': 'SELECT 1;' }, 'plain sql migrations'],
  ['not what others have installed', { 'node_modules/x/migrations/1_a.up.sql': '', 'vendor/y/db/migrations/1_a.up.sql': '', 'dist/migrations/1_a.up.sql': '' }, 'plain sql migrations'],
  ['not declarations and tests', { 'migrations/20250101000000_a.d.ts': '', 'migrations/20250101000000_a.test.ts': '' }, 'plain sql migrations'],
  ['a package.json that is none', { 'package.json': '{ "dependencies": { "knex": ', 'knexfile.js': '' }, 'knex js migrations'],
  ['a package.json that is a list', { 'package.json': '[]' }, 'plain sql migrations'],
  ['plain names that atlas owns', { 'atlas.hcl': '', 'migrations/20250101000000_a.sql': 'SELECT 1;' }, 'atlas sql migrations'],
  ['Sqitch below the top', { 'db/sqitch.plan': '', 'db/deploy/a.sql': '-- Deploy a to pg', 'db/revert/a.sql': '', 'db/verify/a.sql': '' }, 'sqitch sql db'],
  ['node-pg-migrate with SQL', { 'package.json': manifest('node-pg-migrate'), 'migrations/1700000000000_a.sql': '-- Up Migration\nSELECT 1;\n-- Down Migration\n' }, 'node-pg-migrate sql migrations'],
  ['db-migrate with SQL', { 'package.json': manifest('db-migrate'), 'migrations/sqls/20250101000000-a-up.sql': '', 'migrations/sqls/20250101000000-a-down.sql': '', 'migrations/20250101000000-a.js': "exports.up = function (db) { return db.runSql(''); };" }, 'db-migrate js migrations'],
  ['umzug with the migrations of Sequelize', { 'package.json': manifest('umzug', 'sequelize', 'typescript'), 'src/migrations/2025.01.01T00.00.00.a.ts': "import type { MigrationFn } from 'umzug';" }, 'umzug ts src/migrations'],
  ['a script that says nothing, by what is installed', { 'package.json': manifest('kysely', 'typescript'), 'migrations/1700000000000_a.ts': 'export {}' }, 'kysely ts migrations'],
])('%s', (_, texts, expected) => {
  expect(facts(texts)).toBe(expected);
}); // prettier-ignore

test('a monorepo: each package with its own, those in use first', () => {
  const files = memory({
    'package.json': manifest('turbo'),
    'packages/api/package.json': manifest('typeorm', 'typescript'),
    'packages/api/src/migrations/1700000000000-A.ts': typeorm,
    'packages/web/package.json': manifest('drizzle-kit'),
    'packages/web/drizzle.config.ts': '',
    'packages/jobs/package.json': manifest('knex'),
  });
  const found = detectFrameworks(files);
  expect(found.map(({ name, folder, language, amount, evidence }) => [name, folder, language, amount, evidence])).toEqual([
    ['typeorm', 'packages/api/src/migrations', 'ts', 1, 'packages/api/src/migrations'],
    ['drizzle', 'packages/web/drizzle', 'sql', 0, 'packages/web/drizzle.config.ts'],
    ['knex', 'packages/jobs/migrations', 'js', 0, 'packages/jobs/package.json'],
  ]);
}); // prettier-ignore

test('a project with all of them', () => {
  const found = detectFrameworks(diskFiles('fixtures/projects/every-framework'));
  expect(found.map(({ name, folder }) => `${name} ${folder}`).sort()).toEqual([
    'drizzle drizzle',
    'flyway sql',
    'flyway src/main/resources/db/migration',
    'golang-migrate backend/resources/migrations/postgres',
    'hasura hasura/migrations/default',
    'knex services/jobs/migrations',
    'liquibase src/main/resources/db/changelog',
    'plain db/data-migrations',
    'plain db/migrate',
    'plain migrations',
    'plain packages/web/src/database/migrations',
    'postgrator packages/web/store',
    'prisma services/billing/prisma/migrations',
    'sqitch schema',
    'supabase supabase/migrations',
    'typeorm services/api/src/migrations',
  ]);
});

test('it ends, however many folders there are and however they are called', () => {
  const endless = { read: () => null, list: () => ['a', 'b', 'migrations', 'c d', '..hidden', '.git', 'ü'] };
  expect(detectFramework(endless).name).toBe('plain');
  const wide = filesInMemory(Array.from({ length: 500 }, (_, index) => ({ path: `p${index}/package.json`, text: '{}' })));
  expect(detectFramework(wide).name).toBe('plain');
}); // prettier-ignore
