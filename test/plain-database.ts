import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../src/engine/database.ts';
import { openDatabase } from '../src/engine/pglite/open.ts';
import { startPglite } from '../src/engine/pglite/start.ts';
import { engines } from './trial/engine.ts';

/** A database of its own on PGlite, in this process: for tests of what looks at one. */
export async function plainDatabase(): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const image = readdirSync(engines).find((name) => name.endsWith('-empty.image')) ?? '';
  const started = await startPglite({ image: join(engines, image), extensions: [], from: import.meta.url });
  return { database: openDatabase(started.pglite, 18), close: () => started.close() };
}
