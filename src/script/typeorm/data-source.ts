import type { Call } from '../call.ts';
import { dialect } from '../dialect.ts';
import { identifier, knownString } from '../sql.ts';
import { builtin, objectValue, receiver, type ReceiverType, stringValue, type Value } from '../values.ts';
import { clearDatabase } from './clear-database.ts';
import { createQueryBuilder, entityManager, getRepository, transaction } from './manager.ts';
import { maybe, surely } from './options.ts';
import { newRunner } from './query-runner.ts';
import { type Plain, runRaw, sqlTag } from './raw.ts';

const nothing: Plain = (call) => call.unknown();
const itself: Plain = () => undefined;

/** The names that `driver.escape` and its like put into quotes. */
const quoting = ['escape', 'buildTableName', 'escapePath'] as const;

const driver = objectValue(quoting.map((name) => [name, builtin(name, quoted)] as const));

function quoted(call: Call): Value {
  const name = call.argument(0);
  return knownString(name) === null ? call.safe() : stringValue(identifier(name), call.range);
}

/** `synchronize(true)` drops everything and makes it anew; without it, it alters whatever differs from the entities. */
const synchronize: Plain = (call) => {
  if (maybe(call.args[0])) clearDatabase(call);
  if (!surely(call.args[0])) call.unverifiable(undefined, 'It alters and drops whatever differs from the entities');
  return call.unknown();
};

/** What `dataSource`, `queryRunner.connection` and `getConnection()` are. */
export const dataSource: ReceiverType<null> = {
  name: 'DataSource',
  methods: {
    query: runRaw,
    synchronize,
    dropDatabase: clearDatabase,
    createQueryBuilder,
    getRepository,
    getTreeRepository: getRepository,
    getCustomRepository: getRepository,
    transaction,
    createQueryRunner: (call) => ({ ...newRunner(0), range: call.range }),
    createEntityManager: (call) => receiver(entityManager, null, call.range),
    initialize: itself,
    connect: itself,
    ...Object.fromEntries(['destroy', 'close', 'getMetadata', 'hasMetadata', 'getMongoRepository', 'showMigrations', 'setOptions'].map((name) => [name, nothing])),
  },
  get(_, name) {
    if (name === 'sql') return sqlTag;
    if (name === 'driver') return driver;
    if (name === 'options') return objectValue([['type', dialect('type', [0, 0])]]);
    return name === 'manager' ? receiver(entityManager, null) : undefined;
  },
}; // prettier-ignore
