import { PGlite } from '@electric-sql/pglite';
import type { Database } from '../src/engine/database.ts';
import { openDatabase } from '../src/engine/pglite/open.ts';

/** A database of its own on PGlite, in this process: for tests of what looks at one. */
export async function plainDatabase(): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const pglite = await PGlite.create();
  return { database: openDatabase(pglite, 18), close: () => pglite.close() };
}
