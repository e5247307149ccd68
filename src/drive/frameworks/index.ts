import type { Framework } from '../framework.ts';
import dbMigrate from './db-migrate.ts';
import knex from './knex.ts';
import kysely from './kysely.ts';
import mikroOrm from './mikro-orm.ts';
import nodePgMigrate from './node-pg-migrate.ts';
import { drizzle, pg, postgresJs, prisma, slonik } from './plain.ts';
import sequelize from './sequelize.ts';
import typeorm from './typeorm.ts';
import umzug from './umzug.ts';

/** Every framework whose migrations are scripts, by the adapter's name. */
export const frameworks: Readonly<Record<string, Framework>> = {
  'db-migrate': dbMigrate,
  drizzle,
  knex,
  kysely,
  'mikro-orm': mikroOrm,
  'node-pg-migrate': nodePgMigrate,
  pg,
  'postgres-js': postgresJs,
  prisma,
  sequelize,
  slonik,
  typeorm,
  umzug,
};
