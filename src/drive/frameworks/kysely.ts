import type { Dialect, Kysely } from 'kysely';
import type { PoolConfig } from 'pg';
import { entryOf, type Framework, type Given } from '../framework.ts';

interface KyselyPackage {
  readonly Kysely: new (config: { readonly dialect: Dialect }) => Kysely<unknown>;
  readonly PostgresDialect: new (config: { readonly pool: unknown }) => Dialect;
}

interface PgPackage {
  readonly Pool: new (config: PoolConfig) => unknown;
}

/** Kysely runs migrations in one transaction, and passes over a `down` that is not there. */
const framework: Framework = {
  kind: 'runs',
  packages: [['kysely'], ['pg']],
  async run(given) {
    const entry = entryOf(given);
    if (!entry && given.direction === 'up') throw new Error('it exports no function `up`');
    if (!entry) return;
    const db = await openKysely(given);
    try {
      await db.transaction().execute(async (trx) => given.record(() => entry(trx)));
    } finally {
      await db.destroy();
    }
  },
};

export default framework;

/** Kysely on a pool. */
export async function openKysely(given: Given): Promise<Kysely<unknown>> {
  const { Kysely: Made, PostgresDialect } = await given.load<KyselyPackage>('kysely');
  const { Pool } = await given.load<PgPackage>('pg');
  return new Made({ dialect: new PostgresDialect({ pool: new Pool({ ...given.connection }) }) });
}
