import { connection } from '../clients/postgres.ts';
import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { builtin } from '../values.ts';

export default defineFramework({
  packages: ['postgres'],
  exports: { postgres: { default: builtin('postgres', () => connection) } },
  types: {
    Sql: connection,
    TransactionSql: connection,
    ReservedSql: connection,
    'postgres.Sql': connection,
    'postgres.TransactionSql': connection,
    'postgres.ReservedSql': connection,
  },
  entries: (module) => exportedEntries(module, [connection]),
  signs: /\bsql(?:\.(?:unsafe|file|begin)\(|`)/,
  runsTopLevel: true,
  transaction: () => false,
});
