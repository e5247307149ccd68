import { database, migrate } from '../drizzle/database.ts';
import { columnTypes, schemas } from '../drizzle/table.ts';
import { conditions, sql } from '../drizzle/tag.ts';
import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { builtin } from '../values.ts';

const drivers = ['aws-data-api/pg', 'bun-sql', 'neon', 'neon-http', 'neon-serverless', 'node-postgres', 'pg-proxy', 'pglite', 'postgres-js', 'vercel-postgres', 'xata-http']; // prettier-ignore

const drizzle = builtin('drizzle', () => database);

export default defineFramework({
  packages: ['drizzle-orm'],
  exports: {
    'drizzle-orm': { sql, ...conditions },
    'drizzle-orm/sql': { sql, ...conditions },
    'drizzle-orm/pg-core': { ...schemas, ...columnTypes },
    ...Object.fromEntries(drivers.map((name) => [`drizzle-orm/${name}`, { drizzle }])),
    ...Object.fromEntries(drivers.map((name) => [`drizzle-orm/${name}/migrator`, { migrate }])),
  },
  types: Object.fromEntries(
    ['PgDatabase', 'PgTransaction', 'NodePgDatabase', 'PostgresJsDatabase', 'NeonDatabase', 'NeonHttpDatabase', 'PgliteDatabase', 'VercelPgDatabase'].map((name) => [name, database]),
  ),
  entries: (module) => exportedEntries(module, [database]),
  signs: /\bdb\.(?:delete|update|insert|execute)\(/,
  runsTopLevel: true,
  transaction: () => false,
}); // prettier-ignore
