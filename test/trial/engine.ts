import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine } from '../../src/engine/engine.ts';
import { lineToThread } from '../../src/engine/line.ts';
import { pgliteEngine } from '../../src/engine/pglite/engine.ts';
import { storeIn } from '../../src/engine/store.ts';

const root = resolve(import.meta.dirname, '../..');

/** PGlite as the program starts it, by the built thread; what it prepares is kept for the next test file. */
export function testEngine(timeout = 120_000, store = join(root, 'node_modules/.cache/farout-guard/engines')): Promise<Engine> {
  return pgliteEngine({
    from: join(root, 'package.json'),
    extensions: [],
    store: storeIn(store),
    timeout,
    line: () => lineToThread(pathToFileURL(join(root, 'dist/pglite-worker.js')), null),
  });
} // prettier-ignore
