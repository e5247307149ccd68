import { rowsOf } from '../ask.ts';
import type { Call } from '../call.ts';
import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { filled } from '../node-pg-migrate/template.ts';
import { type Given, type Operation, option, pgLiteral } from '../node-pg-migrate/given.ts';
import { indexes } from '../node-pg-migrate/indexes.ts';
import { operators } from '../node-pg-migrate/operators.ts';
import { pgTypes } from '../node-pg-migrate/pg-types.ts';
import { roles } from '../node-pg-migrate/roles.ts';
import { routines } from '../node-pg-migrate/routines.ts';
import { tables } from '../node-pg-migrate/tables.ts';
import { types } from '../node-pg-migrate/types.ts';
import { views } from '../node-pg-migrate/views.ts';
import { isMissing } from '../sql.ts';
import { placedIn } from '../place.ts';
import { builtin, constantValue, type Method, objectValue, receiver, type ReceiverType, stringValue, type Value } from '../values.ts'; // prettier-ignore

/** The shorthands that the script exports for types. */
type State = Value | null;

const operations = { ...tables, ...indexes, ...types, ...views, ...routines, ...roles, ...operators };

/** Sends what the library's operation would, together with what would undo it. */
function sends({ does, undoes }: Operation): Method<State> {
  return (call, { state }) => {
    const given: Given = { sql: call.sql, argument: (index) => call.argument(index), shorthands: state };
    const texts = does(given);
    const reversed = undoes?.(given) ?? [];
    if (!texts) call.unverifiable();
    for (const [index, text] of (texts ?? []).entries())
      call.send(placedIn(call, text), { reverse: reversed[index] ?? null });
  };
}

const sql: Method<State> = (call) => {
  const text = call.argument(0);
  const filledIn = text.kind === 'text' ? stringValue(filled(text.text, call.argument(1)), text.range) : text;
  call.sendRaw(filledIn, { reverse: null });
};

/** `pgm.db`: the client, which sends at once. */
const client: ReceiverType<null> = { name: 'MigrationBuilder.db', methods: { query, select: query } };

function query(call: Call): Value {
  const [first, parameters] = [call.argument(0), call.argument(1)];
  const text = option(first, 'text') ?? first;
  call.sendRaw(text, { reverse: null });
  return rowsOf(call, text, option(first, 'values') ?? parameters);
}

const func = (call: Call): Value => pgLiteral(call.argument(0));

const migrationBuilder: ReceiverType<State> = {
  name: 'MigrationBuilder',
  methods: {
    ...Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, sends(operation)])),
    sql,
    func,
    noTransaction: (call) => call.note('no transaction'),
    isUsingTransaction: (call) => call.unknown(),
    getSql: (call) => call.unknown(),
    getSqlSteps: (call) => call.unknown(),
  },
  get: (_, name) => (name === 'db' ? receiver(client, null) : undefined),
};

const literals = builtin('PgLiteral', func, { create: builtin('create', func) });

/** The second parameter of a migration, which tells that it is done. */
const run = builtin('run', (call) => call.unknown());

const isSame = (up: Value | undefined, down: Value | undefined) => up?.kind === 'function' && down?.kind === 'function' && up.node === down.node; // prettier-ignore

export default defineFramework({
  packages: ['node-pg-migrate'],
  exports: {
    'node-pg-migrate': {
      PgLiteral: literals,
      PgType: objectValue(pgTypes),
      isPgLiteral: builtin('isPgLiteral', (call) => call.unknown()),
    },
  },
  types: { MigrationBuilder: receiver(migrationBuilder, null) },
  entries(module) {
    const { properties } = module.exports;
    const whole = properties.get('default');
    const shorthands = properties.get('shorthands') ?? (whole && option(whole, 'shorthands')) ?? null;
    const entries = exportedEntries(module, [receiver(migrationBuilder, shorthands), run]);
    const [up, down] = entries;
    return up && down && isSame(up.callee, down.callee) ? [up] : entries;
  },
  signs: /\bpgm\b/,
  // `export const down = false` says that there is no way back.
  infersDown({ exports }) {
    const [whole, down] = [exports.properties.get('default'), exports.properties.get('down')];
    const own = down ?? (whole?.kind === 'object' ? whole.properties.get('down') : undefined);
    return isMissing(own ?? constantValue(undefined, [0, 0])) || own?.kind === 'function';
  },
  transaction: (_, notes) => !notes.has('no transaction'),
});
