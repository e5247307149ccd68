// Written by test/script-frameworks.test.ts from the files of this folder.
import type { Framework } from '../framework.ts';
import dbMigrate from './db-migrate.ts';
import drizzle from './drizzle.ts';
import knex from './knex.ts';
import kysely from './kysely.ts';
import mikroOrm from './mikro-orm.ts';
import nodePgMigrate from './node-pg-migrate.ts';
import pg from './pg.ts';
import postgresJs from './postgres-js.ts';
import prisma from './prisma.ts';
import sequelize from './sequelize.ts';
import slonik from './slonik.ts';
import typeorm from './typeorm.ts';
import umzug from './umzug.ts';

/** Every migration framework for scripts by its name. */
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
