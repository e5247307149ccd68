import { rowsOf } from '../ask.ts';
import type { Call } from '../call.ts';
import { numbered } from '../question-marks.ts';
import { isMissing } from '../sql.ts';
import { type Method, receiver, type ReceiverType, type Value } from '../values.ts';
import { builderFor } from './builder.ts';
import { change, deletion, tableOf, whereOf } from './query.ts';
import { database } from '../kysely/database.ts';
import { knex } from '../knex/knex.ts';

/** Knex as version 6 gives it, and Kysely as version 7 does. */
export const inner = { getKnex: () => knex, getKysely: () => database } as const;

/** SQL with its parameters, which `?` stands for; a query builder that is passed has sent itself. */
export function execute(call: Call): Value {
  const [text, parameters] = [call.argument(0), call.argument(1)];
  send(call, text, parameters);
  return rowsOf(call, text, parameters);
}

/** Sends a string or a `raw()`; builders have sent what they hold. */
export function send(call: Call, value: Value, parameters: Value): void {
  if (value.kind === 'receiver') return;
  call.sendRaw(value.kind === 'text' && !isMissing(parameters) ? { ...value, text: numbered(value.text) } : value);
}

/** What only reads, or changes objects in memory. */
const quiet = ['find', 'findAll', 'findOne', 'findOneOrFail', 'findAndCount', 'findByCursor', 'count', 'getReference', 'create', 'assign', 'merge', 'map', 'persist', 'flush', 'persistAndFlush', 'persistLater', 'refresh', 'populate', 'clear', 'canPopulate', 'getUnitOfWork', 'getMetadata', 'getPlatform', 'getEventManager', 'begin', 'commit', 'rollback', 'lock', 'isInTransaction', 'getTransactionContext', 'setTransactionContext', 'getEntityName', 'getId', 'getValidator']; // prettier-ignore

const nothing = Object.fromEntries(quiet.map((name) => [name, (call: Call) => call.unknown()]));

/** The repository's methods know their entity; the manager's and the driver's get it first. */
type Entity = (call: Call) => { readonly entity: Value; readonly rest: number };

function dataMethods(of: Entity): Readonly<Record<string, Method<never>>> {
  const nativeDelete = (call: Call): Value => {
    const { entity, rest } = of(call);
    call.send(deletion(call, tableOf(entity), whereOf(call, call.argument(rest))));
    return call.unknown();
  };
  const nativeUpdate = (call: Call): Value => {
    const { entity, rest } = of(call);
    call.send(change(call, tableOf(entity), call.argument(rest + 1), whereOf(call, call.argument(rest))));
    return call.unknown();
  };
  const insert = (call: Call): Value => {
    call.send(call.sql`INSERT INTO ${tableOf(of(call).entity)} SELECT`);
    return call.unknown();
  };
  const build = (call: Call): Value => builderFor(of(call).entity, call);
  return { nativeDelete, nativeUpdate, insert, insertMany: insert, nativeInsert: insert, nativeInsertMany: insert, upsert: insert, upsertMany: insert, createQueryBuilder: build, qb: build }; // prettier-ignore
}

const ofFirst: Entity = (call) => ({ entity: call.argument(0), rest: 1 });

/** One row goes, which is loaded: the entity's. */
const remove = (call: Call): void => call.send(call.sql`DELETE FROM ${tableOf(call.argument(0))} WHERE id = $1`);

const repositoryFor = (entity: Value, call: Call): Value =>
  receiver<null>({ name: 'EntityRepository', methods: { ...nothing, ...inner, ...dataMethods(() => ({ entity, rest: 0 })), getEntityManager: () => manager, remove, removeAndFlush: remove }, others: 'unverifiable' }, null, call.range); // prettier-ignore

const managerType: ReceiverType<null> = {
  name: 'EntityManager',
  methods: {
    ...nothing,
    ...inner,
    ...dataMethods(ofFirst),
    execute,
    remove,
    removeAndFlush: remove,
    getRepository: (call) => repositoryFor(call.argument(0), call),
    getConnection: () => connection,
    getDriver: () => driver,
    fork: () => manager,
    transactional: (call) => call.run(call.argument(0), [manager]),
  },
};

/** The driver and its connection, which take SQL. */
export const driver: Value = receiver<null>(
  {
    name: 'MikroORM.driver',
    methods: {
      ...nothing,
      ...dataMethods(ofFirst),
      execute,
      createEntityManager: () => manager,
      createNativeQueryBuilder: (call) => builderFor(call.args[0], call),
      getConnection: () => connection,
      getSchemaHelper: (call) => call.unknown(),
    },
  },
  null,
);

const connection: Value = receiver<null>(
  {
    name: 'MikroORM.connection',
    methods: {
      ...inner,
      execute,
      getClient: () => database,
      isConnected: (call) => call.unknown(),
      transactional: (call) => call.run(call.argument(0), [connection]),
    },
  },
  null,
);

export const manager: Value = receiver(managerType, null);
