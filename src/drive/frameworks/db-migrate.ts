import { withLines } from '../lines.ts';
import { entryOf, mustEntryOf, type Framework, type Given } from '../framework.ts';

type Callback = (error: unknown, value?: unknown) => void;

interface Driver {
  startMigration(): Promise<unknown>;
  endMigration(): Promise<unknown>;
  close(callback: Callback): unknown;
}

/** What db-migrate passes through all its parts. */
interface Internals {
  readonly argv: object;
  readonly migrationOptions: object;
}

interface Drivers {
  connect(config: object, internals: Internals, callback: Callback): void;
}

type Migrator = new (
  driver: Driver,
  folder: string,
  isEmpty: boolean,
  internals: Internals,
) => { readonly driver: Driver };

/** db-migrate runs each migration in a transaction, whether it takes a callback or answers with a promise. */
const framework: Framework = {
  kind: 'runs',
  packages: [['db-migrate'], ['db-migrate-pg']],
  obstacle: ({ exports }) =>
    'migrate' in exports && !('up' in exports)
      ? "a script of db-migrate's second version cannot be run here: the way down is learned from its tables"
      : null,
  async run(given) {
    const entry = mustEntryOf(given);
    const { dataType } = await given.load<{ readonly dataType: object }>('db-migrate');
    const internals: Internals = { argv: {}, migrationOptions: { dbmigrate: { dataType } } };
    const driver = await connect(given, internals);
    try {
      const Class = await given.load<Migrator>('db-migrate/lib/migrator.js');
      const migrator = new Class(driver, '', true, internals);
      await driver.startMigration();
      await given.record(() => {
        entryOf({ ...given, direction: 'up', exports: { up: given.exports['setup'] } })?.(internals.migrationOptions);
        return called(entry, withLines(migrator.driver, given));
      });
      await driver.endMigration();
    } finally {
      await new Promise((resolve) => void driver.close(resolve));
    }
  },
}; // prettier-ignore

export default framework;

async function connect({ load, connection }: Given, internals: Internals): Promise<Driver> {
  const drivers = await load<Drivers>('db-migrate/lib/driver/index.js');
  return new Promise((resolve, reject) => {
    drivers.connect({ ...connection, driver: 'pg' }, internals, (error, driver) =>
      error ? reject(errorOf(error)) : resolve(driver as Driver),
    );
  });
}

/** The script is through when it calls back, or when its promise is. */
function called(entry: ReturnType<typeof mustEntryOf>, driver: Driver): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const result = entry(driver, (error: unknown) => (error ? reject(errorOf(error)) : resolve(null)));
    if (result === null) resolve(null);
    else if (typeof result === 'object' && 'then' in result) (result as Promise<unknown>).then(resolve, reject);
  });
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
