import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine } from '../../src/engine/engine.ts';
import { lineToThread } from '../../src/engine/line.ts';
import { pgliteEngine } from '../../src/engine/pglite/engine.ts';
import { storeIn } from '../../src/engine/store.ts';

const repository = resolve(import.meta.dirname, '../..');

/** Where tests share what engines make before their first start. */
export const engines = join(repository, 'node_modules/.cache/farout-guard/engines');

/** PGlite as the program starts it, by the built thread; what it prepares is kept for the next test file. */
export function testEngine(timeout = 120_000, store = engines): Promise<Engine> {
  return pgliteEngine({
    from: join(repository, 'package.json'),
    extensions: [],
    store: storeIn(store),
    timeout,
    line: () => lineToThread(pathToFileURL(join(repository, 'dist/pglite-worker.js')), null),
  });
} // prettier-ignore
