import { dialect } from '../dialect.ts';
import { builtin, objectValue, receiver, type ReceiverType, type Value } from '../values.ts';
import { raw } from './raw.ts';

/** What names the database: in a migration for PostgreSQL that is PostgreSQL. */
const database = (name: string): Value => dialect(`knex.client.${name}`, [0, 0]);

const config = objectValue([['client', database('config.client')]]);

const type: ReceiverType<null> = {
  name: 'Knex.Client',
  methods: {
    raw,
    query(call) {
      call.sendRaw(call.argument(call.args.length > 1 && call.argument(0).kind !== 'text' ? 1 : 0));
      return call.unknown();
    },
    acquireConnection: (call) => call.unknown(),
    releaseConnection: (call) => call.unknown(),
    database: (call) => call.unknown(),
  },
  get(_, name) {
    if (name === 'config') return { ...config, isOpen: true };
    if (name === 'wrapIdentifier') return builtin(name, (call) => call.safe());
    return name === 'dialect' || name === 'driverName' ? database(name) : undefined;
  },
};

/** `knex.client`: what talks to the server. */
export const client: Value = receiver(type, null);
