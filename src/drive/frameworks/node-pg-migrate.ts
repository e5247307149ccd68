import type { Client, ClientConfig } from 'pg';
import type { Framework, Given } from '../framework.ts';

interface Builder {
  getSqlSteps(): string[];
  isUsingTransaction(): boolean;
  enableReverseMode(): void;
}

interface Db {
  query(...given: unknown[]): Promise<unknown>;
  select(...given: unknown[]): Promise<unknown>;
}

interface NodePgMigratePackage {
  readonly MigrationBuilder: new (db: Db, shorthands: unknown, decamelizes: boolean, logger: unknown) => Builder;
}

interface PgPackage {
  readonly Client: new (config: ClientConfig) => Client;
}

type Entry = (pgm: Builder, done?: () => void) => unknown;

const silent = () => {};
const logger = { debug: silent, info: silent, warn: silent, error: silent };

/** node-pg-migrate has the script make a list of texts, and sends it in one transaction unless the script declines. */
const framework: Framework = {
  kind: 'runs',
  packages: [['node-pg-migrate'], ['pg']],
  async run(given) {
    const { entry, isReverse } = actionOf(given);
    const { MigrationBuilder } = await given.load<NodePgMigratePackage>('node-pg-migrate');
    const { Client: Made } = await given.load<PgPackage>('pg');
    const client = new Made({ ...given.connection });
    await client.connect();
    const query = async (...args: unknown[]) => client.query(...(args as [string]));
    const db = { query, select: async (...args: unknown[]) => (await query(...args)).rows as unknown };
    try {
      const builder = new MigrationBuilder(db, given.exports['shorthands'], false, logger);
      if (isReverse) builder.enableReverseMode();
      await client.query('BEGIN');
      await given.record(() => call(entry, withLines(builder, given)));
      if (!builder.isUsingTransaction()) await client.query('COMMIT');
      await given.record(async () => {
        for (const sql of builder.getSqlSteps()) await client.query(sql);
      });
      if (builder.isUsingTransaction()) await client.query('COMMIT');
    } finally {
      await client.end();
    }
  },
};

export default framework;

/** Without `down` the way back is what `up` does, reversed. */
function actionOf({ exports: { up, down }, direction }: Given): { readonly entry: Entry; readonly isReverse: boolean } {
  const isReverse = direction === 'down' && (down === undefined || down === up);
  const entry = direction === 'up' || isReverse ? up : down;
  if (entry === false) throw new Error(`it says that it has no way ${direction}`);
  if (typeof entry !== 'function') throw new Error(`it exports no function \`${direction}\``);
  return { entry: entry as Entry, isReverse };
}

async function call(entry: Entry, builder: Builder): Promise<void> {
  if (entry.length === 2) await new Promise<void>((resolve) => void entry(builder, resolve));
  else await entry(builder);
}

/** The texts are sent when the script is through: what a call adds to them is from its line. */
function withLines(builder: Builder, { line, expect }: Given): Builder {
  return new Proxy(builder, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const before = new Set(target.getSqlSteps());
        const result: unknown = Reflect.apply(value, target, args);
        const at = line();
        for (const sql of target.getSqlSteps()) if (!before.has(sql)) expect(sql, at);
        return result;
      };
    },
  });
}
