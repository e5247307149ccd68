import type { Dialect, Sequelize } from 'sequelize';
import { withLines } from '../lines.ts';
import { mustEntryOf, type Framework, type Given } from '../framework.ts';

type SequelizeClass = new (options: object) => Sequelize;

/** Sequelize with a connection that is open, and its class. */
interface Opened {
  readonly sequelize: Sequelize;
  readonly Class: SequelizeClass;
}

/** Sequelize opens no transaction: scripts do. */
const framework: Framework = {
  kind: 'runs',
  packages: [
    ['sequelize', '@sequelize/core'],
    ['pg', '@sequelize/postgres'],
  ],
  async run(given) {
    const entry = mustEntryOf(given);
    const isSeventh =
      !given.has('sequelize') || (given.has('@sequelize/core') && takesSequelize(given.exports[given.direction]));
    const { sequelize, Class } = await (isSeventh ? openSeventh(given) : openSixth(given));
    try {
      const queryInterface = withLines(sequelize.getQueryInterface(), given);
      await given.record(() => (isSeventh ? entry({ sequelize }) : entry(queryInterface, Class)));
    } finally {
      await sequelize.close();
    }
  },
};

export default framework;

/** `up({ sequelize })` is version 7's. */
const takesSequelize = (entry: unknown): boolean => /^[^(]*\(\s*\{[^}]*\bsequelize\b/.test(String(entry));

/** Sequelize 6. */
export async function openSixth(given: Given): Promise<Opened> {
  const { user, ...rest } = given.connection;
  const loaded = await given.load<{ readonly Sequelize: SequelizeClass }>('sequelize');
  const dialect: Dialect = 'postgres';
  return opened(loaded.Sequelize, { ...rest, username: user, dialect }, given);
}

/** Sequelize 7. */
export async function openSeventh(given: Given): Promise<Opened> {
  const { Sequelize: Class } = await given.load<{ readonly Sequelize: SequelizeClass }>('@sequelize/core');
  const { PostgresDialect } = await given.load<{ readonly PostgresDialect: unknown }>('@sequelize/postgres');
  return opened(Class, { ...given.connection, dialect: PostgresDialect }, given);
}

async function opened(Class: SequelizeClass, options: object, given: Given): Promise<Opened> {
  const sequelize = new Class({ ...options, logging: false });
  await sequelize.authenticate();
  Object.assign(sequelize, { query: Reflect.get(withLines(sequelize, given), 'query') });
  return { sequelize, Class };
}
