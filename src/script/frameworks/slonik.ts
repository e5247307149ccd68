import { pool, raw, sql } from '../clients/slonik.ts';
import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { builtin, objectValue, type Value } from '../values.ts';

const known: readonly (readonly [string, Value])[] = [
  ['slonik', pool],
  ['connection', pool],
  ['parent', pool],
  ['sql', sql],
];

/** What @slonik/migrator gives to the functions `up` and `down`. */
const given = objectValue([...known, ['context', objectValue(known)]]);

export default defineFramework({
  packages: ['slonik', '@slonik/migrator'],
  exports: {
    slonik: {
      sql,
      createPool: builtin('createPool', () => pool),
      createSqlTag: builtin('createSqlTag', () => sql),
    },
    '@slonik/sql-tag-raw': { raw, default: raw },
  },
  types: {
    CommonQueryMethods: pool,
    DatabasePool: pool,
    DatabasePoolConnection: pool,
    DatabaseTransactionConnection: pool,
    DatabaseConnection: pool,
  },
  entries: (module) => exportedEntries(module, [given]),
  signs: /\bslonik\b|\bsql\.(?:unsafe|typeAlias|type\([^)]*\))/,
  runsTopLevel: true,
  transaction: () => false,
});
