import type { Framework, Given } from '../framework.ts';

interface Migration {
  up(): unknown;
  down(): unknown;
  reset(): void;
  isTransactional(): boolean;
  setTransactionContext(context: unknown): void;
  addSql(...given: unknown[]): unknown;
  getQueries(): readonly unknown[];
}

interface Helper {
  getSchemaBeginning(charset: unknown, disablesForeignKeys: unknown): string;
  getSchemaEnd(disablesForeignKeys: unknown): string;
}

interface Driver {
  execute(sql: unknown, parameters?: readonly unknown[], method?: string, context?: unknown): Promise<unknown>;
  getPlatform(): { getSchemaHelper(): Helper };
  getConnection(): { transactional(run: (context: unknown) => Promise<void>): Promise<void> };
}

interface Orm {
  readonly config: { get(name: string): unknown };
  readonly em: { getDriver(): Driver };
  close(force: boolean): Promise<void>;
}

interface PostgresqlPackage {
  readonly MikroORM: { init(options: object): Promise<Orm> };
}

type MigrationClass = new (driver: Driver, config: Orm['config']) => Migration;

/** MikroORM's migrations make a list of texts, and may send some themselves; one transaction for each unless it declines. */
const framework: Framework = {
  kind: 'runs',
  packages: [['@mikro-orm/core'], ['@mikro-orm/postgresql'], ['@mikro-orm/migrations']],
  async run(given) {
    const Class = Object.values(given.exports).find(isMigration);
    if (!Class) throw new Error('it exports no class with `up`');
    const orm = await open(given);
    try {
      const driver = orm.em.getDriver();
      const migration = withLines(new Class(driver, orm.config), given);
      migration.reset();
      if (!migration.isTransactional()) await send(migration, undefined, { orm, driver, given });
      else
        await driver.getConnection().transactional(async (context) => {
          migration.setTransactionContext(context);
          await send(migration, context, { orm, driver, given });
        });
    } finally {
      await orm.close(true);
    }
  },
};

export default framework;

async function open({ load, connection: { database, ...rest } }: Given): Promise<Orm> {
  const { MikroORM } = await load<PostgresqlPackage>('@mikro-orm/postgresql');
  const orm = await MikroORM.init({
    ...rest,
    dbName: database,
    entities: [],
    discovery: { warnWhenNoEntities: false },
  });
  await orm.em.getDriver().execute('SELECT 1');
  return orm;
}

interface Parts {
  readonly orm: Orm;
  readonly driver: Driver;
  readonly given: Given;
}

async function send(migration: Migration, context: unknown, { orm, driver, given }: Parts): Promise<void> {
  const helper = driver.getPlatform().getSchemaHelper();
  const { disableForeignKeys } = orm.config.get('migrations') as { readonly disableForeignKeys?: unknown };
  const execute = async (sql: unknown) => {
    if (typeof sql !== 'string' || sql.trim() !== '') await driver.execute(sql, undefined, 'all', context);
  };
  const own = async (text: string) => {
    for (const sql of text.split('\n')) await execute(sql);
  };
  await given.record(() => migration[given.direction]());
  await own(helper.getSchemaBeginning(orm.config.get('charset'), disableForeignKeys));
  await given.record(async () => {
    for (const sql of migration.getQueries()) await execute(sql);
  });
  await own(helper.getSchemaEnd(disableForeignKeys));
}

/** What is added is sent when the script is through. */
function withLines(migration: Migration, { line, expect }: Given): Migration {
  const add = migration.addSql.bind(migration);
  migration.addSql = (sql, ...rest) => {
    if (typeof sql === 'string') expect(sql, line());
    return add(sql, ...rest);
  };
  return migration;
}

function isMigration(value: unknown): value is MigrationClass {
  return typeof value === 'function' && typeof (value.prototype as Partial<Migration> | undefined)?.up === 'function';
}
