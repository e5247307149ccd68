import { basename } from 'node:path';
import { mustEntryOf, entryOf, type Framework, type Given } from '../framework.ts';
import { withLines } from '../lines.ts';
import { openKnex, type OpenKnex } from './knex.ts';
import { openKysely } from './kysely.ts';
import { openSeventh, openSixth } from './sequelize.ts';

/** What a project may have given to its migrations, by the names that it may have given it. */
interface Context {
  readonly named: Readonly<Record<string, unknown>>;
  /** What the context itself may be: of these the first that has what is asked for. */
  readonly candidates: readonly object[];
  readonly close: () => Promise<void>;
}

type Open = (given: Given) => Promise<Context>;

const openers: readonly (readonly [library: string, open: Open])[] = [
  ['sequelize', async (given) => sequelizeContext(given, await openSixth(given))],
  ['@sequelize/core', async (given) => sequelizeContext(given, await openSeventh(given))],
  ['knex', async (given) => knexContext(await openKnex(given))],
  ['kysely', async (given) => kyselyContext(await openKysely(given))],
];

const libraries = openers.map(([library]) => library);

/** Umzug gives the script what the project says; here that is what its libraries suggest. */
const framework: Framework = {
  kind: 'runs',
  packages: [libraries, ['pg', '@sequelize/postgres']],
  async run(given) {
    const entry = given.direction === 'up' ? mustEntryOf(given) : entryOf(given);
    const open = openers.find(([library]) => given.has(library))?.[1];
    if (!entry || !open) return;
    const { named, candidates, close } = await open(given);
    try {
      const context = contextOf(named, candidates);
      // Before version 3 the script was given the context itself.
      const isOld = entry.length === 2;
      const path = { name: basename(given.path), path: given.path };
      await given.record(() => (isOld ? entry(candidates[0], named['Sequelize']) : entry({ ...path, context })));
    } finally {
      await close();
    }
  },
};

export default framework;

type Opened = Awaited<ReturnType<typeof openSixth>>;

function sequelizeContext(given: Given, { sequelize, Class: Sequelize }: Opened): Context {
  const queryInterface = withLines(sequelize.getQueryInterface(), given);
  return {
    named: { queryInterface, qi: queryInterface, sequelize, Sequelize, db: sequelize },
    candidates: [queryInterface, sequelize],
    close: () => sequelize.close(),
  };
}

function knexContext({ knex, close }: OpenKnex): Context {
  return { named: { knex, db: knex }, candidates: [knex], close };
}

function kyselyContext(db: Awaited<ReturnType<typeof openKysely>>): Context {
  return { named: { db, kysely: db, database: db }, candidates: [db], close: () => db.destroy() };
}

function contextOf(named: Context['named'], candidates: Context['candidates']): unknown {
  const [first = {}] = candidates;
  return new Proxy(first, {
    get(_target, name) {
      if (typeof name === 'string' && Object.hasOwn(named, name) && !(name in first)) return named[name];
      const owner = candidates.find((each) => name in each) ?? first;
      const value: unknown = Reflect.get(owner, name);
      return typeof value === 'function' ? (value.bind(owner) as unknown) : value;
    },
  });
}
