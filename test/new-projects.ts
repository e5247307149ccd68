import { mergeConfigs } from '../src/config/merge.ts';
import { resolve } from '../src/config/resolve.ts';
import { lintSource } from '../src/lint.ts';
import { defaultFields } from '../src/new/header.ts';
import { makeMigration, type Made, type Request } from '../src/new/make.ts';
import { frameworkKinds, type FrameworkName } from '../src/project/framework-kinds.ts';
import { frameworkOf } from '../src/project/framework.ts';
import { presets } from '../src/config/presets.ts';
import type { Files } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';

type Texts = Readonly<Record<string, string>>;

const manifest = (...names: readonly string[]) => ({
  'package.json': JSON.stringify({ devDependencies: Object.fromEntries(names.map((name) => [name, '*'])) }),
});

/** A fresh project of each framework: what its own set-up leaves, and no migration. */
export const freshProjects: Readonly<Record<FrameworkName, Texts>> = {
  supabase: { 'supabase/config.toml': '' },
  prisma: { 'prisma/schema.prisma': '' },
  drizzle: { 'drizzle.config.ts': "export default { out: './drizzle' };", 'drizzle/meta/_journal.json': '{}' },
  'graphile-migrate': { '.gmrc': '{}', 'migrations/committed/.gitkeep': '' },
  'node-pg-migrate': { ...manifest('node-pg-migrate'), 'tsconfig.json': '{}' },
  'db-migrate': manifest('db-migrate'),
  postgrator: manifest('postgrator-cli'),
  'postgres-migrations': manifest('postgres-migrations'),
  slonik: { ...manifest('@slonik/migrator'), 'tsconfig.json': '{}' },
  'mikro-orm': { ...manifest('@mikro-orm/migrations'), 'tsconfig.json': '{}' },
  typeorm: { ...manifest('typeorm', 'typescript') },
  knex: { 'knexfile.ts': '', ...manifest('knex', 'typescript') },
  sequelize: manifest('sequelize', 'sequelize-cli'),
  umzug: manifest('umzug', 'typescript', 'sequelize'),
  kysely: manifest('kysely', 'kysely-ctl', 'typescript'),
  sqitch: { 'sqitch.plan': '%syntax-version=1.0.0\n%project=shop\n', 'sqitch.conf': '' },
  atlas: { 'atlas.hcl': 'env "local" { migration { dir = "file://migrations" } }', 'migrations/atlas.sum': '' },
  dbmate: { '.env': 'DBMATE_MIGRATIONS_TABLE=migrations' },
  diesel: { 'diesel.toml': '', 'Cargo.toml': '[dependencies]\ndiesel = "2"\n' },
  sqlx: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
  flyway: { 'flyway.toml': '[flyway]\nlocations = ["filesystem:sql"]\n' },
  liquibase: { 'liquibase.properties': '' },
  mybatis: { 'pom.xml': '<artifactId>mybatis-migrations</artifactId>' },
  hasura: { 'config.yaml': 'version: 3\nmetadata_directory: metadata\n' },
  pop: { 'go.mod': 'require github.com/gobuffalo/pop/v6 v6.1.1', 'database.yml': '' },
  goose: { 'go.mod': 'require github.com/pressly/goose/v3 v3.20.0' },
  'sql-migrate': { 'dbconfig.yml': 'development:\n  dir: migrations\n' },
  tern: { 'migrations/tern.conf': '' },
  'golang-migrate': { 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.17.0' },
  plain: {},
};

export const memory = (texts: Texts): Files =>
  filesInMemory(Object.entries(texts).map(([path, text]) => ({ path, text })));

export const now = new Date('2026-01-31T12:34:56.789Z');
export const author = { name: 'Jo Doe', email: 'jo@example.org' };

/** A migration in a fresh project of a framework. */
export function make(name: FrameworkName, words: string, asked: Partial<Request> & { texts?: Texts } = {}): Made {
  const { texts = freshProjects[name], ...rest } = asked;
  const framework = { ...frameworkOf(name), ...(name === 'tern' ? { folder: 'migrations' } : {}) };
  return makeMigration({
    words,
    name: null,
    framework,
    files: memory(texts),
    now,
    author,
    fields: defaultFields,
    protocol: false,
    ...rest,
  });
}

/** What a person would write in the place of `<…>`. */
const answers: readonly (readonly [string, string])[] = [
  ['<SQL that makes the change>', 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY)'],
  ['<SQL that undoes it>', 'DROP TABLE IF EXISTS notes'],
  ['<SELECT that needs what was changed>', 'SELECT 1 FROM notes WHERE false'],
  ['<tables and columns>', 'notes'],
  ['<how to undo it>', 'DROP TABLE notes'],
  ['<column>', 'note'],
  ['<type>', 'text'],
];

export const filledIn = (text: string) => answers.reduce((filled, [open, said]) => filled.replaceAll(open, said), text);

/** `path: rule` for all that a preset finds in the SQL files, as they stand in their project. */
export function findings(texts: Texts, paths: readonly string[], preset: keyof typeof presets = 'strict'): string[] {
  const config = mergeConfigs([{ rules: presets[preset] }], { path: null, root: '/project' });
  const files = memory(texts);
  return paths
    .filter((path) => path.endsWith('.sql'))
    .flatMap((path) => {
      const { findings } = lintSource({ path, text: texts[path] ?? '' }, files, resolve(config, path));
      return findings.map(({ rule, message }) => `${path}: ${rule}: ${message}`);
    });
}

export const textsOf = ({ files }: Made): Texts => Object.fromEntries(files.map(({ path, text }) => [path, text]));

export const names = Object.keys(frameworkKinds) as FrameworkName[];
