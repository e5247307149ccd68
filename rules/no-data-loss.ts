import type { CreatedHere } from '../src/effect/created-here.ts';
import { listNames, printName } from '../src/name-list.ts';
import { directionDefaults, directionSchema, operations } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteIdentifier, quoteName, quoteWithSuffix } from '../src/sql/quote.ts';
import type { Name, Operation } from '../src/types.ts';

const messages = {
  'owned objects':
    'DROP OWNED BY {{name}} destroys every table and view of theirs in this database, and takes their grants.\n' +
    '-- Hand them over instead:\nREASSIGN OWNED BY {{roles}} TO CURRENT_USER;',
  'large object':
    'lo_unlink destroys the large object for good. Remove the reference now and the object in a later migration.',
  'replication slot':
    'Without its replication slot a replica or subscriber misses what it has not received yet and must be copied anew.\n' +
    '-- See who reads from it first:\nSELECT slot_name, active, restart_lsn FROM pg_replication_slots;',
  'system setting':
    'ALTER SYSTEM changes settings of the whole server, here {{name}}, and a rollback does not undo it.\n' +
    '-- Leave it to those who run the server; what they have set:\nSELECT name, setting FROM pg_file_settings;',
  subscription:
    'Dropping subscription {{name}} gives up its place in the stream: to get it back, every table is copied again.\n' +
    '-- Pause it instead:\nALTER SUBSCRIPTION {{sql}} DISABLE;',
  tablespace:
    'Dropping tablespace {{name}} acts on the whole server, and other databases may count on it.\n' +
    '-- Rename it now; drop it by hand, when nothing misses it:\nALTER TABLESPACE {{sql}} RENAME TO {{to}};',
  attribute:
    'Dropping attribute {{name}} of type {{of}} destroys its value in every row of every table that uses the type.\n' +
    '-- Rename it now; drop it in a later migration, when nothing misses it:\n' +
    'ALTER TYPE {{sqlOf}} RENAME ATTRIBUTE {{sql}} TO {{to}};',
  unlogged:
    'An unlogged table is empty after a crash and never reaches replicas, so {{of}} can lose every row.\n' +
    '-- Keep it logged:\nALTER TABLE {{sqlOf}} SET LOGGED;',
} as const;

type Loss = readonly [messageId: keyof typeof messages, name: string, of?: Name];

export default defineRule({
  description: 'Disallow the rarer statements that destroy data, replication or server settings',
  level: 3,
  messages,
  schema: directionSchema,
  defaults: directionDefaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options))
      for (const [messageId, name, of = { schema: null, name: '' }] of losses(operation, known)) {
        const sql = { sql: quoteIdentifier(name), to: quoteWithSuffix(name, '_deprecated'), sqlOf: quoteName(of) };
        const data = { name: listNames(name.split(', ')), roles: roles(name), of: listNames([printName(of)]), ...sql };
        yield { messageId, range: operation.range, data };
      }
  },
});

function losses(operation: Operation, known: CreatedHere): readonly Loss[] {
  switch (operation.kind) {
    case 'destroy':
      return [[operation.what, operation.name]];
    case 'drop': {
      const { object, names } = operation;
      if (object !== 'subscription' && object !== 'tablespace') return [];
      return names.filter((name) => !known.hasObject(object, name)).map(({ name }) => [object, name]);
    }
    case 'alter': {
      const { action, subject, name } = operation;
      return action === 'drop attribute' && !known.hasObject('type', name) ? [['attribute', subject ?? '', name]] : [];
    }
    case 'alter-table':
      return operation.action === 'set unlogged' && !known.hasTable(operation.table)
        ? [['unlogged', '', operation.table]]
        : [];
    default:
      return [];
  }
}

/** Roles as `DROP OWNED BY` lists them; a few of the names are words of the grammar. */
function roles(list: string): string {
  const words = ['current_user', 'current_role', 'session_user'];
  return list
    .split(', ')
    .map((role) => (words.includes(role) ? role.toUpperCase() : quoteIdentifier(role)))
    .join(', ');
}
