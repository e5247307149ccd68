import type { Knex } from 'knex';
import { mustEntryOf, type Framework, type Given } from '../framework.ts';

type Open = (config: Knex.Config) => Knex;

/** Knex demands both ways of each migration, and gives each a transaction unless it declines. */
const framework: Framework = {
  kind: 'runs',
  packages: [['knex'], ['pg']],
  async run(given) {
    const [entry] = [mustEntryOf(given), mustEntryOf({ ...given, direction: given.direction === 'up' ? 'down' : 'up' })];
    const { knex, close } = await openKnex(given);
    try {
      const config = given.exports['config'] as { readonly transaction?: boolean } | undefined;
      if (config?.transaction === false) await given.record(() => entry(knex, Promise));
      else await knex.transaction(async (trx) => given.record(() => entry(trx, Promise)));
    } finally {
      await close();
    }
  },
}; // prettier-ignore

export default framework;

/** Knex with a connection that is open. */
export interface OpenKnex {
  readonly knex: Knex;
  readonly close: () => Promise<void>;
}

/** Opens Knex on the database. */
export async function openKnex(given: Given): Promise<OpenKnex> {
  const loaded = await given.load<Open | { readonly default: Open }>('knex');
  const open = typeof loaded === 'function' ? loaded : loaded.default;
  const knex = open({ client: 'pg', connection: { ...given.connection } });
  const restore = keepLines(Object.getPrototypeOf(knex.client) as Client, given);
  await knex.raw('SELECT 1');
  return {
    knex,
    async close() {
      restore();
      await knex.destroy();
    },
  };
}

type Maker = (...given: unknown[]) => object;

const makers = ['schemaBuilder', 'queryBuilder', 'raw'] as const;

/** What all clients of Knex have in common, those of transactions too. */
type Client = Partial<Record<(typeof makers)[number], Maker>>;

/** A builder is sent when it is waited for, and then nothing on the stack may tell where it was made. */
function keepLines(client: Client, given: Given): () => void {
  const own = makers.map((name) => [name, client[name], Object.hasOwn(client, name)] as const);
  for (const [name, make] of own)
    client[name] = function (this: object, ...args) {
      const line = given.line();
      const builder = (make as Maker).apply(this, args) as { then?: Maker };
      const { then } = builder;
      if (line !== null && then) builder.then = (...more) => given.at(line, () => then.apply(builder, more));
      return builder;
    };
  return () => {
    for (const [name, make, isOwn] of own)
      if (isOwn && make) client[name] = make;
      else Reflect.deleteProperty(client, name);
  };
}
