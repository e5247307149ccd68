import type { DataSource, DataSourceOptions, MigrationInterface } from 'typeorm';
import type { Framework } from '../framework.ts';
import { withLines } from '../lines.ts';

interface TypeormPackage {
  readonly DataSource: new (options: DataSourceOptions) => DataSource;
}

type MigrationClass = new () => MigrationInterface;

/** TypeORM gives each migration a query runner, and a transaction unless the class declines. */
const framework: Framework = {
  kind: 'runs',
  packages: [['typeorm'], ['pg']],
  async run(given) {
    const { exports, direction, load, record } = given;
    const { user, ...connection } = given.connection;
    const migrations = migrationsIn(exports).map((each) => new each());
    if (migrations.length === 0) throw new Error('it exports no class with `up` and `down`');
    const { DataSource: Made } = await load<TypeormPackage>('typeorm');
    const source = await new Made({ type: 'postgres', ...connection, username: user, logging: false }).initialize();
    const runner = source.createQueryRunner();
    try {
      await runner.connect();
      for (const migration of direction === 'up' ? migrations : migrations.toReversed()) {
        const isInTransaction = migration.transaction !== false;
        if (isInTransaction) await runner.startTransaction();
        await record(() => migration[direction](withLines(runner, given)));
        if (isInTransaction) await runner.commitTransaction();
      }
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
      await source.destroy();
    }
  },
};

export default framework;

/** In the order of the timestamps at the ends of their names. */
function migrationsIn(exports: Readonly<Record<string, unknown>>): readonly MigrationClass[] {
  const classes = [...new Set(Object.values(exports))].filter(isMigration);
  const timeOf = ({ name }: MigrationClass) => Number(/\d+$/.exec(name)?.[0] ?? 0);
  return classes.toSorted((a, b) => timeOf(a) - timeOf(b));
}

function isMigration(value: unknown): value is MigrationClass {
  return (
    typeof value === 'function' && typeof (value.prototype as { readonly up?: unknown } | undefined)?.up === 'function'
  );
}
