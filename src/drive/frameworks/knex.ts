import type { Knex } from 'knex';
import { mustEntryOf, type Framework, type Given } from '../framework.ts';

type Open = (config: Knex.Config) => Knex;

/** Knex demands both ways of each migration, and gives each a transaction unless it declines. */
const framework: Framework = {
  kind: 'runs',
  packages: [['knex'], ['pg']],
  async run(given) {
    const [entry] = [mustEntryOf(given), mustEntryOf({ ...given, direction: given.direction === 'up' ? 'down' : 'up' })];
    const knex = await openKnex(given);
    try {
      const config = given.exports['config'] as { readonly transaction?: boolean } | undefined;
      if (config?.transaction === false) await given.record(() => entry(knex, Promise));
      else await knex.transaction(async (trx) => given.record(() => entry(trx, Promise)));
    } finally {
      await knex.destroy();
    }
  },
}; // prettier-ignore

export default framework;

/** Knex with a connection that is open. */
export async function openKnex(given: Given): Promise<Knex> {
  const loaded = await given.load<Open | { readonly default: Open }>('knex');
  const open = typeof loaded === 'function' ? loaded : loaded.default;
  const knex = open({ client: 'pg', connection: { ...given.connection } });
  keepLines(knex, given);
  await knex.raw('SELECT 1');
  return knex;
}

type Maker = (...given: unknown[]) => object;

/** A builder is sent when it is waited for, and then nothing on the stack tells where it was made. */
function keepLines(knex: Knex, given: Given): void {
  const client = Object.getPrototypeOf(knex.client) as Record<string, Maker>;
  for (const name of ['schemaBuilder', 'queryBuilder', 'raw']) {
    const make = client[name];
    if (!make) continue;
    (knex.client as Record<string, Maker>)[name] = function (this: object, ...args) {
      const line = given.line();
      const builder = make.apply(this, args) as { then?: Maker };
      const { then } = builder;
      if (line !== null && then) builder.then = (...more) => given.at(line, () => then.apply(builder, more));
      return builder;
    };
  }
}
