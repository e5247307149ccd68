import { adapters } from '../migration/adapters/index.ts';
import { anyMigration, anyScript } from './defaults.ts';

/** Folders that any framework may use, wherever the project stands in the repository, whatever migrations are written in. */
const folders = [
  '*[mM]igration{s,}', // db/migrations, prisma/migrations, supabase/migrations, src/main/resources/db/migration, data-migrations
  'migration[_-]*', // db/migration_postgres beside db/migration_mysql
  'db/migrate',
];

/** Folders where scripts are nearly always something else. */
const sqlFolders = ['migrate', '{changelog,changelogs,changeLogs,change-logs,liquibase}'];

/** Names that say by themselves that a file of SQL is a migration. */
const names = [
  '*.{up,down}', // golang-migrate, sqlx
  '{up,down}', // Diesel, Hasura
  '*.{do,undo}{,.*}', // Postgrator
  '{V,U,B}[0-9]*__*', // Flyway
  'R__*', // Flyway
  '*changelog*', // Liquibase
];

/** The migrations of a configuration that does not say: where people and the known frameworks keep them. */
export const defaultMigrations: readonly string[] = [
  ...folders.map((folder) => `**/${folder}/**/${anyMigration}`),
  ...sqlFolders.map((folder) => `**/${folder}/**/*.sql`),
  ...names.map((name) => `**/${name}.sql`),
  ...new Set(Object.values(adapters).flatMap(({ folders: globs }) => globs.filter((glob) => !isCovered(glob)))),
];

/** Whether the first of our own folders covers a framework's. */
function isCovered(glob: string): boolean {
  return (
    /^\*\*\/(?:.*\/)?[^/]*[mM]igrations?\/(?:.*\/)?[^/]*\.(?:sql|[cm]?[jt]s|\{[^/]*\})$/.test(glob) ||
    glob.endsWith(anyScript)
  );
}
